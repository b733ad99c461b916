import { type MysqlValue, mysqlDialect } from "@heedkit/storage-sql";
import type { Session } from "../connecting/session.ts";
import { quoted, written } from "../literals.ts";
import type { MysqlTable } from "./layout.ts";

const rowsAtOnce = 200;

type Key = readonly [tenantId: string, id: string];

/**
 * Fills the words of rows that have none yet, some hundred at a time, so that no lock is held for long. Goes through the
 * table by its key, and again until nothing is left: others may write at the same time. An interrupted run resumes with
 * the rest.
 */
export async function fillWords(session: Session, { name, words }: MysqlTable): Promise<void> {
  for (const [column, wordsColumn] of words)
    while (await fillOnce(session, { table: name, column, words: wordsColumn }));
}

interface Target {
  readonly table: string;
  readonly column: string;
  readonly words: string;
}

/** Whether there was anything to fill. */
async function fillOnce(session: Session, target: Target): Promise<boolean> {
  let last: Key | null = null;
  for (;;) {
    const rows = await emptyAfter(session, target, last);
    for (const row of rows) await fill(session, target, row);
    const [tenantId, id] = rows.at(-1) ?? [];
    if (rows.length < rowsAtOnce) return last !== null || rows.length > 0;
    last = [String(tenantId), String(id)];
  }
}

async function emptyAfter(session: Session, { table, column, words }: Target, last: Key | null) {
  const isAfter = last === null ? "" : "(tenant_id > ? or (tenant_id = ? and id > ?)) and ";
  const isEmpty = `\`${column}\` is not null and \`${words}\` is null`;
  const sql = `select tenant_id, id, \`${column}\` from \`${table}\` force index (primary) where ${isAfter}${isEmpty} order by tenant_id, id limit ${rowsAtOnce}`;
  const values = last === null ? [] : [last[0], ...last];
  const [found] = await session.run([written({ sql, values }, quoted)]);
  return found?.rows ?? [];
}

async function fill(session: Session, { table, words }: Target, [tenantId, id, text]: readonly unknown[]) {
  const sql = `update \`${table}\` set \`${words}\` = ? where tenant_id = ? and id = ? and \`${words}\` is null`;
  const values: MysqlValue[] = [
    mysqlDialect.search.words?.(String(text)) ?? "",
    String(tenantId),
    String(id),
  ];
  await session.run([written({ sql, values }, quoted)]);
}
