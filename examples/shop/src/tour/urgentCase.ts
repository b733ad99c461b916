import { timeZone } from "../promises.ts";
import { chapter, detail } from "../terminal.ts";
import { dueWords } from "./dueWords.ts";
import { check, nextEvent, type Scene } from "./scene.ts";

/** A higher priority has another target: the clock is recomputed from the same start. */
export async function urgentCase(scene: Scene, caseId: string): Promise<void> {
  chapter("A broken cup cannot wait");
  const before = await firstReplyClock(scene, caseId);
  const retargeting = nextEvent(scene, "sla.retargeted", ({ data }) => data.metric === "first_reply");
  const { code, priority } = await scene.agent.cases.update({ caseId, priority: "urgent" });
  await retargeting;
  const after = await firstReplyClock(scene, caseId);
  detail("Before", dueWords(before.deadline ?? 0, timeZone));
  detail("Now", dueWords(after.deadline ?? 0, timeZone));
  const isSooner = (after.deadline ?? 0) < (before.deadline ?? 0) && after.startedAt === before.startedAt;
  check(isSooner, `${code} is ${priority}: its first reply is due sooner, counted from the same moment`);
}

export async function firstReplyClock({ desk }: Scene, caseId: string) {
  const clocks = (await desk.sla.clocks({ caseId })).rows;
  const clock = clocks.find(({ metric }) => metric === "first_reply");
  if (clock === undefined) throw new Error(`The case ${caseId} has no clock for its first reply.`);
  return clock;
}
