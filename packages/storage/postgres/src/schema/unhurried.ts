import type { Session, Statement } from "../drivers/driver.ts";

export function plain(sql: string): Statement {
  return { sql, values: [] };
}

/**
 * Runs work outside of a transaction that the server does not stop for the time it takes. Where it stops nothing anyway,
 * as on most pools of a host, nothing is set: a pooler that we don't know of might leave it on somebody else's
 * connection.
 */
export async function withoutTimeout(session: Session, work: () => Promise<void>): Promise<void> {
  const [row] = await session.rows(plain("select current_setting('statement_timeout')"));
  const usual = String(row?.[0] ?? "0");
  if (usual === "0") return work();
  await set(session, "0");
  try {
    await work();
  } finally {
    await set(session, usual).catch(() => session.discard());
  }
}

async function set(session: Session, timeout: string): Promise<void> {
  await session.rows({ sql: "select set_config('statement_timeout', $1, false)", values: [timeout] });
}
