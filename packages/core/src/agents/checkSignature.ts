import type { Transaction } from "../kernel/index.ts";
import { type Signature, signing } from "../signatures/index.ts";

/** @throws SupportError TEMPLATE_INVALID naming each unknown variable and what was probably meant */
export function checkSignature(tx: Pick<Transaction, "use">, signature: Signature | null | undefined): void {
  if (signature === null || signature === undefined) return;
  tx.use(signing).signing.check(signature, "the agent's signature");
}
