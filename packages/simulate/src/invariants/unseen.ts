import { messages } from "@heedkit/core";
import type { Story } from "../story.ts";
import type { Ledger } from "../world/ledger.ts";
import type { State } from "./state.ts";

/** No reply ignores what a customer wrote after the latest message its author had seen. */
export function* unseenFaults(state: State, ledger: Ledger, { written }: Story): Generator<string> {
  const { commitOf, moved } = committedMessages(ledger);
  for (const { text, seenMessageId } of written) {
    const reply = state.messages.find((message) => message.direction === "out" && message.text === text);
    if (seenMessageId === undefined || reply === undefined) continue;
    const since = commitOf.get(seenMessageId) ?? 0;
    const until = commitOf.get(reply.id) ?? 0;
    const missed = state.messages.find(({ id, caseId, direction, automatic }) => {
      const commit = commitOf.get(id) ?? 0;
      const isBetween = direction === "in" && automatic === null && commit > since && commit < until;
      return isBetween && caseId === reply.caseId && !moved.has(id) && !moved.has(reply.id);
    });
    if (missed !== undefined) yield `"${text}" passed over "${missed.text}", which was there already.`;
  }
}

/** The number of the commit that wrote each message, and which messages changed case later. */
function committedMessages({ entries }: Ledger) {
  const commitOf = new Map<string, number>();
  const moved = new Set<string>();
  for (const [number, entry] of entries.entries())
    for (const change of entry.kind === "commit" ? entry.changes : []) {
      if (change.table.name !== messages.name) continue;
      if (change.kind === "insert") commitOf.set(change.row.id, number);
      else if (change.kind === "update" && change.set?.caseId !== undefined) moved.add(change.key.id);
    }
  return { commitOf, moved };
}
