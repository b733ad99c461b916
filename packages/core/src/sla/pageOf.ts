import { SupportError } from "../errors/index.ts";
import type { Page } from "../kernel/index.ts";
import type { Cursor } from "../ports/index.ts";

/**
 * A page of a short list that is read completely, as it comes from storage and code. Cursors hold the id of the last
 * row.
 * @throws SupportError INVALID_INPUT if that row is no longer in the list
 */
export function pageOf<Row>(
  rows: readonly Row[],
  idOf: (row: Row) => string,
  { after, limit }: { readonly after?: Cursor | undefined; readonly limit: number },
): Page<Row> {
  const start = after === undefined ? 0 : rows.findIndex((row) => idOf(row) === after[0]) + 1;
  if (after !== undefined && start === 0)
    throw new SupportError(
      "INVALID_INPUT",
      "after: the last row of the previous page no longer exists. Start again without after.",
    );
  const page = rows.slice(start, start + limit);
  const last = page.at(-1);
  const isEnd = last === undefined || start + limit >= rows.length;
  return { rows: page, next: isEnd ? null : [idOf(last)] };
}
