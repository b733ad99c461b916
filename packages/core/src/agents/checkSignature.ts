import type { Transaction } from "../kernel/index.ts";
import { type Signature, signing } from "../signatures/index.ts";

/** @throws SupportError TEMPLATE_INVALID naming each unknown variable and what was probably meant */
export async function checkSignature(
  tx: Transaction,
  signature: Signature | null | undefined,
): Promise<void> {
  if (signature === null || signature === undefined) return;
  await tx.use(signing).signing.check(tx, signature, "the agent's signature");
}
