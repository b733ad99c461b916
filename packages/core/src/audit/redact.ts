import * as z from "zod";
import { SupportError } from "../errors/index.ts";
import {
  type Context,
  erasedData,
  events,
  idInput,
  isErased,
  listOf,
  stateOf,
  type Transaction,
  transact,
} from "../kernel/index.ts";
import type { Change, Filter } from "../ports/index.ts";
import { blocksOver, readerOf } from "./chain.ts";
import type { EventRow } from "./hashing.ts";
import { type AuditSalt, auditEntries } from "./schema.ts";
import { sealTenant } from "./seal.ts";
import { type AuditKey, signErasure } from "./signing.ts";
import { auditState } from "./state.ts";

const someIds = listOf(idInput, 1_000).min(1);
// `readonly()` would freeze rejected input, and byte arrays can't be frozen.
const eventIds = z.custom<readonly string[]>(
  (value) => someIds.safeParse(value).success,
  "must be 1 to 1,000 ids",
);
const reason = z.string().min(1).max(200);

/** Which events: by id, by case, or by customer. */
export const redactInput = z.union([
  z.strictObject({ eventIds, reason }),
  z.strictObject({ caseId: idInput, reason }),
  z.strictObject({ customerId: idInput, reason }),
]);

export type RedactInput = z.input<typeof redactInput>;

/** What was erased, and where that is recorded. */
export interface Redaction {
  /** How many events were erased by this call; events erased earlier are not counted. */
  readonly events: number;
  /** The `audit.redacted` events that record it. */
  readonly recordedIn: readonly string[];
}

/** Erased in one commit. */
const atOnce = 100;
const ownType = "audit.redacted";

/** Page by page, each in its own commit. */
export async function redactEvents(
  context: Context,
  given: z.output<typeof redactInput>,
): Promise<Redaction> {
  const { keys } = stateOf(context, auditState);
  const recordedIn: string[] = [];
  let count = 0;
  let after: string | null = null;
  for (;;) {
    const page: readonly EventRow[] = await chosen(context, given, after);
    const end = page.at(-1);
    if (end === undefined) return { events: count, recordedIn };
    const ids = page.filter((event) => !isErased(event) && event.type !== ownType).map(({ id }) => id);
    const done = ids.length === 0 ? null : await redactSome(context, keys, ids, given.reason);
    if (done !== null) {
      recordedIn.push(done.recordedIn);
      count += done.events;
    }
    after = end.id;
  }
}

async function chosen(
  context: Context,
  input: z.output<typeof redactInput>,
  after: string | null,
): Promise<readonly EventRow[]> {
  const reader = readerOf(context);
  if ("eventIds" in input) {
    const ids = [...new Set(input.eventIds)].sort();
    const wanted = ids.filter((id) => after === null || id > after).slice(0, atOnce);
    const found = await reader.find(events, { where: { field: "id", in: wanted }, limit: atOnce });
    const missing = wanted.find((id) => !found.some((event) => event.id === id));
    if (missing === undefined) return found;
    throw new SupportError("NOT_FOUND", `There is no event ${missing}.`, { details: { eventId: missing } });
  }
  const where: Filter<EventRow> =
    "caseId" in input ? { field: "caseId", is: input.caseId } : { field: "customerId", is: input.customerId };
  return reader.find(events, { where, limit: atOnce, ...(after === null ? {} : { after: [after] }) });
}

interface Redacted {
  readonly recordedIn: string;
  readonly events: number;
}

/** Null if all of them were erased in the meantime. */
async function redactSome(
  context: Context,
  keys: readonly AuditKey[],
  ids: readonly string[],
  why: string,
): Promise<Redacted | null> {
  const changes = ids.map(
    (id): Change => ({
      kind: "update",
      table: events,
      key: { tenantId: context.tenantId, id },
      set: { data: erasedData },
    }),
  );
  for (let attempt = 1; ; attempt++) {
    // Unsealed data could not be shown to have been anything else.
    await sealTenant(context, {
      until: Number.POSITIVE_INFINITY,
      blocks: Number.POSITIVE_INFINITY,
      isThorough: attempt > 1,
    });
    const places = await placesOf(context, ids);
    const unsealed = ids.find((id) => !places.has(id));
    if (unsealed === undefined)
      return transact(context, (tx) => eraseSalts(tx, keys, ids, places, why), changes);
    if (attempt === 3)
      throw new SupportError(
        "INTERNAL",
        `Event ${unsealed} could not be sealed, so it was not erased. Run audit.verify() to see why.`,
      );
  }
}

/** The block of each event, by event id. */
async function placesOf(context: Context, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const reader = readerOf(context);
  const places = new Map<string, string>();
  const looked = new Set<string>();
  for (const id of ids) {
    if (places.has(id)) continue;
    for await (const block of blocksOver(reader, id, id)) {
      if (looked.has(block.id)) continue;
      looked.add(block.id);
      const [row] = await reader.find(auditEntries, { where: { field: "id", is: block.id }, limit: 1 });
      for (const [eventId] of row?.entries ?? []) places.set(eventId, block.id);
    }
  }
  return places;
}

async function eraseSalts(
  tx: Transaction,
  keys: readonly AuditKey[],
  ids: readonly string[],
  places: ReadonlyMap<string, string>,
  why: string,
): Promise<Redacted | null> {
  const redactedBy = tx.newId(events.idPrefix);
  const wanted = new Set(ids);
  const erased: string[] = [];
  for (const blockId of new Set(ids.map((id) => places.get(id) ?? ""))) {
    const row = await tx.get(auditEntries, blockId);
    if (row === null)
      throw new SupportError(
        "INTERNAL",
        `The list of what the audit block ${blockId} seals is missing. Run audit.verify().`,
      );
    const salts = row.salts.map((salt, at): AuditSalt => {
      const [id = ""] = row.entries[at] ?? [];
      // Another call may already have erased some of them.
      if (!wanted.has(id) || typeof salt !== "string") return salt;
      erased.push(id);
      return { redactedBy };
    });
    tx.update(auditEntries, row, { salts });
  }
  if (erased.length === 0) return null;
  const { tenantId, now: at, actor } = tx;
  const record = { tenantId, id: redactedBy, at, actor, eventIds: erased, reason: why };
  const signature = await signErasure(keys, record);
  const signed = signature === null ? {} : { signature };
  tx.emit(ownType, {}, { eventIds: erased, reason: why, ...signed }, { id: redactedBy });
  return { recordedIn: redactedBy, events: erased.length };
}
