import type { Storage } from "../ports/index.ts";
import type { Actor } from "./actors.ts";
import type { Code } from "./code.ts";
import type { Kernel } from "./kernel.ts";

/** The actor, tenant and storage that a command runs with. */
export interface Context {
  readonly kernel: Kernel;
  readonly tenantId: string;
  readonly actor: Actor;
  /** The desk's storage, or the same inside a transaction of the host. */
  readonly storage: Storage;
  /** Once aborted, nothing is committed and its reason is thrown. */
  readonly over?: AbortSignal;
  /** Default: a new one for each command. */
  readonly correlationId?: string;
  /** Whose code runs. Default: core, which can write to every table. */
  readonly code?: Code | undefined;
}
