import type { Keyed, Query, Table } from "../../ports/index.ts";
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
