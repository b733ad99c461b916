import { type MysqlValue, mysqlDialect } from "@heedkit/storage-sql";
import type { Session } from "../connecting/session.ts";
import { quoted, written } from "../literals.ts";
import type { MysqlTable } from "./layout.ts";

const rowsAtOnce = 200;

/**
 * Fills the words of rows that have none yet, some hundred at a time, so that no lock is held for long. Where it is
 * interrupted it goes on with the rest.
 */
export async function fillWords(session: Session, { name, words }: MysqlTable): Promise<void> {
  for (const [column, wordsColumn] of words)
    while ((await fillSome(session, name, column, wordsColumn)) === rowsAtOnce);
}

async function fillSome(session: Session, table: string, column: string, words: string): Promise<number> {
  const [found] = await session.run([
    `select tenant_id, id, \`${column}\` from \`${table}\` where \`${column}\` is not null and \`${words}\` is null limit ${rowsAtOnce}`,
  ]);
  const rows = found?.rows ?? [];
  for (const [tenantId, id, text] of rows) {
    const sql = `update \`${table}\` set \`${words}\` = ? where tenant_id = ? and id = ? and \`${words}\` is null`;
    const values: MysqlValue[] = [
      mysqlDialect.search.words?.(String(text)) ?? "",
      String(tenantId),
      String(id),
    ];
    await session.run([written({ sql, values }, quoted)]);
  }
  return rows.length;
}
