import type { Filter, Keyed, Table } from "../ports/index.ts";
import type { Read } from "./transaction.ts";

/** Rows of one page, the most that storage returns. */
const page = 1_000;

/**
 * All rows that match a filter, in the order of their ids, page by page. For what belongs to one person or one case: it is
 * held in memory.
 */
export async function findAll<Row extends Keyed>(
  read: Pick<Read, "find">,
  table: Table<Row>,
  where: Filter<Row>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (;;) {
    const last = rows.at(-1);
    const after = last === undefined ? {} : { after: [last.id] };
    const found = await read.find(table, { where, limit: page, ...after });
    rows.push(...found);
    if (found.length < page) return rows;
  }
}
