import * as z from "zod";
import type { AuditFault } from "./faults.ts";
import { faultOf } from "./faults.ts";
import { blockHash, entriesHash } from "./hashing.ts";
import {
  type AuditBlock,
  type AuditEntry,
  type AuditHead,
  type AuditSalt,
  entrySchema,
  saltSchema,
} from "./schema.ts";

const sealedSchema = z.object({ entries: z.array(entrySchema), salts: z.array(saltSchema) });

/** What a block seals. */
export interface SealedEntries {
  readonly entries: readonly AuditEntry[];
  readonly salts: readonly AuditSalt[];
}

/** Whether a block follows the previous one and matches its hash. */
export async function checkBlock(
  block: AuditBlock,
  previous: AuditHead,
  found: object | undefined,
): Promise<AuditFault | SealedEntries> {
  const { sequence } = block;
  const wanted = previous.sequence + 1;
  if (sequence > wanted)
    return faultOf("block-missing", wanted, `Block ${wanted} is missing: block ${sequence} comes next.`);
  const changed = (what: string) => faultOf("block-changed", sequence, `Block ${sequence} ${what}.`);
  if (block.previousHash !== previous.hash)
    return faultOf(
      "block-out-of-order",
      sequence,
      `Block ${sequence} does not follow block ${previous.sequence}: it names a different previous hash. One of the two was replaced, moved or rewritten.`,
    );
  if ((await blockHash(block)) !== block.hash)
    return changed("was changed: its hash does not match its content");
  const parsed = sealedSchema.safeParse(found);
  if (!parsed.success) return changed("has lost the list of what it seals, or the list cannot be read");
  const { entries, salts } = parsed.data;
  if ((await entriesHash(entries)) !== block.entriesHash)
    return changed("seals different events than when it was created: its list was changed");
  if (salts.length !== entries.length) return changed("does not have one salt for each event");
  // The hash only covers what the sealer wrote; a chain rewritten by hand may contradict itself.
  if (!isConsistent(block, previous, entries)) return changed("contradicts itself or the block before it");
  return { entries, salts };
}

function isConsistent(block: AuditBlock, previous: AuditHead, entries: readonly AuditEntry[]): boolean {
  const ids = entries.map(([id]) => id);
  const isAscending = ids.every((id, at) => at === 0 || (ids[at - 1] ?? "") < id);
  const reach = block.kind === "regular" ? block.lastEventId : previous.reachEventId;
  const isInPlace =
    block.kind === "regular"
      ? block.firstEventId > previous.reachEventId
      : block.lastEventId <= previous.reachEventId;
  return (
    isAscending &&
    isInPlace &&
    ids.length > 0 &&
    block.events === ids.length &&
    block.total === previous.events + ids.length &&
    block.firstEventId === ids[0] &&
    block.lastEventId === ids.at(-1) &&
    block.reachEventId === reach
  );
}
