import type { Context, Transaction } from "../kernel/index.ts";
import type { Filter, Keyed } from "../ports/index.ts";
import { entriesHash, noHash } from "./hashing.ts";
import { type AuditBlock, type AuditEntry, type AuditHead, auditBlocks, auditEntries } from "./schema.ts";

export type Reader = Pick<Transaction, "find">;

/** The head of a chain that has no block yet. */
export function emptyHead(tenantId: string): AuditHead {
  return { tenantId, sequence: 0, hash: noHash, sealedAt: 0, events: 0, reachEventId: "" };
}

export function headAt(block: AuditBlock): AuditHead {
  const { tenantId, sequence, hash, sealedAt, total, reachEventId } = block;
  return { tenantId, sequence, hash, sealedAt, events: total, reachEventId };
}

/** The newest block as a head; an empty head if nothing is sealed. */
export async function headOf(reader: Reader, tenantId: string): Promise<AuditHead> {
  const newest = { orderBy: [{ field: "sequence", direction: "descending" }], limit: 1 } as const;
  const [block] = await reader.find(auditBlocks, newest);
  return block === undefined ? emptyHead(tenantId) : headAt(block);
}

/** Reads rows of the context's tenant outside a transaction. */
export function readerOf({ storage, tenantId }: Context): Reader {
  return {
    find: (table, query) => storage.find(table, { ...query, where: ofTenant(tenantId, query.where) }),
  };
}

/** A filter that excludes other tenants. */
export function ofTenant<Row extends Keyed>(tenantId: string, where: Filter<Row> | undefined): Filter<Row> {
  // `tenantId` is a field of every row; the mapped leaf type cannot see that through the generic.
  const ours = { field: "tenantId", is: tenantId } as unknown as Filter<Row>;
  return where === undefined ? ours : { and: [ours, where] };
}

/** The ids of sealed events in a range of ids. */
export async function sealedBetween(
  reader: Reader,
  firstId: string,
  lastId: string,
): Promise<ReadonlySet<string>> {
  const sealed = new Set<string>();
  for await (const block of blocksOver(reader, firstId, lastId))
    for (const [id] of await entriesOf(reader, block.id)) if (id >= firstId && id <= lastId) sealed.add(id);
  return sealed;
}

/** The blocks that may seal events in a range of ids, unordered. */
export async function* blocksOver(
  reader: Reader,
  firstId: string,
  lastId: string,
): AsyncGenerator<AuditBlock> {
  for (const kind of ["regular", "late"] as const) {
    let last: AuditBlock | undefined;
    do {
      const page: readonly AuditBlock[] = await reader.find(auditBlocks, {
        where: {
          and: [
            { field: "kind", is: kind },
            { field: "lastEventId", atLeast: firstId },
            { field: "firstEventId", atMost: lastId },
          ],
        },
        orderBy: [{ field: "lastEventId" }],
        limit: 100,
        ...(last === undefined ? {} : { after: [last.lastEventId, last.id] }),
      });
      for (const block of page) {
        yield block;
        // Regular blocks don't overlap, so there is none beyond the one that reaches the end.
        if (kind === "regular" && block.lastEventId >= lastId) break;
      }
      const end = page.at(-1);
      const isDone =
        end === undefined || page.length < 100 || (kind === "regular" && end.lastEventId >= lastId);
      last = isDone ? undefined : end;
    } while (last !== undefined);
  }
}

async function entriesOf(reader: Reader, blockId: string): Promise<readonly AuditEntry[]> {
  const [row] = await reader.find(auditEntries, { where: { field: "id", is: blockId }, limit: 1 });
  return row?.entries ?? [];
}

/** Fills in what a block says about the previous block and about what it seals. */
export async function nextBlock(
  head: AuditHead,
  kind: AuditBlock["kind"],
  sealedAt: number,
  entries: readonly AuditEntry[],
): Promise<Omit<AuditBlock, "id" | "hash">> {
  const firstEventId = entries[0]?.[0] ?? "";
  const lastEventId = entries.at(-1)?.[0] ?? "";
  return {
    tenantId: head.tenantId,
    sequence: head.sequence + 1,
    kind,
    sealedAt,
    firstEventId,
    lastEventId,
    events: entries.length,
    total: head.events + entries.length,
    reachEventId: kind === "regular" ? lastEventId : head.reachEventId,
    entriesHash: await entriesHash(entries),
    previousHash: head.hash,
  };
}
