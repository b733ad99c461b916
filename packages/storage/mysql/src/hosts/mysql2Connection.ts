import { outcomeOf } from "../connecting/outcomes.ts";
import { hasMethods, type Recognise } from "./host.ts";

/** How much had been sent on a connection when the database said that no transaction is open on it. */
const overAt = new WeakMap<object, number>();

/** A mysql2 connection, standalone or from a pool, with callbacks or promises. */
export const mysql2Connection: Recognise = (value) => {
  if (!hasMethods(value, "beginTransaction", "query")) return null;
  const core: unknown = "connection" in value ? value.connection : value;
  if (!hasMethods(core, "query", "beginTransaction")) return null;
  return {
    handle: core,
    run: (sql) =>
      new Promise((resolve, reject) => {
        // In our words, whatever the host's connection is set to.
        const options = {
          sql,
          rowsAsArray: true,
          nestTables: false,
          typeCast: true,
          bigNumberStrings: false,
        };
        core.query(options, (error: unknown, result: unknown) => {
          if (error === null || error === undefined) resolve(outcomeOf(result));
          else reject(error);
        });
      }),
    // Nothing has been sent since: no transaction can have begun.
    isOver: () => overAt.get(core) === sentOn(core),
    foundOver: () => overAt.set(core, sentOn(core)),
  };
};

function sentOn(connection: object): number {
  const stream: unknown = "stream" in connection ? connection.stream : null;
  if (typeof stream !== "object" || stream === null || !("bytesWritten" in stream)) return Number.NaN;
  return Number(stream.bytesWritten);
}
