import type { Change } from "@heedkit/core";
import type { Bound, MysqlValue, SqlTables } from "@heedkit/storage-sql";
import { quoted, written } from "../literals.ts";

type Values = Bound<MysqlValue | null>;

/** Statements that are sent as one text, or one whose values are too large to be written into a text. */
export type Step =
  | { readonly texts: readonly string[] }
  | { readonly prepared: Values; readonly isGuarded: boolean };

/** A value in a text takes up to twice its bytes, in a prepared statement just them. */
const largeValue = 256 * 1024;

/**
 * Stops the text where the statement before has found no row, by the only way there is outside of a stored program:
 * a select of one value that has two.
 */
const guard = "set @heedkit = (select 1 union all select 2 from dual where row_count() <> 1)";

/**
 * The statements that apply all changes, to be sent between `start transaction` and `commit`. Inserts that follow each
 * other are gathered by table: their order is nobody's business, since they can only fail all together. Throws
 * INVALID_INPUT for a change that does not fit its table. Null where the changes have to be carried out one by one: what an
 * upsert inserts depends on what it found, which no prepared statement after it can know.
 */
export function scriptOf(tables: SqlTables<MysqlValue>, changes: readonly Change[]): readonly Step[] | null {
  const steps: Step[] = [];
  let texts: string[] = [];
  let inserts = new Map<string, string[]>();
  const flushInserts = () => {
    for (const [head, rows] of inserts) texts.push(head + rows.join(","));
    inserts = new Map();
  };
  const flush = () => {
    flushInserts();
    if (texts.length > 0) steps.push({ texts });
    texts = [];
  };

  for (const change of changes) {
    const table = tables.of(change.table);
    if (change.kind === "upsert") {
      flushInserts();
      const { update, insert } = table.upsert(change);
      if (isLarge(insert) || (update !== null && isLarge(update))) return null;
      texts.push(...upsertTexts(update, insert));
      continue;
    }
    const bound = table.change(change);
    if (isLarge(bound)) {
      flush();
      steps.push({ prepared: bound, isGuarded: change.kind !== "insert" });
    } else if (change.kind === "insert") {
      const [head, row] = headAndRow(written(bound, quoted));
      const rows = inserts.get(head);
      if (rows === undefined) inserts.set(head, [row]);
      else rows.push(row);
    } else {
      flushInserts();
      texts.push(written(bound, quoted), guard);
    }
  }
  flush();
  return steps;
}

/** Inserts where the update before has found no row. The insert fails where one is there that is not as expected. */
function upsertTexts(update: Values | null, insert: Values): readonly string[] {
  const inserted = written(insert, quoted);
  if (update === null) return [inserted];
  const [head, row] = headAndRow(inserted);
  const values = row.slice(1, -1);
  return [
    written(update, quoted),
    "set @heedkit_found = row_count()",
    `${head.slice(0, -beforeRow.length)} select ${values} from dual where @heedkit_found = 0`,
  ];
}

const beforeRow = " values ";

/** `insert into t (...) values ` and `(...)`: names of tables and columns hold no such word. */
function headAndRow(insert: string): readonly [head: string, row: string] {
  const end = insert.indexOf(beforeRow) + beforeRow.length;
  return [insert.slice(0, end), insert.slice(end)];
}

function isLarge({ values }: Values): boolean {
  return values.some((value) => value !== null && typeof value !== "number" && value.length > largeValue);
}
