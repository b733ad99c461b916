import { events, type Reactions, type SupportEvent, type Transaction } from "../kernel/index.ts";
import type { DefinitionsStore } from "./definitionsStore.ts";
import type { Measure } from "./measure.ts";

/** What the room does when something happens to a case. */
export function slaReactions(store: DefinitionsStore, measure: Measure): Reactions {
  /** Chooses policy and targets anew, where a field that decides about them has changed. */
  const reconsider = async (
    tx: Transaction,
    caseId: string,
    fields: readonly string[],
    because: string,
    isCertain = false,
  ) => {
    const changed = new Set(fields.map((field) => `case.${field}`));
    if (!isCertain) {
      const { fields: deciding } = await store.current(tx);
      if (![...changed].some((field) => decides(deciding, field))) return;
    }
    await measure(tx, caseId, { kind: "changed", because }, changed);
  };

  return {
    "case.opened": ({ data: { caseId, messageId, automatic } }, tx) =>
      measure(tx, caseId, { kind: "opened", messageId, automatic }),
    "case.customerMessage": ({ data: { caseId, messageId, automatic } }, tx) =>
      automatic ? undefined : measure(tx, caseId, { kind: "customerMessage", messageId, automatic }),
    "case.replied": ({ data: { caseId, messageId, human } }, tx) =>
      human ? measure(tx, caseId, { kind: "replied", messageId, human }) : undefined,
    async "case.statusChanged"({ data: { caseId, fromCategory: from, toCategory: to } }, tx) {
      await measure(tx, caseId, { kind: "statusChanged", from, to });
      await reconsider(tx, caseId, statusFields, "status");
    },
    async "case.handedOff"({ data: { caseId, to } }, tx) {
      await measure(tx, caseId, { kind: "handedOff", to });
      await reconsider(tx, caseId, ["handler"], "handler");
    },
    "case.priorityChanged": ({ data: { caseId } }, tx) =>
      reconsider(tx, caseId, ["priority"], "priority", true),
    "case.assigned": ({ data: { caseId } }, tx) =>
      reconsider(tx, caseId, ["assigneeId", "teamId"], "assignment"),
    "case.updated": ({ data: { caseId, fields } }, tx) =>
      reconsider(
        tx,
        caseId,
        fields,
        "fields",
        fields.includes("channelId") || fields.includes("channelKind"),
      ),
    "case.markedSpam": ({ data: { caseId, spam } }, tx) => measure(tx, caseId, { kind: "markedSpam", spam }),
    "case.merged": ({ data: { caseId } }, tx) => measure(tx, caseId, { kind: "merged" }),
    async "case.split"({ data: { caseId, messageIds } }, tx) {
      const waiting = oldestWaiting(await historyOf(tx, caseId), messageIds);
      await measure(tx, caseId, { kind: "split", messageIds, waiting });
    },
  };
}

const statusFields = ["status", "category", "solvedAt", "closedAt", "reopenCount", "waitingSince"];

/** `case.fields` stands for all of the host's own fields: an update does not say which of them. */
function decides(deciding: ReadonlySet<string>, field: string): boolean {
  if (deciding.has(field)) return true;
  return field === "case.fields" && [...deciding].some((path) => path.startsWith("case.fields."));
}

/** Everything that happened to a case, oldest first. */
export async function historyOf(tx: Transaction, caseId: string): Promise<readonly SupportEvent[]> {
  const all: SupportEvent[] = [];
  for (;;) {
    const last = all.at(-1);
    const page = await tx.find(events, {
      where: { field: "caseId", is: caseId },
      limit: 1_000,
      ...(last === undefined ? {} : { after: [last.id] }),
    });
    // Events are kept as they were emitted: the type says what the data is.
    all.push(...(page as readonly unknown[] as readonly SupportEvent[]));
    if (page.length < 1_000) return all;
  }
}

/** The oldest customer message, but for those that moved out, after which nobody has answered. */
export function oldestWaiting(
  history: readonly SupportEvent[],
  moved: readonly string[],
): { readonly messageId: string; readonly at: number } | null {
  let waiting: { readonly messageId: string; readonly at: number } | null = null;
  for (const event of history) {
    if (isOf(event, "case.replied") && event.data.human) waiting = null;
    if (!isOf(event, "case.customerMessage") || event.data.automatic || waiting !== null) continue;
    const { messageId } = event.data;
    if (!moved.includes(messageId)) waiting = { messageId, at: event.at };
  }
  return waiting;
}

export function isOf<Type extends SupportEvent["type"]>(
  event: SupportEvent,
  type: Type,
): event is SupportEvent<Type> {
  return event.type === type;
}
