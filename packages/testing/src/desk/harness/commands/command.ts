import type { Permission } from "@heedkit/core";
import type { Furniture } from "../furnish.ts";
import type { AnyDesk } from "../openDesk.ts";

/** A call of the desk's interface, and what it asks of its caller. */
export interface Command {
  readonly needs: Permission;
  /**
   * What it has to do with cases, for agents who reach some of them only: nothing; what it names, which is not there for
   * them if they don't reach it; or it shows what they reach. Without it they may not do it.
   */
  readonly cases?: "none" | "named" | "narrowed";
  /** Bots may not do it: it is about what a person wrote. */
  readonly people?: true;
  /** Customers may do it with their own cases. */
  readonly own?: true;
  /** To customers who may not, what it is about is not there. */
  readonly hides?: true;
  /** Visitors may do it with what is theirs: `hides` is for them as well. */
  readonly visitors?: true;
  call(desk: AnyDesk, ids: Furniture): Promise<unknown>;
}

/** Calls by their path in the interface. */
export type Commands = Readonly<Record<string, Command>>;

/** Calls whose names stay known to the compiler. */
export function table<Names extends string>(
  rows: Readonly<Record<Names, Command>>,
): Readonly<Record<Names, Command>> {
  return rows;
}
