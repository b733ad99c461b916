import type { Blobs, Clock, Ids, Live, Random, Storage } from "../ports/index.ts";
import type { Grants } from "./authorize.ts";
import type { Derivation } from "./derivations.ts";
import { createEmitter, type SupportEmitter } from "./emitter.ts";
import type { EventType, SupportEvent } from "./events.ts";
import { type HeldJobs, heldJobs } from "./heldJobs.ts";
import { storedBlobs } from "./storedBlobs.ts";
import type { Transaction } from "./transaction.ts";

/** Adds to a commit because of something that happens in it. Reads and stages through the transaction only. */
export type Reaction<Type extends EventType = EventType> = (
  event: SupportEvent<Type>,
  tx: Transaction,
) => Promise<void> | void;

/** Reactions by event type. */
export type Reactions = { readonly [Type in EventType]?: Reaction<Type> };

/** Told of failures that no caller waits for: a listener that threw, a job that failed, a lost connection. */
export type Report = (error: unknown, what: string) => void;

export interface KernelPorts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: Ids;
  readonly live: Live;
  /** Null: rows of the storage. */
  readonly blobs: Blobs | null;
  readonly report: Report;
  /** What actors may do. */
  readonly grants: Grants;
  /** @throws SupportError UNKNOWN_TENANT */
  readonly requireTenant: (tenantId: string) => Promise<void>;
}

/** The ports of a desk and what rooms have told it to do. One for each desk, shared by all its rooms. */
export interface Kernel extends Omit<KernelPorts, "blobs"> {
  readonly blobs: Blobs;
  /** Blobs are rows of the storage: commands write them in their own commit. */
  readonly keepsBlobsAsRows: boolean;
  readonly emitter: SupportEmitter;
  /** The jobs that run in this process. */
  readonly heldJobs: HeldJobs;
  /** Registers reactions. They run in the order of registration. */
  react(reactions: Reactions): void;
  reactionsTo(type: EventType): readonly Reaction[];
  /** What follows from rows, in the order of registration; rooms add theirs. */
  readonly derivations: Derivation[];
  /** Called after each commit. */
  committed(events: readonly SupportEvent[], hasDueJobs: boolean): void;
  /** Calls back when a commit has left a job that is due. */
  onDueJobs(wake: () => void): void;
}

export function createKernel(ports: KernelPorts): Kernel {
  const emitter = createEmitter(ports.report);
  const reactions = new Map<EventType, Reaction[]>();
  const wakers: (() => void)[] = [];
  return {
    ...ports,
    blobs: ports.blobs ?? storedBlobs(ports.storage),
    keepsBlobsAsRows: ports.blobs === null,
    emitter,
    heldJobs: heldJobs(),
    derivations: [],
    react(added) {
      for (const [type, reaction] of Object.entries(added) as [EventType, Reaction][]) {
        reactions.set(type, [...(reactions.get(type) ?? []), reaction]);
      }
    },
    reactionsTo: (type) => reactions.get(type) ?? [],
    committed(events, hasDueJobs) {
      for (const event of events) emitter.emit(event);
      if (hasDueJobs) for (const wake of wakers) wake();
    },
    onDueJobs: (wake) => {
      wakers.push(wake);
    },
  };
}
