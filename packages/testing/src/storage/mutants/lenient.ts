import { isSupportError, type Storage, type Table } from "@heedkit/core";
import { mutant, noticedBy } from "./mutant.ts";

/** A storage that gets other tables than those it was given. */
const given =
  (change: (table: Table) => Table) =>
  ({ schema }: Storage): Partial<Storage> => ({
    schema: {
      plan: (tables) => schema.plan(tables.map(change)),
      apply: (tables) => schema.apply(tables.map(change)),
    },
  });

/** A storage that applies a table itself when a call meets one that isn't as described. */
const applying =
  (isWanted: (name: string, applied: ReadonlySet<string>) => boolean) =>
  (inner: Storage): Partial<Storage> => {
    const applied = new Set<string>();
    const again = async <Result>(table: Table | undefined, call: () => Promise<Result>): Promise<Result> => {
      try {
        return await call();
      } catch (error) {
        const isMissing = isSupportError(error) && error.code === "SCHEMA_DRIFT";
        if (!isMissing || table === undefined || !isWanted(table.name, applied)) throw error;
        await inner.schema.apply([table]);
        return call();
      }
    };
    return {
      schema: {
        plan: inner.schema.plan,
        apply: async (tables) => {
          const plan = await inner.schema.apply(tables);
          for (const { name } of tables) applied.add(name);
          return plan;
        },
      },
      get: (table, keys) => again(table, () => inner.get(table, keys)),
      find: (table, query) => again(table, () => inner.find(table, query)),
      count: (table, where) => again(table, () => inner.count(table, where)),
      commit: (changes) => again(changes[0]?.table, () => inner.commit(changes)),
    };
  };

const described = new Set(["name", "comment", "columns", "unique", "indexes", "retired", "search"]);

/** Storages that are too lenient, or too strict, about tables. */
export const tableMutants = [
  noticedBy(
    "a table that was never applied is refused by every call, which says to apply the schema",
    mutant(
      "a table is created when it is first used",
      "schema",
      applying((name, applied) => !applied.has(name)),
    ),
  ),
  noticedBy(
    "a column that was never applied is refused by every call, which says to apply the schema",
    mutant(
      "a column is added when it is first used",
      "schema",
      applying((name, applied) => applied.has(name)),
    ),
  ),
  noticedBy(
    "a unique key of a field that the table doesn't have is refused",
    mutant(
      "a unique key of unknown fields is left out",
      "schema",
      given((table) => ({
        ...table,
        unique: table.unique.filter(({ fields }) => fields.every((field) => field in table.columns)),
      })),
    ),
  ),
  noticedBy(
    "an index of a field that the table doesn't have is refused",
    mutant(
      "an index of unknown fields is left out",
      "schema",
      given((table) => ({
        ...table,
        indexes: table.indexes.filter(({ fields }) => fields.every((field) => field in table.columns)),
      })),
    ),
  ),
  noticedBy(
    "the search of a field that the table doesn't have is refused",
    mutant(
      "a searched field that is unknown is left out",
      "schema",
      given(({ search, ...table }) => ({
        ...table,
        ...(search && { search: search.filter((field) => field in table.columns) }),
      })),
    ),
  ),
  noticedBy(
    "two keys of one name are refused",
    mutant(
      "of two keys of one name the first is taken",
      "schema",
      given((table) => ({
        ...table,
        indexes: [...new Map(table.indexes.map((index) => [index.name, index])).values()],
      })),
    ),
  ),
  noticedBy(
    "an index that was retired is dropped, and a unique key no longer refuses",
    mutant(
      "retired keys stay",
      "schema",
      given(({ retired: _retired, ...table }) => table),
    ),
  ),
  noticedBy(
    "a table is known by its name: an equal description from elsewhere is the same table",
    mutant("tables are known by their objects", "schema", (inner) => {
      const applied = new WeakSet<Table>();
      return {
        schema: {
          plan: inner.schema.plan,
          apply: (tables) => {
            for (const table of tables) applied.add(table);
            return inner.schema.apply(tables);
          },
        },
        get: async (table, keys) => {
          const rows = await inner.get(table, keys);
          return applied.has(table) ? rows : [];
        },
      };
    }),
  ),
  noticedBy(
    "tables of a desk are plain data, and taken as they are",
    mutant("a table with further properties is refused", "schema", ({ schema }) => ({
      schema: {
        ...schema,
        apply: async (tables) => {
          const further = tables.flatMap(Object.keys).find((property) => !described.has(property));
          if (further !== undefined) throw new Error(`Unknown property ${further}.`);
          return schema.apply(tables);
        },
      },
    })),
  ),
];
