import type { Blobs, Clock, Ids, Live, Random, Storage } from "../ports/index.ts";
import type { Code } from "./code.ts";
import type { Derivation } from "./derivations.ts";
import { createEmitter, type SupportEmitter } from "./emitter.ts";
import type { SupportEvent } from "./events.ts";
import type { Grants } from "./grants.ts";
import { type HeldJobs, heldJobs } from "./heldJobs.ts";
import type { ReferenceRule } from "./operations/reference.ts";
import { type OperationRegistry, operationRegistry } from "./operations/registry.ts";
import { type ReactionRegistry, reactionRegistry } from "./reactions.ts";
import type { Report } from "./report.ts";
import { type SourceRegistry, sourceRegistry } from "./sources.ts";
import { storedBlobs } from "./storedBlobs.ts";

export interface KernelPorts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: Ids;
  readonly live: Live;
  /** Null: rows of the storage. */
  readonly blobs: Blobs | null;
  readonly report: Report;
  /** Permissions of actors. */
  readonly grants: Grants;
  /** @throws SupportError UNKNOWN_TENANT */
  readonly requireTenant: (tenantId: string) => Promise<void>;
}

/** The ports of a desk, and what rooms have registered. One per desk, shared by all its rooms. */
export interface Kernel extends Omit<KernelPorts, "blobs"> {
  readonly blobs: Blobs;
  /** Blobs are rows of the storage: commands write them in their own commit. */
  readonly keepsBlobsAsRows: boolean;
  readonly emitter: SupportEmitter;
  /** The jobs running in this process. */
  readonly heldJobs: HeldJobs;
  readonly reactions: ReactionRegistry;
  /** Derivations, in the order of registration; rooms and plugins add theirs. */
  readonly derivations: { readonly derivation: Derivation; readonly code: Code | undefined }[];
  /** The plugins by kind of job; kinds of core have none. */
  readonly jobOwners: Map<string, Code>;
  readonly operations: OperationRegistry;
  /** How references in inputs are resolved, by kind; rooms add theirs. */
  readonly references: Map<string, ReferenceRule>;
  /** What rooms and plugins provide to other rooms. */
  readonly sources: SourceRegistry;
  /** The configuration of rooms and plugins, by id. */
  readonly states: Map<string, unknown>;
  /** Called after each commit. */
  committed(events: readonly SupportEvent[], hasDueJobs: boolean): void;
  /** Calls back when a commit contains a job that is due. */
  onDueJobs(wake: () => void): void;
}

export function createKernel(ports: KernelPorts): Kernel {
  const emitter = createEmitter(ports.report);
  const wakers: (() => void)[] = [];
  return {
    ...ports,
    blobs: ports.blobs ?? storedBlobs(ports.storage),
    keepsBlobsAsRows: ports.blobs === null,
    emitter,
    heldJobs: heldJobs(),
    reactions: reactionRegistry(),
    derivations: [],
    jobOwners: new Map(),
    operations: operationRegistry(),
    references: new Map(),
    sources: sourceRegistry(),
    states: new Map(),
    committed(events, hasDueJobs) {
      for (const event of events) emitter.emit(event);
      if (hasDueJobs) for (const wake of wakers) wake();
    },
    onDueJobs: (wake) => {
      wakers.push(wake);
    },
  };
}
