import * as z from "zod";
import { newestFirst, personIds, type TimelineSource } from "../customers/index.ts";
import {
  authorize,
  type Context,
  limitSchema,
  may,
  type Page,
  parseId,
  parseInput,
  transact,
} from "../kernel/index.ts";
import type { Filter, Order } from "../ports/index.ts";
import { cursorOf } from "../rows/index.ts";
import { requireParticipant, type Standing, visibleTo } from "./access.ts";
import { messageSeenBy, parseFor, seenBy } from "./customerInputs.ts";
import { listQuery, messagesQuery } from "./inputs.ts";
import { noCase } from "./lifecycle.ts";
import { caseLeaves, categoriesOf } from "./listFilter.ts";
import { isOfQueue, orders, plainLeaves, queueLeaves, queueOrders } from "./queues.ts";
import { type Case, type CaseLink, caseLinks, cases, type Message, messages } from "./schema.ts";
import type { CaseSettings } from "./settings.ts";

const searchQuery = z.strictObject({ text: z.string().min(1).max(500), limit: limitSchema });

export type CaseListQuery = z.input<typeof listQuery>;
export type MessagesQuery = z.input<typeof messagesQuery>;
export type CaseSearchQuery = z.input<typeof searchQuery>;

export async function getCase(context: Context, caseIdOrCode: string): Promise<Case> {
  await admit(context);
  const { found } = await readCase(context, caseIdOrCode);
  return seenBy(context, found);
}

/** Customers are asked about each case, everybody else needs the permission. */
async function admit(context: Context): Promise<void> {
  await context.kernel.requireTenant(context.tenantId);
  if (context.actor.kind !== "customer") await authorize(context, "cases.read");
}

/** A case that the actor may read, and as whom: null for those whom a permission lets in. @throws SupportError NOT_FOUND */
async function readCase(
  context: Context,
  given: string,
): Promise<{ readonly found: Case; readonly standing: Standing | null }> {
  const found = await lookUp(context, parseId(given, "cases.get"));
  if (found === null) throw noCase(given);
  return { found, standing: await transact(context, (tx) => requireParticipant(tx, found, given)) };
}

async function lookUp({ storage, tenantId }: Context, caseIdOrCode: string): Promise<Case | null> {
  const [byId] = await storage.get(cases, [{ tenantId, id: caseIdOrCode }]);
  if (byId !== undefined) return byId;
  const where: Filter<Case> = {
    and: [
      { field: "tenantId", is: tenantId },
      { field: "code", is: caseIdOrCode },
    ],
  };
  const [byCode] = await storage.find(cases, { where, limit: 1 });
  return byCode ?? null;
}

/** Cases in the order asked for. A customer sees its own. */
export async function listCases(
  context: Context,
  query: CaseListQuery,
  settings: CaseSettings,
  isSettled: (context: Context) => Promise<boolean>,
): Promise<Page<Case>> {
  const given = parseFor(context, listQuery, query, "cases.list");
  const values = { ...given, categories: categoriesOf(given, settings) };
  const { actor, storage, tenantId } = context;
  if (actor.kind !== "customer") await authorize(context, "cases.read");
  const customerId = actor.kind === "customer" ? actor.id : values.customerId;
  const customerIds =
    customerId === undefined ? undefined : await transact(context, (tx) => personIds(tx, customerId));
  const isQueue = customerIds === undefined && isOfQueue(values) && (await isSettled(context));
  const leaves: Filter<Case>[] = [
    { field: "tenantId", is: tenantId },
    ...(isQueue ? queueLeaves(values) : plainLeaves(values)),
    ...(customerIds === undefined ? [] : [{ field: "customerId", in: customerIds } as const]),
    ...caseLeaves(values, settings),
  ];
  const orderBy = (isQueue ? queueOrders : orders)[values.order];
  const after = values.after === undefined ? {} : { after: values.after };
  const rows = await storage.find(cases, { where: { and: leaves }, orderBy, limit: values.limit, ...after });
  const { next } = pageOf(rows, orderBy, values.limit);
  return { rows: rows.map((row) => seenBy(context, row)), next };
}

/**
 * The messages of a case, oldest first; notes only for those who may read them. Customers who joined later see what was
 * said from then on, and what they wrote themselves.
 */
export async function listMessages(context: Context, query: MessagesQuery): Promise<Page<Message>> {
  const { caseId, after, limit } = parseFor(context, messagesQuery, query, "cases.messages");
  await admit(context);
  const { found, standing } = await readCase(context, caseId);
  const visible = standing === null ? null : visibleTo(standing);
  const { storage, tenantId } = context;
  const leaves: Filter<Message>[] = [
    { field: "tenantId", is: tenantId },
    { field: "caseId", is: found.id },
    ...((await may(context, "notes.read")) ? [] : [{ field: "direction", in: ["in", "out"] } as const]),
    ...(visible === null ? [] : [visible]),
  ];
  const orderBy = [{ field: "at" }] as const;
  const from = after === undefined ? {} : { after };
  const rows = await storage.find(messages, { where: { and: leaves }, orderBy, limit, ...from });
  const { next } = pageOf(rows, orderBy, limit);
  return { rows: rows.map((row) => messageSeenBy(context, row)), next };
}

export async function listLinks(context: Context, caseId: string): Promise<readonly CaseLink[]> {
  await authorize(context, "cases.read");
  parseId(caseId, "cases.links");
  const { storage, tenantId } = context;
  return storage.find(caseLinks, {
    where: {
      and: [
        { field: "tenantId", is: tenantId },
        {
          or: [
            { field: "fromId", is: caseId },
            { field: "toId", is: caseId },
          ],
        },
      ],
    },
    limit: 1_000,
  });
}

/** Cases whose code, subject or messages have all the words. Notes count only for those who may read them. */
export async function searchCases(context: Context, query: CaseSearchQuery): Promise<readonly Case[]> {
  const { text, limit } = parseInput(searchQuery, query, "cases.search");
  await authorize(context, "cases.read");
  const { storage, tenantId } = context;
  const ours = { field: "tenantId", is: tenantId } as const;
  const directions = (await may(context, "notes.read"))
    ? (["in", "out", "note"] as const)
    : (["in", "out"] as const);
  const [byCase, byMessage] = await Promise.all([
    storage.search(cases, { text, where: ours, limit }),
    storage.search(messages, { text, where: { and: [ours, { field: "direction", in: directions }] }, limit }),
  ]);
  const found = new Map(byCase.map((row) => [row.id, row]));
  const missing = [...new Set(byMessage.map(({ caseId }) => caseId))].filter((id) => !found.has(id));
  for (const row of await storage.get(
    cases,
    missing.map((id) => ({ tenantId, id })),
  ))
    found.set(row.id, row);
  return [...found.values()].slice(0, limit);
}

/** Messages as entries of a customer's history; notes only for those who may read them. */
export const messageTimeline: TimelineSource = async (context, { customerIds, before, limit }) => {
  const { storage, tenantId } = context;
  const directions = (await may(context, "notes.read"))
    ? (["in", "out", "note"] as const)
    : (["in", "out"] as const);
  const rows = await storage.find(messages, {
    where: {
      and: [
        { field: "tenantId", is: tenantId },
        { field: "customerId", in: customerIds },
        { field: "direction", in: directions },
      ],
    },
    orderBy: newestFirst,
    after: [before.at, before.id],
    limit,
  });
  return rows.map(
    ({ id, at, caseId, direction, authorKind, authorId, channelId, subject, newText, nothingNew }) => ({
      at,
      id,
      caseId,
      kind: `message.${direction}`,
      data: { authorKind, authorId, channelId, subject, text: newText, nothingNew },
    }),
  );
};

function pageOf<Row extends { readonly tenantId: string; readonly id: string }>(
  rows: readonly Row[],
  orderBy: readonly Order<Row>[],
  limit: number,
): Page<Row> {
  const last = rows.at(-1);
  return { rows, next: rows.length < limit || last === undefined ? null : cursorOf(last, orderBy) };
}
