import { addressesOf, type CaseRow, casesState, queueOutgoing, refuseMerged } from "../cases/index.ts";
import { takeAutomaticSlot } from "../delivery/index.ts";
import type { Transaction } from "../kernel/index.ts";
import { plainSubject } from "./plainWords.ts";
import { renderFor, topicOf } from "./render.ts";

interface Rendering {
  readonly key: string;
  readonly locale: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

type Sent =
  | { readonly messageId: string; readonly withheld: null }
  | { readonly messageId: null; readonly withheld: "capped" | "unreachable" | "spam" };

/**
 * Sends a template to the requester of a case as an automatic message. `case.replied` is not emitted: only replies by a
 * person or a bot stop clocks.
 */
export async function sendAutomatically(
  tx: Transaction,
  found: CaseRow,
  { key, locale, variables }: Rendering,
): Promise<Sent> {
  refuseMerged(found);
  const cases = tx.use(casesState);
  const { id: caseId, customerId } = found;
  // Rendered first, so that errors in the template or its variables also show on a desk without channels.
  const rendered = await renderFor(tx, { key, locale, variables }, await topicOf(tx, { caseId }));
  if (found.spam) return { messageId: null, withheld: "spam" };
  const channel = cases.channels.get(found.channelId);
  if (channel?.capabilities.deliver !== true) return { messageId: null, withheld: "unreachable" };
  const [address] = await addressesOf(tx, found, channel);
  if (address === undefined) return { messageId: null, withheld: "unreachable" };
  // A display name is chosen by the sender, who may have forged the address.
  const recipient = { ...address, name: null };
  if (!(await takeAutomaticSlot(tx, { recipient, caseId, brandNew: false })))
    return { messageId: null, withheld: "capped" };
  const { subject, text, html } = rendered;
  const message = await queueOutgoing(tx, cases, found, {
    subject: subject === null || subject === "" ? plainSubject(found.subject) : subject,
    text,
    html,
    to: [recipient],
    authorKind: "system",
    automatic: key,
  });
  tx.emit(
    "template.sent",
    { caseId, customerId },
    { caseId, messageId: message.id, key, locale: rendered.locale },
  );
  return { messageId: message.id, withheld: null };
}
