import {
  type Change,
  isConflictError,
  type Keyed,
  keyOf,
  type Scalar,
  type Table,
  type UpdateChange,
  type UpsertChange,
} from "@heedkit/core";
import {
  type Bound,
  conflictAt,
  type MysqlValue,
  prefixed,
  type Rows,
  type SqlTable,
  type SqlTables,
  snakeCased,
  type UpsertSteps,
} from "@heedkit/storage-sql";
import { violatedIndex } from "../failures.ts";

/** How statements are run inside a transaction. */
export interface Runner {
  /** Resolves with how many rows it found; see `countsFound`. */
  change(bound: Bound<MysqlValue | null>): Promise<number>;
  rows(bound: Bound<MysqlValue | null>): Promise<Rows>;
  /**
   * Whether an update counts every row that it found, as sessions of ours do. A host's may count only the rows in which
   * something was different before.
   */
  readonly countsFound: boolean;
}

/** Applies changes one by one inside a transaction. Throws ConflictError at the first that cannot be applied. */
export async function applyChanges(
  runner: Runner,
  tables: SqlTables<MysqlValue>,
  changes: readonly Change[],
): Promise<void> {
  // All are compiled first: an invalid one then stops the commit before anything is locked.
  const steps = changes.map((change): UpsertStep | PlainStep => {
    const table = tables.of(change.table);
    return change.kind === "upsert"
      ? { change, table, upsert: table.upsert(change) }
      : { change, table, statement: table.change(change) };
  });
  for (const [at, step] of steps.entries()) {
    const { change, table } = step;
    const running = (statement: Bound<MysqlValue | null>) =>
      runner.change(statement).catch((error: unknown) => {
        const index = violatedIndex(error);
        if (index === undefined) throw error;
        const constraint = uniqueKey(change.table, table, index);
        throw conflictAt(change, at, { reason: "unique", constraint }, error);
      });
    if ("upsert" in step) {
      await applyUpsert(runner, step, at, running);
      continue;
    }
    const run = () => running(step.statement);
    if ((await run()) > 0) continue;
    const reason = await refusal(runner, table, change, run);
    if (reason !== null) throw conflictAt(change, at, { reason });
  }
}

/** How often an upsert looks again after another transaction has inserted its row, or deleted it, in between. */
const mostUpserts = 5;

interface PlainStep {
  readonly change: Exclude<Change, UpsertChange>;
  readonly table: SqlTable<MysqlValue>;
  readonly statement: Bound<MysqlValue | null>;
}

interface UpsertStep {
  readonly change: UpsertChange;
  readonly table: SqlTable<MysqlValue>;
  readonly upsert: UpsertSteps<MysqlValue>;
}

/** Changes the row with the key, or inserts one. */
async function applyUpsert(
  runner: Runner,
  { change, table, upsert: { update, insert, find } }: UpsertStep,
  at: number,
  run: (statement: Bound<MysqlValue | null>) => Promise<number>,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    if (update !== null && find !== null) {
      if ((await run(update)) > 0) return;
      // With its lock a row is read as it is now, also where the transaction sees an earlier moment.
      const [values] = await runner.rows({ sql: `${find.sql} for update`, values: find.values });
      if (values !== undefined) {
        if (!isMet(table.decode<Keyed>(values), change.expect ?? {}))
          throw conflictAt(change, at, { reason: "expectation" });
        // It is as expected, and locked: if nothing changes now, there was nothing to change.
        await run(update);
        return;
      }
    }
    try {
      await run(insert);
      return;
    } catch (error) {
      const isOwnKey =
        isConflictError(error) && error.conflict.constraint === (change.by ?? "primary") && update !== null;
      if (!isOwnKey || attempt === mostUpserts) throw error;
    }
  }
}

function uniqueKey(table: Table, { name }: SqlTable<MysqlValue>, index: string): string | undefined {
  if (index.toLowerCase() === "primary") return "primary";
  return table.unique.find((key) => prefixed(`${name}_`, snakeCased(key.name)) === index)?.name;
}

/** Why an update or delete found no row. Null if it found one and there was nothing to change. */
async function refusal(
  runner: Runner,
  table: SqlTable<MysqlValue>,
  change: Change,
  again: () => Promise<number>,
): Promise<"missing" | "expectation" | null> {
  // A host's transaction may see the rows as they were when it began (REPEATABLE READ is the default of the servers),
  // while its updates see those of now. With its lock a row is read as it is now.
  const lock = runner.countsFound ? "" : " for update";
  const read = table.get([keyOf(change)]).map(({ sql, values }) => runner.rows({ sql: sql + lock, values }));
  const [values] = (await Promise.all(read)).flat();
  if (values === undefined) return "missing";
  if (runner.countsFound || change.kind !== "update") return "expectation";
  const row = table.decode<Keyed>(values);
  if (!isMet(row, change.expect ?? {})) return "expectation";
  if (isAlready(table, row, change)) return null;
  // It has become as expected in between; nobody else can change it any more.
  return (await again()) > 0 ? null : "expectation";
}

type Fields = Readonly<Record<string, unknown>>;

function isMet(row: Keyed, expected: Readonly<Record<string, Scalar>>): boolean {
  const fields: Fields = { ...row };
  return Object.entries(expected).every(([field, value]) => fields[field] === value);
}

/** Whether the row already holds what the change would write. */
function isAlready(table: SqlTable<MysqlValue>, row: Keyed, { set = {}, increment = {} }: UpdateChange) {
  const fields: Fields = { ...row };
  const wanted = table.encode({ ...row, ...set });
  const isSet = table.encode({ ...row }).every((value, at) => isSame(value, wanted[at]));
  const stays = ([field, amount]: readonly [string, unknown]) =>
    Number(fields[field] ?? 0) + Number(amount) === fields[field];
  return isSet && Object.entries(increment).every(stays);
}

function isSame(one: MysqlValue | null, other: MysqlValue | null | undefined): boolean {
  if (one instanceof Uint8Array && other instanceof Uint8Array) return Buffer.compare(one, other) === 0;
  return one === other;
}
