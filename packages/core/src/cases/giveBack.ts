import { asRequester, findIdentity, type Parting, requireCustomer } from "../customers/index.ts";
import { findAll, type Transaction } from "../kernel/index.ts";
import type { Address, Instant } from "../ports/index.ts";
import { recipientsOf } from "./addressees.ts";
import { messagesOf } from "./messagesOf.ts";
import { asColumns, participantsOf } from "./participants.ts";
import { type CaseRow, cases, type MessageRow, messages } from "./schema.ts";
import { splitOut } from "./splitOut.ts";
import { casesState } from "./state.ts";

/** One of two persons, and the other. */
interface Sides {
  readonly own: readonly string[];
  readonly other: readonly string[];
  readonly since: Instant;
}

/**
 * The cases' part in undoing a merge of customers. Cases belong to the customer whose identity they came by, so most
 * stay. Cases of one person that since the merge were held with the other alone change over. Messages that one wrote in
 * a case of the other, or in one that only the other takes part in, move to a case of their author, along with replies
 * to nobody else.
 */
export async function giveBack(tx: Transaction, { since, sides: [left, right] }: Parting): Promise<void> {
  for (const [own, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const sides = { own, other, since };
    await changeOver(tx, sides);
    await moveOut(tx, sides);
  }
}

/** Cases assigned to the other person, but held with nobody but this one. */
async function changeOver(tx: Transaction, { own, other, since }: Sides): Promise<void> {
  const opened = await findAll(tx, cases, {
    and: [
      { field: "customerId", in: other },
      { field: "openedAt", atLeast: since },
    ],
  });
  for (const found of opened.filter(({ createdAt }) => createdAt >= since)) {
    const all = await messagesOf(tx, found);
    const heir = await heldWith(tx, all, own);
    if (heir !== null) await handOver(tx, found, all, heir);
  }
}

/** Which of these wrote every incoming message or, without any, was the only recipient; null if others took part. */
async function heldWith(
  tx: Transaction,
  all: readonly MessageRow[],
  customerIds: readonly string[],
): Promise<string | null> {
  const heard = all.filter(({ direction }) => direction === "in");
  if (heard.length > 0) {
    const isTheirs = heard.every(({ customerId }) => customerIds.includes(customerId));
    return isTheirs ? (heard[0]?.customerId ?? null) : null;
  }
  return holderOf(
    tx,
    all.flatMap(({ to }) => to),
    customerIds,
  );
}

/** Which of these holds the first address; null unless all addresses are theirs. */
async function holderOf(
  tx: Transaction,
  addresses: readonly Address[],
  customerIds: readonly string[],
): Promise<string | null> {
  const holders = new Set<string | null>();
  for (const { kind, value } of addresses)
    holders.add((await findIdentity(tx, kind, value))?.customerId ?? null);
  const [heir = null] = holders;
  return [...holders].every((id) => id !== null && customerIds.includes(id)) ? heir : null;
}

async function handOver(
  tx: Transaction,
  found: CaseRow,
  all: readonly MessageRow[],
  heirId: string,
): Promise<void> {
  const { id: customerId, companyId } = await asRequester(tx, await requireCustomer(tx, heirId));
  const others = participantsOf(found).filter((one) => one.customerId !== customerId);
  tx.update(cases, found, { customerId, companyId, ...asColumns(others, customerId) });
  for (const message of all.filter((one) => one.customerId === found.customerId))
    tx.update(messages, message, { customerId });
  const subject = { caseId: found.id, customerId };
  tx.emit("case.updated", subject, { caseId: found.id, fields: ["customerId", "companyId"] });
}

/** Messages in cases that their author took part in only as the other. */
async function moveOut(tx: Transaction, { own, since }: Sides): Promise<void> {
  const written = await findAll(tx, messages, {
    and: [
      { field: "customerId", in: own },
      { field: "direction", is: "in" },
      { field: "createdAt", atLeast: since },
    ],
  });
  for (const caseId of new Set(written.map((message) => message.caseId))) {
    const theirs = written.filter((message) => message.caseId === caseId);
    const found = await tx.get(cases, caseId);
    if (found === null || [found.customerId, ...found.participantIds].some((id) => own.includes(id)))
      continue;
    const all = await messagesOf(tx, found);
    const moved = new Set(theirs.map(({ id }) => id));
    for (const message of all) {
      const { id, direction, createdAt } = message;
      const isAnswer = direction === "out" && createdAt >= since;
      if (isAnswer && (await holderOf(tx, recipientsOf(message), own)) !== null) moved.add(id);
    }
    const [first] = theirs;
    if (first !== undefined && all.every(({ id }) => moved.has(id))) {
      await handOver(tx, found, all, first.customerId);
      continue;
    }
    const messageIds = all.flatMap(({ id }) => (moved.has(id) ? [id] : []));
    await splitOut(tx, tx.use(casesState), found, { messageIds });
  }
}
