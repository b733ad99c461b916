import type { Keyed, Storage, Table } from "@heedkit/core";
import { mutant, noticedBy, turn } from "./mutant.ts";

/** Reads the rows again that were found, when others may have changed them. */
async function readAgain<Row extends Keyed>(
  { get }: Storage,
  table: Table<Row>,
  found: readonly Row[],
): Promise<readonly Row[]> {
  await turn();
  const now = new Map((await get(table, found)).map((row) => [`${row.tenantId} ${row.id}`, row]));
  return found.flatMap(({ tenantId, id }) => now.get(`${tenantId} ${id}`) ?? []);
}

/** Storages that find rows in one moment and read them in another. */
export const twoStepMutants = [
  noticedBy(
    "a page shows one moment: its rows come in the order of their own values, while others move them",
    mutant("a page is found first and read later", "orders and pages", (inner) => ({
      find: async (table, query) => readAgain(inner, table, await inner.find(table, query)),
    })),
  ),
  noticedBy(
    "rows contain the words that they were found by, while others change them",
    mutant("words are found first and their rows read later", "search", (inner) => ({
      search: async (table, query) => readAgain(inner, table, await inner.search(table, query)),
    })),
  ),
];
