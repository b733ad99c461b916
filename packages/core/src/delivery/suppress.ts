import { normaliseIdentity } from "../customers/index.ts";
import { SupportError } from "../errors/index.ts";
import type { Read, Transaction } from "../kernel/index.ts";
import type { Address } from "../ports/index.ts";
import { type SuppressionRow, suppressions } from "./schema.ts";

type Target = Pick<Address, "kind" | "value">;

/** Whether an address is suppressed. */
export async function isSuppressed(tx: Pick<Transaction, "findOne">, target: Target): Promise<boolean> {
  return (await suppressionOf(tx, target)) !== null;
}

function suppressionOf(
  tx: Pick<Transaction, "findOne">,
  { kind, value }: Target,
): Promise<SuppressionRow | null> {
  return tx.findOne(suppressions, {
    and: [
      { field: "kind", is: kind },
      { field: "value", is: normaliseIdentity(kind, value) },
    ],
  });
}

/** Blocks an address; repeating it is not an error. */
export async function suppress(
  tx: Transaction,
  { kind, value }: Target,
  reason: string,
  messageId: string | null,
): Promise<SuppressionRow> {
  const known = await suppressionOf(tx, { kind, value });
  if (known !== null) return known;
  const normal = normaliseIdentity(kind, value);
  const row = tx.insert(suppressions, { kind, value: normal, reason: reason.slice(0, 2_000), messageId });
  tx.emit("address.suppressed", {}, { suppressionId: row.id, kind, messageId });
  return row;
}

/** @throws SupportError NOT_FOUND */
export async function requireSuppression(
  read: Pick<Read, "get">,
  suppressionId: string,
): Promise<SuppressionRow> {
  const row = await read.get(suppressions, suppressionId);
  if (row !== null) return row;
  throw new SupportError("NOT_FOUND", `There is no suppression ${suppressionId}.`, {
    details: { suppressionId },
  });
}
