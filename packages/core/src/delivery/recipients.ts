import type { MessageRow } from "../cases/index.ts";
import { normaliseIdentity } from "../customers/index.ts";
import type { Address, Receipt } from "../ports/index.ts";

/** Whether a message was sent to an address, copies included. */
export function hasRecipient({ to, cc }: Pick<MessageRow, "to" | "cc">, { kind, value }: Address): boolean {
  const wanted = normaliseIdentity(kind, value);
  return [...to, ...cc].some((one) => one.kind === kind && normaliseIdentity(kind, one.value) === wanted);
}

/** The reasons, if a provider accepted a message but rejected everybody in To; copies do not count. */
export function refusalOfAll({ to }: Pick<MessageRow, "to">, { refused }: Receipt): string | null {
  const reasons = to.map(({ kind, value }) => {
    const wanted = normaliseIdentity(kind, value);
    return refused.find(({ recipient }) => normaliseIdentity(kind, recipient) === wanted)?.reason ?? null;
  });
  if (reasons.length === 0 || reasons.includes(null)) return null;
  return [...new Set(reasons)].join("; ");
}
