import type { Storage } from "../ports/index.ts";
import type { Actor } from "./actors.ts";
import type { Code } from "./code.ts";
import type { Kernel } from "./kernel.ts";

/** On whose behalf, for which tenant and through which storage a command runs. */
export interface Context {
  readonly kernel: Kernel;
  readonly tenantId: string;
  readonly actor: Actor;
  /** The desk's storage, or the same inside a transaction of the host. */
  readonly storage: Storage;
  /** Nothing is committed once it is aborted; its reason is thrown instead. */
  readonly over?: AbortSignal;
  /** Default: a new one for each command. */
  readonly correlationId?: string;
  /** Whose code runs. Default: that of core, which may write every table. */
  readonly code?: Code | undefined;
}
