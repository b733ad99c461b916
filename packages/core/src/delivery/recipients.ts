import type { Message } from "../cases/index.ts";
import { normaliseIdentity } from "../customers/index.ts";
import type { Address } from "../ports/index.ts";

/** Whether a message went to an address, copies included. */
export function hasRecipient({ to, cc }: Pick<Message, "to" | "cc">, { kind, value }: Address): boolean {
  const wanted = normaliseIdentity(kind, value);
  return [...to, ...cc].some((one) => one.kind === kind && normaliseIdentity(kind, one.value) === wanted);
}
