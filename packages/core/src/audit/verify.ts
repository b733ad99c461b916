import * as z from "zod";
import { type Context, idInput, instantInput, stateOf } from "../kernel/index.ts";
import { beyondEnd, checkAnchor, foreignAnchor } from "./anchors.ts";
import { emptyHead, headAt, headOf, type Reader, readerOf } from "./chain.ts";
import { type Erasures, erasuresFrom } from "./checkEvent.ts";
import type { AuditFault } from "./faults.ts";
import { inspectBlock } from "./inspectBlock.ts";
import { countBeyond } from "./late.ts";
import { type AuditReport, countIn, type Draft, emptyDraft, failed, reportOf } from "./report.ts";
import { type AuditBlock, type AuditHead, auditBlocks } from "./schema.ts";
import { auditState } from "./state.ts";

const headSchema = z.strictObject({
  tenantId: idInput,
  sequence: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
  hash: idInput,
  sealedAt: instantInput,
  events: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
  reachEventId: z.string().max(200),
});

export const verifyInput = z.strictObject({
  /** An earlier result of `audit.head()`, kept elsewhere: detects blocks that were cut off the end or rewritten. */
  anchor: headSchema.optional(),
  /** A head up to which everything is known to be valid: only later blocks are verified. Default: from the start. */
  from: headSchema.optional(),
});

export type VerifyInput = z.input<typeof verifyInput>;

/** Block by block, up to the first mismatch. */
export async function verifySeal(
  context: Context,
  { anchor, from }: z.output<typeof verifyInput>,
): Promise<AuditReport> {
  const { keys } = stateOf(context, auditState);
  const { tenantId } = context;
  const reader = readerOf(context);
  const draft = emptyDraft();
  for (const head of [anchor, from])
    if (head !== undefined && head.tenantId !== tenantId) return failed(draft, foreignAnchor(head, tenantId));

  let head = emptyHead(tenantId);
  if (from !== undefined && from.sequence > 0) {
    const start = await blockAt(reader, from.sequence);
    if (start === undefined) return failed(draft, beyondEnd(from, (await headOf(reader, tenantId)).sequence));
    const fault = checkAnchor(from, start);
    if (fault !== null) return failed(draft, fault);
    head = headAt(start);
    draft.reach = head;
  }
  const erasures = erasuresFrom(reader, keys);
  for await (const block of blocksAfter(reader, head.sequence)) {
    const isAnchored = anchor?.sequence === block.sequence;
    const fault =
      (isAnchored ? checkAnchor(anchor, block) : null) ??
      (await checkTwice(context, draft, block, head, erasures));
    if (fault !== null) return failed(draft, fault);
    head = headAt(block);
    draft.reach = head;
  }
  if (anchor !== undefined && anchor.sequence > head.sequence)
    return failed(draft, beyondEnd(anchor, head.sequence));
  draft.unsealed = draft.waiting + (await countBeyond(context, head));
  return reportOf(draft);
}

/** An erasure between two reads looks like a change, so check mismatches again. */
async function checkTwice(
  context: Context,
  draft: Draft,
  block: AuditBlock,
  head: AuditHead,
  erasures: Erasures,
): Promise<AuditFault | null> {
  const first = await inspectBlock(context, block, head, erasures);
  const result = "code" in first ? await inspectBlock(context, block, head, erasures) : first;
  if ("code" in result) return result;
  countIn(draft, block, result);
  return null;
}

async function* blocksAfter(reader: Reader, sequence: number): AsyncGenerator<AuditBlock> {
  let last = sequence;
  for (;;) {
    const blocks: readonly AuditBlock[] = await reader.find(auditBlocks, {
      where: { field: "sequence", above: last },
      orderBy: [{ field: "sequence" }],
      limit: 100,
    });
    yield* blocks;
    const end = blocks.at(-1);
    if (end === undefined) return;
    last = end.sequence;
  }
}

async function blockAt(reader: Reader, sequence: number): Promise<AuditBlock | undefined> {
  const [block] = await reader.find(auditBlocks, { where: { field: "sequence", is: sequence }, limit: 1 });
  return block;
}
