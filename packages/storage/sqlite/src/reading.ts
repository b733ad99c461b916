import type { Storage } from "@heedkit/core";
import type { SqliteValue, SqlTables } from "@heedkit/storage-sql";
import type { Connection } from "./connection.ts";

/** Runs work on a connection when it is free. */
export type Run = <Result>(work: (connection: Connection) => Result) => Promise<Result>;

/** The reads of a storage. */
export function readsOn(
  read: Run,
  tables: SqlTables<SqliteValue>,
): Pick<Storage, "get" | "find" | "count" | "aggregate" | "search"> {
  return {
    get(table, keys) {
      return read((connection) => {
        const compiled = tables.of(table);
        return compiled
          .get(keys)
          .flatMap((bound) => connection.rows(bound).map((values) => compiled.decode(values)));
      });
    },
    find(table, query) {
      return read((connection) => {
        const compiled = tables.of(table);
        return connection.rows(compiled.find(query)).map((values) => compiled.decode(values));
      });
    },
    count(table, where) {
      return read((connection) => Number(connection.rows(tables.of(table).count(where))[0]?.[0]));
    },
    aggregate(table, query) {
      return read((connection) => {
        const compiled = tables.of(table);
        return connection
          .rows(compiled.aggregate(query))
          .map((values) => compiled.decodeAggregate(query, values));
      });
    },
    search(table, query) {
      return read((connection) => {
        const compiled = tables.of(table);
        const bound = compiled.search(query);
        return bound === null ? [] : connection.rows(bound).map((values) => compiled.decode(values));
      });
    },
  };
}
