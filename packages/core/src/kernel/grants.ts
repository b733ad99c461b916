import type { Storage } from "../ports/index.ts";
import type { Actor, Permission } from "./actors.ts";

/** What an actor may do: everything, or these. */
export type Grant = "all" | ReadonlySet<Permission>;

/** Who asks, of which tenant, and where the rows are. */
export interface Asking {
  readonly storage: Storage;
  readonly tenantId: string;
  readonly actor: Actor;
}

/** Decides what an actor may do. Asked once in each attempt of a command. */
export type Grants = (asking: Asking) => Promise<Grant> | Grant;
