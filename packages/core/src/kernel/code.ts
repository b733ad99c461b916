import type { Actor } from "./actors.ts";

/** Kinds of actors that a plugin may act as. Never the host, who may do everything. */
export type ActingKind = Exclude<Actor["kind"], "host">;

/** The plugin whose code runs in a transaction, with what it has declared: the transaction holds it to that. */
export interface Code {
  readonly id: string;
  /** Names of its tables. It writes no others. */
  readonly tables: ReadonlySet<string>;
  /** Ids of the plugins whose operations it may call, beside those of core. */
  readonly dependsOn: ReadonlySet<string>;
  readonly actsAs: ReadonlySet<ActingKind>;
}
