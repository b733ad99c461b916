import type { GivingBack } from "../customers/index.ts";
import { stateKey } from "../kernel/index.ts";
import type { CaseUpkeep } from "./counts/index.ts";
import type { CasesDeps } from "./create.ts";

/** What the operations of the room work with. */
export interface CasesState extends CasesDeps, GivingBack {
  readonly upkeep: CaseUpkeep;
}

export const casesState = stateKey<CasesState>("cases");
