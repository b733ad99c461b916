import { type Context, events, transact } from "../kernel/index.ts";
import type { Filter } from "../ports/index.ts";
import { append, blockSize } from "./append.ts";
import { emptyHead, headAt, headOf, ofTenant, readerOf, sealedBetween } from "./chain.ts";
import type { EventRow } from "./hashing.ts";
import { type AuditBlock, type AuditHead, auditBlocks, auditEntries } from "./schema.ts";

const pageSize = 1_000;

/**
 * Seals events that were committed after a block had passed their place: by a slow commit, a host transaction, or a
 * process that was suspended. They get a separate block, so that regular blocks never overlap. Counting shows whether
 * there are any; only then are they searched for.
 *
 * @param blocksBack How many blocks to look back; infinite: from the first event.
 */
export async function sealLate(context: Context, blocksBack: number): Promise<void> {
  for (;;) {
    const head = await headOf(readerOf(context), context.tenantId);
    if (head.sequence === 0) return;
    const from = await headBefore(context, head, blocksBack);
    if (await areAllSealed(context, from, head)) return;
    const found = await findUnsealed(context, from, head);
    if (found.length === 0) return;
    await transact(context, async (tx) => {
      const now = await headOf(tx, tx.tenantId);
      // Another sealer may have sealed these if it was faster, so look again.
      if (now.sequence === head.sequence) await append(context.kernel, tx, head, "late", found);
    });
  }
}

/** How many events regular blocks have not reached yet. */
export function countBeyond({ storage, tenantId }: Context, head: AuditHead): Promise<number> {
  const beyond: Filter<EventRow> = { field: "id", above: head.reachEventId };
  return storage.count(events, ofTenant(tenantId, beyond));
}

async function headBefore(context: Context, head: AuditHead, blocksBack: number): Promise<AuditHead> {
  const sequence = head.sequence - blocksBack;
  if (sequence < 1) return emptyHead(head.tenantId);
  const where: Filter<AuditBlock> = { field: "sequence", is: sequence };
  const [block] = await readerOf(context).find(auditBlocks, { where, limit: 1 });
  return block === undefined ? emptyHead(head.tenantId) : headAt(block);
}

/** Compares the number of events between two heads with the number sealed, without reading events. */
async function areAllSealed(context: Context, from: AuditHead, head: AuditHead): Promise<boolean> {
  const there = await context.storage.count(events, ofTenant(context.tenantId, between(from, head)));
  const sealedAfter = head.events - from.events;
  return there === sealedAfter - (await countSealedBefore(context, from));
}

/** How many events of the late blocks after a head belong before it. */
async function countSealedBefore(context: Context, from: AuditHead): Promise<number> {
  if (from.sequence === 0) return 0;
  const reader = readerOf(context);
  const late = await reader.find(auditBlocks, {
    where: {
      and: [
        { field: "sequence", above: from.sequence },
        { field: "kind", is: "late" },
      ],
    },
    orderBy: [{ field: "sequence" }],
    limit: pageSize,
  });
  const early = late.filter(({ firstEventId }) => firstEventId <= from.reachEventId);
  let count = 0;
  for (const { id } of early) {
    const [row] = await reader.find(auditEntries, { where: { field: "id", is: id }, limit: 1 });
    count += row?.entries.filter(([eventId]) => eventId <= from.reachEventId).length ?? 0;
  }
  return count;
}

async function findUnsealed(
  context: Context,
  from: AuditHead,
  head: AuditHead,
): Promise<readonly EventRow[]> {
  const reader = readerOf(context);
  const found: EventRow[] = [];
  let last: EventRow | undefined;
  do {
    const page: readonly EventRow[] = await reader.find(events, {
      where: between(from, head),
      limit: pageSize,
      ...(last === undefined ? {} : { after: [last.id] }),
    });
    const [first] = page;
    const end = page.at(-1);
    if (first === undefined || end === undefined) return found;
    const sealed = await sealedBetween(reader, first.id, end.id);
    found.push(...page.filter(({ id }) => !sealed.has(id)));
    last = page.length < pageSize ? undefined : end;
  } while (last !== undefined && found.length < blockSize);
  return found.slice(0, blockSize);
}

function between(from: AuditHead, to: AuditHead): Filter<EventRow> {
  return {
    and: [
      { field: "id", above: from.reachEventId },
      { field: "id", atMost: to.reachEventId },
    ],
  };
}
