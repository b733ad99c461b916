import type { Case } from "@heedkit/core";
import type { Scene } from "./scene.ts";

/** When the first reply is due, by the customer's clock where it is known; empty when nothing is promised. */
export async function dueIn({ desk }: Scene, { id: caseId }: Case, timeZone: string | null): Promise<string> {
  const [event] = await desk.events.list({ caseId, type: "case.acknowledged" });
  const dueAt = event?.data.firstReplyDueAt;
  if (typeof dueAt !== "number") return "";
  const zone = timeZone ?? "Europe/Berlin";
  const words = new Intl.DateTimeFormat("en-GB", {
    weekday: "long",
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: zone,
  }).format(dueAt);
  return `first reply due ${words} in ${zone.replace(/^.*\//, "").replaceAll("_", " ")}`;
}
