import type { Change, Storage, Table } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { fakeClock } from "../fakeClock.ts";
import type { MigrationSuiteOptions } from "./options.ts";
import { openPastDesk } from "./past.ts";
import type { RecordedDesk } from "./recordedDesk.ts";

/** Runs a test on a storage as an earlier version left it, opened again. */
export async function onOldStorage(
  options: MigrationSuiteOptions,
  desk: RecordedDesk,
  body: (storage: Storage) => Promise<void>,
): Promise<void> {
  const old = await options.create();
  await old.schema.apply(desk.tables.map(({ table }) => table));
  for (const [sequence, next] of Object.entries(desk.sequences)) await old.next(sequence, next - 1);
  for (const { table, rows } of desk.tables)
    await old.commit(rows.map((row): Change => ({ kind: "insert", table, row })));
  await old.close();
  const storage = await options.openAgain(old);
  try {
    await body(storage);
  } finally {
    await storage.close();
    await options.dispose?.(storage);
  }
}

/** The desk of the present version on it, at the moment at which the old one ended. */
export async function openUpgraded(storage: Storage, { now }: RecordedDesk) {
  const clock = fakeClock(now);
  return { clock, ...(await openPastDesk(storage, clock, 100)) };
}

/** The tables that the present version wants. */
export async function wantedTables(desk: RecordedDesk): Promise<readonly Table[]> {
  const asked: Table[] = [];
  const memory = memoryStorage();
  const listening: Storage = {
    ...memory,
    schema: {
      ...memory.schema,
      apply(tables) {
        asked.push(...tables);
        return memory.schema.apply(tables);
      },
    },
  };
  await openUpgraded(listening, desk);
  return asked;
}
