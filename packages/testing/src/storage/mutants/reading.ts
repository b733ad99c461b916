import {
  compareTuples,
  cursorOf,
  type Keyed,
  type Query,
  type Storage,
  type Table,
  totalOrder,
} from "@heedkit/core";
import { leafOf, misfiltering, mutant } from "./mutant.ts";

const every = { and: [] };

/** All rows that match a query, in its order, without page and limit. */
async function whole<Row extends Keyed>(inner: Storage, table: Table<Row>, query: Query<Row>) {
  const { after: _after, ...rest } = query;
  return inner.find(table, { ...rest, limit: 1000 });
}

const nullsLast =
  (fields: readonly { readonly field: string; readonly direction?: string }[]) =>
  (left: object, right: object): number => {
    const [first] = fields;
    if (first === undefined || first.direction === "descending") return 0;
    const isNull = (row: object) =>
      Object.entries(row).some(([key, one]) => key === first.field && one === null);
    return Number(isNull(left)) - Number(isNull(right));
  };

export const readingMutants = [
  mutant("get forgets the tenant", "tenancy", (inner) => ({
    get: (table, keys) =>
      inner.find(table, {
        where: { or: keys.map(({ id }) => leafOf("id", { is: id })) },
        limit: 1000,
      }),
  })),
  misfiltering("a filter by tenant holds for every tenant", "tenancy", (leaf) =>
    leaf.field === "tenantId" ? every : leaf,
  ),
  mutant("count forgets the tenant", "tenancy", (inner) => ({ count: (table) => inner.count(table) })),
  mutant("search forgets its filter", "tenancy", (inner) => ({
    search: (table, { where: _where, ...query }) => inner.search(table, query),
  })),
  mutant("get answers with the first row only", "rows", (inner) => ({
    get: async (table, keys) => (await inner.get(table, keys)).slice(0, 1),
  })),

  misfiltering("a filter by a list of nothing widens the result", "filters", (leaf) =>
    "in" in leaf && leaf.in.length === 0 ? every : leaf,
  ),
  misfiltering("isNot leaves null out, as in SQL", "null and case", (leaf) =>
    "isNot" in leaf && leaf.isNot !== null
      ? { not: { or: [leafOf(leaf.field, { is: leaf.isNot }), leafOf(leaf.field, { is: null })] } }
      : leaf,
  ),
  misfiltering("atMost is read as below", "filters", (leaf) =>
    "atMost" in leaf ? leafOf(leaf.field, { below: leaf.atMost }) : leaf,
  ),
  misfiltering("startsWith takes % for any text", "filters", (leaf) =>
    "startsWith" in leaf && leaf.startsWith === "%" ? every : leaf,
  ),
  misfiltering("a text is equal to itself in another case", "null and case", (leaf) => {
    if (!("is" in leaf) || typeof leaf.is !== "string") return leaf;
    const spellings = [leaf.is, leaf.is.toLowerCase(), leaf.is.toUpperCase()];
    return leafOf(leaf.field, { in: spellings });
  }),
  misfiltering("a text is equal to itself with blanks behind", "null and case", (leaf) => {
    if (!("is" in leaf) || typeof leaf.is !== "string") return leaf;
    return leafOf(leaf.field, { in: [leaf.is, `${leaf.is} `, leaf.is.trimEnd()] });
  }),
  mutant("a filter with an unknown field finds everything", "refusals", (inner) => ({
    find: (table, query) =>
      inner
        .find(table, query)
        .catch(() => inner.find(table, { limit: Math.max(1, Math.min(query.limit, 1000)) })),
  })),

  mutant("the limit is forgotten", "orders and pages", (inner) => ({
    find: (table, query) => inner.find(table, { ...query, limit: 1000 }),
  })),
  mutant("null sorts last", "orders and pages", (inner) => ({
    find: async (table, query) => {
      const rows = [...(await whole(inner, table, query))].sort(nullsLast(query.orderBy ?? []));
      const from = rows.findIndex(({ id }) => id === query.after?.at(-1)) + 1;
      return rows.slice(from, from + query.limit);
    },
  })),
  mutant("the row of the cursor comes again", "orders and pages", (inner) => ({
    find: async (table, query) => {
      const { after, orderBy, limit } = query;
      if (after === undefined) return inner.find(table, query);
      const rows = await whole(inner, table, query);
      return rows
        .filter((row) => compareTuples(totalOrder(orderBy), cursorOf(row, orderBy), after) >= 0)
        .slice(0, limit);
    },
  })),
  mutant(
    "rows that are equal in the order are left out at the end of a page",
    "orders and pages",
    (inner) => ({
      find: async (table, query) => {
        const { after, orderBy = [], limit } = query;
        if (after === undefined || orderBy.length === 0) return inner.find(table, query);
        const rows = await whole(inner, table, query);
        return rows
          .filter((row) => compareTuples(orderBy, cursorOf(row, orderBy), after) > 0)
          .slice(0, limit);
      },
    }),
  ),
  mutant("pages are counted off, not continued after a row", "orders and pages", (inner) => {
    let seen = 0;
    return {
      find: async (table, query) => {
        if (query.after === undefined) seen = 0;
        const rows = (await whole(inner, table, query)).slice(seen, seen + query.limit);
        seen += rows.length;
        return rows;
      },
    };
  }),
  mutant("descending is forgotten", "orders and pages", (inner) => ({
    find: (table, { orderBy, ...query }) =>
      inner.find(table, {
        ...query,
        ...(orderBy && { orderBy: orderBy.map(({ field }) => ({ field })) }),
      }),
  })),
  mutant("text sorts without case", "orders and pages", (inner) => ({
    find: async (table, query) => {
      const field = query.orderBy?.[0]?.field;
      const rows = await inner.find(table, query);
      if (field === undefined || table.columns[field]?.type !== "text") return rows;
      return [...rows].sort((left, right) =>
        String(left[field]).toLowerCase().localeCompare(String(right[field]).toLowerCase()),
      );
    },
  })),

  mutant("averages are rounded", "aggregates", (inner) => ({
    aggregate: async (table, query) =>
      (await inner.aggregate(table, query)).map(({ group, values }) => ({
        group,
        values: Object.fromEntries(
          Object.entries(values).map(([name, value]) => [
            name,
            query.measures[name]?.measure === "average" && value !== null ? Math.round(value) : value,
          ]),
        ),
      })),
  })),
  mutant("a sum of nothing is 0", "aggregates", (inner) => ({
    aggregate: async (table, query) =>
      (await inner.aggregate(table, query)).map(({ group, values }) => ({
        group,
        values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? 0])),
      })),
  })),
  mutant("groups of null are left out", "aggregates", (inner) => ({
    aggregate: async (table, query) =>
      (await inner.aggregate(table, query)).filter(({ group }) => !Object.values(group).includes(null)),
  })),

  mutant("one of the words is enough", "search", (inner) => ({
    search: async (table, query) => {
      const words = query.text.split(/\s+/).filter((word) => word !== "");
      const found = await Promise.all(words.map((text) => inner.search(table, { ...query, text })));
      return [...new Map(found.flat().map((row) => [row.id, row])).values()];
    },
  })),
  mutant("OR is an operator of the search", "search", (inner) => ({
    search: (table, query) => inner.search(table, { ...query, text: query.text.replace(/ OR .*$/, "") }),
  })),
];
