import type { SupportEvent } from "../kernel/index.ts";
import type { Happening } from "./engine.ts";

export function isOf<Type extends SupportEvent["type"]>(
  event: SupportEvent,
  type: Type,
): event is SupportEvent<Type> {
  return event.type === type;
}

/** What an event means for clocks; null if nothing. `waiting` is called if messages moved out. */
export function happeningOf(
  event: SupportEvent,
  waiting: (moved: readonly string[]) => Extract<Happening, { readonly kind: "split" }>["waiting"],
): Happening | null {
  if (isOf(event, "case.opened")) {
    const { messageId, counts } = event.data;
    return { kind: "opened", messageId, automatic: !counts };
  }
  if (isOf(event, "case.customerMessage")) {
    const { messageId, counts } = event.data;
    return counts ? { kind: "customerMessage", messageId, automatic: false } : null;
  }
  if (isOf(event, "case.replied")) {
    const { messageId, human } = event.data;
    return human ? { kind: "replied", messageId, human } : null;
  }
  if (isOf(event, "case.statusChanged"))
    return { kind: "statusChanged", from: event.data.fromCategory, to: event.data.toCategory };
  if (isOf(event, "case.handedOff")) return { kind: "handedOff", to: event.data.to };
  if (isOf(event, "case.markedSpam")) return { kind: "markedSpam", spam: event.data.spam };
  if (isOf(event, "case.merged")) return { kind: "merged" };
  if (isOf(event, "case.split")) {
    const { messageIds } = event.data;
    return { kind: "split", messageIds, waiting: waiting(messageIds) };
  }
  return null;
}

const statusFields = ["status", "category", "solvedAt", "closedAt", "reopenCount", "waitingSince"];

/** The changed fields of a case that may affect its policy and targets. */
export function changeOf(
  event: SupportEvent,
): { readonly because: string; readonly fields: readonly string[] } | null {
  if (isOf(event, "case.priorityChanged")) return { because: "priority", fields: ["priority"] };
  if (isOf(event, "case.assigned")) return { because: "assignment", fields: ["assigneeId", "teamId"] };
  if (isOf(event, "case.brandChanged")) return { because: "brand", fields: ["brandId", "brand"] };
  if (isOf(event, "case.updated")) return { because: "fields", fields: event.data.fields };
  if (isOf(event, "case.statusChanged")) return { because: "status", fields: statusFields };
  if (isOf(event, "case.handedOff")) return { because: "handler", fields: ["handler"] };
  return null;
}

/** Fields that place a case in the matrix of targets, whatever the conditions use. */
const placing = ["priority", "channelId", "channelKind"];

/** Whether a change of these fields may give a case another policy or target. */
export function mayDecide(deciding: ReadonlySet<string>, fields: readonly string[]): boolean {
  return fields.some(
    (field) =>
      placing.includes(field) ||
      deciding.has(`case.${field}`) ||
      // An update does not say which of the host's own fields it changed.
      (field === "fields" && [...deciding].some((path) => path.startsWith("case.fields."))),
  );
}

/** The oldest unanswered customer message, excluding those that moved out. */
export function oldestWaiting(
  history: readonly SupportEvent[],
  moved: readonly string[],
): { readonly messageId: string; readonly at: number } | null {
  let waiting: { readonly messageId: string; readonly at: number } | null = null;
  for (const event of history) {
    if (isOf(event, "case.replied") && event.data.human) waiting = null;
    if (!isOf(event, "case.customerMessage") || !event.data.counts || waiting !== null) continue;
    const { messageId } = event.data;
    if (!moved.includes(messageId)) waiting = { messageId, at: event.at };
  }
  return waiting;
}
