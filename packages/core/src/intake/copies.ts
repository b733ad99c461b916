import { addressKey, type MessageRow, messages } from "../cases/index.ts";
import { digest, type Transaction } from "../kernel/index.ts";
import type { Channel, InboundMessage } from "../ports/index.ts";
import { isSameText } from "./sameText.ts";

/** Messages of one sender under one id that a new one is compared with. */
const mostCompared = 50;
/** Characters of a name that stands for itself in a key; a longer one is known by its digest. */
const longestName = 250;

/** What a message is known by, and the message that it is a copy of, if it is. */
export interface ContentIdentity {
  /** Unique in the tenant: of copies that come at once, one is committed. Null where a message names neither id nor date. */
  readonly contentKey: string | null;
  readonly copyOf: MessageRow | null;
}

/**
 * Whether a message is here already, come by another way: the same sender and id, or date where it has none, and the
 * same words and files. Another text under a known id is a message of its own.
 *
 * The unique key finds copies: looking before the first attempt would cost every new message a read. Mail has one key in
 * all mailboxes of a desk; ids of other providers are their channel's own.
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
  // Digests come from another thread: for the name of an ordinary mail that takes longer than all that is decided here.
  const base = name.length > longestName ? await digest(name) : name;
  if (tx.attempt === 1) return { contentKey: `${base}#0`, copyOf: null };
  const known = await tx.find(messages, {
    where: { field: "contentKey", startsWith: `${base}#` },
    limit: mostCompared,
  });
  const copyOf = known.find((one) => isCopy(one, message)) ?? null;
  const numbers = known.map(({ contentKey }) => Number(contentKey?.slice(base.length + 1) ?? 0));
  // Beyond what is compared each is kept for itself: nothing is lost, and nobody waits.
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
