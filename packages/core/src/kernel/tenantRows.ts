import type { Filter, Instant, Keyed } from "../ports/index.ts";

/** A filter for rows of one tenant alone. */
export function ofTenant<Row extends Keyed>(tenantId: string, where: Filter<Row> | undefined): Filter<Row> {
  // It is a field of every row; the mapped leaf type cannot see that through the generic.
  const ours = { field: "tenantId", is: tenantId } as Filter<Row>;
  return where === undefined ? ours : { and: [ours, where] };
}

/** The present moment, unless a process with a fast clock has written a later one. */
export function later(now: Instant, before: unknown): Instant {
  return typeof before === "number" && before > now ? before : now;
}

/** Amounts by field; one that is undefined, which the port does not take, is nothing. */
export function definedAmounts(amounts: Partial<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(amounts).map(([field, by]) => [field, by ?? 0]));
}
