import { ConflictError } from "../errors/index.ts";

/** @throws ConflictError if the row has changed since the caller read it. */
export function requireVersion(
  table: string,
  row: { readonly id: string; readonly version: number },
  expected: number | undefined,
): void {
  if (expected === undefined || expected === row.version) return;
  throw new ConflictError({
    changeIndex: 0,
    table,
    id: row.id,
    reason: "expectation",
    constraint: "version",
  });
}
