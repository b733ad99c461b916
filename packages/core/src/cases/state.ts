import { stateKey } from "../kernel/index.ts";
import type { CaseUpkeep } from "./counts/index.ts";
import type { CasesDeps } from "./create.ts";

/** The state of the room's operations. */
export interface CasesState extends CasesDeps {
  readonly upkeep: CaseUpkeep;
}

export const casesState = stateKey<CasesState>("cases");
