import type { Derivation } from "./derivations.ts";
import type { RoomJobHandlers } from "./jobHandlers.ts";
import type { ReferenceRule } from "./operations/reference.ts";
import type { Reaction } from "./reactions.ts";
import type { Schedule } from "./schedules/index.ts";
import type { SourceLists } from "./sources.ts";
import type { Sweep, SweepRunner } from "./sweeps.ts";
import type { DefinedTable } from "./table.ts";
import type { WalkRunner } from "./walks/index.ts";

/** What a room of core, or a plugin, adds to a desk. */
export interface Room {
  readonly tables?: readonly DefinedTable[];
  readonly reactions?: readonly Reaction[];
  readonly derivations?: readonly Derivation[];
  readonly jobs?: RoomJobHandlers;
  readonly sweeps?: readonly (Sweep | SweepRunner)[];
  readonly schedules?: readonly Schedule[];
  readonly walks?: readonly WalkRunner[];
  /** How references to its rows are resolved, by kind. */
  readonly references?: Readonly<Record<string, ReferenceRule>>;
  /** What it provides to other rooms, such as timeline entries. */
  readonly sources?: SourceLists;
  /** Its configuration, read with `tx.use(stateKey(id))`. */
  readonly state?: { readonly id: string; readonly value: unknown };
}
