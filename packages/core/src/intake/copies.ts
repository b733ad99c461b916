import { addressKey, type MessageRow, messages } from "../cases/index.ts";
import { digest, type Transaction } from "../kernel/index.ts";
import type { Channel, InboundMessage } from "../ports/index.ts";
import { isSameText } from "./sameText.ts";

/** Maximum messages of one sender under one id that a new one is compared with. */
const mostCompared = 50;
/** Maximum length of an id used in a key as it is; a longer one is replaced by its digest. */
const longestName = 250;

/** What identifies a message, and the message that it is a copy of, if any. */
export interface ContentIdentity {
  /** Unique in the tenant: of simultaneous copies, one is committed. Null if a message has neither id nor date. */
  readonly contentKey: string | null;
  readonly copyOf: MessageRow | null;
}

/**
 * Whether a message has already arrived another way: the same sender and id, or date if it has none, and the same words
 * and files. A different text under a known id is a separate message.
 *
 * The unique key finds copies: a look-up before the first attempt would cost a read for every new message. Mail has one
 * key across all mailboxes of a desk; ids of other providers are unique to their channel.
 */
export async function contentIdentity(
  tx: Transaction,
  channel: Channel,
  message: InboundMessage,
): Promise<ContentIdentity> {
  const named = nameOf(message);
  if (named === null) return { contentKey: null, copyOf: null };
  const scope = channel.kind === "email" ? null : channel.id;
  const name = JSON.stringify([scope, addressKey(message.from), named]);
  // Digests are computed in another thread, which for the id of an ordinary mail takes longer than everything decided
  // here.
  const base = name.length > longestName ? await digest(name) : name;
  if (tx.attempt === 1) return { contentKey: `${base}#0`, copyOf: null };
  const known = await tx.find(messages, {
    where: { field: "contentKey", startsWith: `${base}#` },
    limit: mostCompared,
  });
  const copyOf = known.find((one) => isCopy(one, message)) ?? null;
  const numbers = known.map(({ contentKey }) => Number(contentKey?.slice(base.length + 1) ?? 0));
  // Beyond this, each is kept separately: nothing is lost, and nobody waits.
  const next = known.length < mostCompared ? Math.max(-1, ...numbers) + 1 : tx.newId("key");
  return { contentKey: `${base}#${next}`, copyOf };
}

/** The id as all clients would write it, or the sender's date. */
function nameOf({ externalId, sentAt }: InboundMessage): string | null {
  const id = externalId?.replace(/[\s<>]+/g, "").toLowerCase();
  if (id !== undefined && id !== "") return `id ${id}`;
  return sentAt === null ? null : `date ${sentAt}`;
}

function isCopy(known: MessageRow, message: InboundMessage): boolean {
  const hasFile = ({ name, size }: { readonly name: string; readonly size: number }) =>
    known.attachments.some((one) => one.name === name && one.size === size);
  // Without an id, a program may send several messages in one second.
  const isSameSubject = message.externalId !== null || known.subject === message.subject;
  return isSameSubject && isSameText(known.text, message.text) && message.attachments.every(hasFile);
}
