import type { Kernel, Room } from "../kernel/index.ts";
import { caseCodeFormats } from "./codeFormat.ts";
import { caseCounts, caseDerivation, createUpkeep, foldJobs } from "./counts/index.ts";
import type { CasesDeps } from "./create.ts";
import { giveBack } from "./giveBack.ts";
import { closing } from "./jobs.ts";
import { releasing } from "./leavers.ts";
import { references } from "./references.ts";
import { caseLinks, cases, messages } from "./schema.ts";
import { type CasesState, casesState } from "./state.ts";
import { messageTimeline } from "./timeline.ts";
import { turnDerivation } from "./turns.ts";

/** Cases, their messages, links, counts and queues. */
export function casesRoom(kernel: Kernel, deps: CasesDeps): Room {
  const { reactions, jobs } = closing(deps.settings);
  const upkeep = createUpkeep(kernel);
  return {
    tables: [cases, messages, caseLinks, caseCounts, caseCodeFormats],
    references,
    sources: { timeline: [messageTimeline] },
    state: { id: casesState.id, value: { ...deps, upkeep, giveBack } satisfies CasesState },
    reactions: [...reactions, ...releasing.reactions],
    walks: upkeep.walks,
    derivations: [turnDerivation(), caseDerivation()],
    jobs: { ...jobs, ...releasing.jobs, ...foldJobs },
  };
}
