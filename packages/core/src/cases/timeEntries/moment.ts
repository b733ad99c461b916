import { SupportError } from "../../errors/index.ts";
import type { Transaction } from "../../kernel/index.ts";

/** How far the clocks of two processes may be apart. */
const skewMs = 60_000;

/** @throws SupportError INVALID_INPUT for time that is yet to be spent */
export function refuseFuture({ now }: Pick<Transaction, "now">, at: number): void {
  if (at <= now + skewMs) return;
  throw new SupportError("INVALID_INPUT", "at: is in the future. Log time when it has been spent.", {
    details: { field: "at", at },
  });
}
