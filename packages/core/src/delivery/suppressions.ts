import { normaliseIdentity } from "../customers/index.ts";
import { SupportError } from "../errors/index.ts";
import { authorize, type Context, parseId, type Transaction, transact } from "../kernel/index.ts";
import type { Address } from "../ports/index.ts";
import { type Suppression, suppressions } from "./schema.ts";

type Target = Pick<Address, "kind" | "value">;

/** Whether an address gets no more messages. */
export async function isSuppressed(
  tx: Pick<Transaction, "findOne">,
  { kind, value }: Target,
): Promise<boolean> {
  const found = await tx.findOne(suppressions, {
    and: [
      { field: "kind", is: kind },
      { field: "value", is: normaliseIdentity(kind, value) },
    ],
  });
  return found !== null;
}

/** Blocks an address from now on; blocking it twice is no error. */
export async function suppress(
  tx: Transaction,
  { kind, value }: Target,
  reason: string,
  messageId: string | null,
): Promise<void> {
  if (await isSuppressed(tx, { kind, value })) return;
  const normal = normaliseIdentity(kind, value);
  const row = tx.insert(suppressions, { kind, value: normal, reason: reason.slice(0, 2_000), messageId });
  tx.emit("address.suppressed", {}, { suppressionId: row.id, kind, messageId });
}

export async function listSuppressions({
  storage,
  tenantId,
  ...rest
}: Context): Promise<readonly Suppression[]> {
  await authorize({ storage, tenantId, ...rest }, "intake.manage");
  return storage.find(suppressions, { where: { field: "tenantId", is: tenantId }, limit: 1_000 });
}

/** Lets messages through again. @throws SupportError NOT_FOUND */
export async function liftSuppression(context: Context, suppressionId: string): Promise<void> {
  await authorize(context, "intake.manage");
  parseId(suppressionId, "delivery.suppressions.lift");
  await transact(context, async (tx) => {
    const row = await tx.get(suppressions, suppressionId);
    if (row === null) throw new SupportError("NOT_FOUND", `There is no suppression ${suppressionId}.`);
    tx.delete(suppressions, row);
  });
}
