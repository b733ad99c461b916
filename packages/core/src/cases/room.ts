import type { Kernel, Room } from "../kernel/index.ts";
import { caseCodeFormats } from "./codeFormat.ts";
import { caseCounts, caseDerivation, createUpkeep, foldJobs } from "./counts/index.ts";
import type { CasesDeps } from "./create.ts";
import { caseSettingRevisions } from "./definitions/schema.ts";
import { drafts, movingDrafts } from "./drafts/index.ts";
import { fields } from "./fields/schema.ts";
import { followerReactions } from "./followers.ts";
import { giveBack } from "./giveBack.ts";
import { closing } from "./jobs.ts";
import { releasing } from "./leavers.ts";
import { references } from "./references.ts";
import { followingReactions } from "./scheduled/following.ts";
import { scheduledReplies } from "./scheduled/schema.ts";
import { scheduledRepliesSweep } from "./scheduled/sweep.ts";
import { caseLinks, cases, messages } from "./schema.ts";
import { caseSnoozes, snoozeReactions, snoozeSweep } from "./snoozing/index.ts";
import { type CasesState, casesState } from "./state.ts";
import { statuses } from "./statuses/schema.ts";
import { movingTime, timeEntries, timeSpentDerivation } from "./timeEntries/index.ts";
import { messageTimeline } from "./timeline.ts";
import { turnDerivation } from "./turns.ts";

const settingTables = [statuses, fields, caseSettingRevisions];
const settingEvents = [
  ...(["status.created", "status.updated", "status.reordered"] as const),
  ...(["field.created", "field.updated", "field.reordered"] as const),
];

/** Cases, their messages, links, counts and queues. */
export function casesRoom(kernel: Kernel, deps: CasesDeps): Room {
  const { reactions, jobs } = closing(deps);
  // Edits by this process take effect at once.
  for (const type of settingEvents)
    kernel.emitter.on(type, ({ tenantId }) => deps.definitions.forget(tenantId));
  const upkeep = createUpkeep(kernel);
  return {
    tables: [
      ...[cases, messages, caseLinks, scheduledReplies, caseCounts, caseCodeFormats],
      ...[caseSnoozes, drafts, timeEntries, ...settingTables],
    ],
    references,
    sources: { timeline: [messageTimeline] },
    state: { id: casesState.id, value: { ...deps, upkeep, giveBack } satisfies CasesState },
    reactions: [
      ...[...reactions, ...releasing.reactions, ...snoozeReactions, ...followerReactions],
      ...[...followingReactions, movingDrafts, movingTime],
    ],
    walks: upkeep.walks,
    derivations: [turnDerivation(), timeSpentDerivation(), caseDerivation()],
    jobs: { ...jobs, ...releasing.jobs, ...foldJobs },
    sweeps: [snoozeSweep, scheduledRepliesSweep],
  };
}
