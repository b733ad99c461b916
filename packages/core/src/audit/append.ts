import { hex, type Kernel, type Transaction } from "../kernel/index.ts";
import { headAt, nextBlock } from "./chain.ts";
import { blockHash, type EventRow, entryOf } from "./hashing.ts";
import { type AuditBlock, type AuditHead, auditBlocks, auditEntries } from "./schema.ts";

/** Maximum events in a block, which are read, hashed and written together. */
export const blockSize = 500;
const saltBytes = 16;

/** Appends a block to the chain. The unique block number rejects it if another sealer was faster. */
export async function append(
  kernel: Kernel,
  tx: Transaction,
  head: AuditHead,
  kind: AuditBlock["kind"],
  rows: readonly EventRow[],
): Promise<AuditHead> {
  const entropy = kernel.random.bytes(saltBytes * rows.length);
  const salts = rows.map((_, at) => hex(entropy.subarray(at * saltBytes, (at + 1) * saltBytes)));
  const entries = await Promise.all(rows.map((event, at) => entryOf(event, salts[at] ?? "")));
  const block = { ...(await nextBlock(head, kind, tx.now, entries)), id: tx.newId(auditBlocks.idPrefix) };
  const hash = await blockHash({ ...block, hash: "" });
  const row = tx.insert(auditBlocks, { ...block, hash });
  tx.insert(auditEntries, { id: row.id, entries, salts });
  return headAt(row);
}
