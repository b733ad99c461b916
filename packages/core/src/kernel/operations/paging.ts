import { SupportError } from "../../errors/index.ts";
import type { Cursor, Keyed, Query, Table } from "../../ports/index.ts";
import { cursorOf } from "../../rows/index.ts";
import { cursorSchema, limitSchema } from "../input.ts";
import type { Read } from "../transaction.ts";
import type { Page } from "./view.ts";

/** The input fields of a paginated list. */
export const paging = {
  after: cursorSchema
    .optional()
    .describe("The `next` of the previous page. Default: start with the first page."),
  limit: limitSchema.describe("Maximum number of rows, 1 to 200. Default 50."),
};

/** A page of the rows of a table, and where the next one starts. */
export async function findPage<Row extends Keyed>(
  read: Pick<Read, "find">,
  table: Table<Row>,
  { after, ...query }: Omit<Query<Row>, "after"> & { readonly after?: Query<Row>["after"] | undefined },
): Promise<Page<Row>> {
  const rows = await read.find(table, after === undefined ? query : { ...query, after });
  const last = rows.at(-1);
  const isEnd = rows.length < query.limit || last === undefined;
  return { rows, next: isEnd ? null : cursorOf(last, query.orderBy) };
}

/**
 * A page of a list that is read whole, as it is bounded: short, or the best hits of a search. Cursors hold the id of the
 * last row.
 * @throws SupportError INVALID_INPUT when that row is not in the list any more
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
      "after: what the page before ended with is not there any more. Begin again without after.",
    );
  const page = rows.slice(start, start + limit);
  const last = page.at(-1);
  const isEnd = last === undefined || start + limit >= rows.length;
  return { rows: page, next: isEnd ? null : [idOf(last)] };
}
