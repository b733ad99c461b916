import type { Storage } from "../ports/index.ts";
import type { Actor, Permission } from "./actors.ts";

/** An actor's permissions: all, or these. */
export type Grant = "all" | ReadonlySet<Permission>;

/** The actor, the tenant, and where the rows are. */
export interface Asking {
  readonly storage: Storage;
  readonly tenantId: string;
  readonly actor: Actor;
}

/** Determines an actor's permissions. Called once in each attempt of a command. */
export type Grants = (asking: Asking) => Promise<Grant> | Grant;
