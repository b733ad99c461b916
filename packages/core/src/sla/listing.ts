import * as z from "zod";
import type { nameOrderInput } from "../kernel/index.ts";

/** Input of lists of what is defined in code and at run time. */
export const sourceInput = z
  .exactOptional(z.enum(["code", "stored"]))
  .describe("code: only those defined in code. stored: only those created at run time.");

interface Listed {
  readonly id: string;
  readonly version: number;
  readonly createdAt: number;
}

/** Whether a row is defined where the input says; version 0 means that it isn't stored. */
export function isFrom({ version }: Listed, source: "code" | "stored" | undefined): boolean {
  return source === undefined || (version === 0) === (source === "code");
}

/** Rows by age or name, and rows with the same by id. Those in code count as the oldest. */
export function inOrder<Row extends Listed>(
  rows: readonly Row[],
  order: z.output<typeof nameOrderInput>,
  nameOf: (row: Row) => string,
): readonly Row[] {
  const sign = order === "newest" || order === "nameDescending" ? -1 : 1;
  const keyOf = order === "oldest" || order === "newest" ? ({ createdAt }: Row) => createdAt : nameOf;
  return rows.toSorted(
    (left, right) => sign * compare(keyOf(left), keyOf(right)) || compare(left.id, right.id),
  );
}

function compare<Key extends string | number>(left: Key, right: Key): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
