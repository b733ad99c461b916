import { timeZone as shopZone } from "../promises.ts";
import type { Scene } from "./scene.ts";

/** When the first reply is due, in the customer's time zone if known; null if nothing is promised. */
export async function firstReplyDue(
  { desk }: Scene,
  caseId: string,
  zone: string | null,
): Promise<string | null> {
  const clocks = (await desk.sla.clocks({ caseId })).rows;
  const deadline = clocks.find(({ metric }) => metric === "first_reply")?.deadline ?? null;
  return deadline === null ? null : `first reply due ${dueWords(deadline, zone ?? shopZone)}`;
}

/** An instant as people there would write it. */
export function dueWords(instant: number, zone: string): string {
  const words = new Intl.DateTimeFormat("en-GB", {
    weekday: "long",
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: zone,
  }).format(instant);
  return `${words} in ${zone.replace(/^.*\//, "").replaceAll("_", " ")}`;
}
