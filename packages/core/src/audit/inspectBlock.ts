import { type Context, events } from "../kernel/index.ts";
import { blocksOver, type Reader, readerOf } from "./chain.ts";
import { checkBlock, type SealedEntries } from "./checkBlock.ts";
import { checkEvent, type Erasures, type RecordedErasure } from "./checkEvent.ts";
import { type AuditFault, faultOf } from "./faults.ts";
import type { EventRow } from "./hashing.ts";
import { type AuditBlock, type AuditHead, auditEntries } from "./schema.ts";

/** How long an event that was committed late may wait for its block before it counts as inserted by hand. */
const graceMs = 15 * 60_000;
const pageSize = 1_000;

/** A valid block. */
export interface InspectedBlock {
  readonly rows: readonly EventRow[];
  readonly erased: readonly RecordedErasure[];
  /** Events in the block's range that are not in any block yet. */
  readonly waiting: number;
}

/** Compares a block with the previous one and with the events in its range. */
export async function inspectBlock(
  context: Context,
  block: AuditBlock,
  head: AuditHead,
  erasures: Erasures,
): Promise<InspectedBlock | AuditFault> {
  const reader = readerOf(context);
  const [row] = await reader.find(auditEntries, { where: { field: "id", is: block.id }, limit: 1 });
  const sealed = await checkBlock(block, head, row);
  if ("code" in sealed) return sealed;
  const rows = new Map<string, EventRow>();
  let waiting = 0;
  for await (const event of block.kind === "late" ? named(reader, sealed) : between(reader, head, block)) {
    if (isEntry(sealed, event.id)) rows.set(event.id, event);
    else if (!(await isSealedElsewhere(reader, event.id))) {
      if (context.kernel.clock.now() - block.sealedAt > graceMs) return unknown(event, block);
      waiting++;
    }
  }
  const results = await Promise.all(
    sealed.entries.map((entry, at) =>
      checkEvent(rows.get(entry[0]), entry, sealed.salts[at] ?? "", block.sequence, erasures),
    ),
  );
  const erased: RecordedErasure[] = [];
  for (const result of results) {
    if (result === null) continue;
    if ("code" in result) return result;
    erased.push(result);
  }
  return { rows: [...rows.values()], erased, waiting };
}

/** Whether a block seals the event, by binary search: entries are in id order. */
function isEntry({ entries }: SealedEntries, id: string): boolean {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.[0] ?? "") < id) low = middle + 1;
    else high = middle;
  }
  return entries[low]?.[0] === id;
}

/** All events in the range of a regular block: after the previous reach, up to its last event. */
async function* between(reader: Reader, head: AuditHead, block: AuditBlock): AsyncGenerator<EventRow> {
  let last = head.reachEventId;
  for (;;) {
    const page: readonly EventRow[] = await reader.find(events, {
      where: {
        and: [
          { field: "id", above: last },
          { field: "id", atMost: block.lastEventId },
        ],
      },
      limit: pageSize,
    });
    yield* page;
    const end = page.at(-1);
    if (end === undefined || page.length < pageSize) return;
    last = end.id;
  }
}

async function* named(reader: Reader, { entries }: SealedEntries): AsyncGenerator<EventRow> {
  for (let at = 0; at < entries.length; at += pageSize) {
    const ids = entries.slice(at, at + pageSize).map(([id]) => id);
    yield* await reader.find(events, { where: { field: "id", in: ids }, limit: pageSize });
  }
}

async function isSealedElsewhere(reader: Reader, id: string): Promise<boolean> {
  for await (const block of blocksOver(reader, id, id)) {
    if (block.kind !== "late") continue;
    const [row] = await reader.find(auditEntries, { where: { field: "id", is: block.id }, limit: 1 });
    if (row?.entries.some(([eventId]) => eventId === id)) return true;
  }
  return false;
}

function unknown(event: EventRow, { sequence, lastEventId }: AuditBlock): AuditFault {
  const message = `Event ${event.id} (${event.type}) comes before ${lastEventId}, the last event of block ${sequence}, but no block seals it: it was inserted afterwards, or committed very late. audit.seal() seals it as late.`;
  return faultOf("event-unknown", sequence, message, event.id);
}
