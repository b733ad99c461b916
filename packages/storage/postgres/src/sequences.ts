import { type PostgresValue, postgresDialect, requireCount, type SequenceStore } from "@heedkit/storage-sql";
import type { Driver, Statement } from "./drivers/driver.ts";
import type { PostgresSettings } from "./options.ts";
import { untilThrough } from "./retrying.ts";

/** Sequences in a table of their own. */
export function sequenceStore(driver: Pick<Driver, "rows">, settings: PostgresSettings): SequenceStore {
  return {
    reserve: (sequence, count) => untilThrough(() => reserve(driver, settings, sequence, count)),
    async giveBack(unused) {
      const sql = `update ${tableOf(settings)} set next_value = $1 where name = $2 and next_value = $3`;
      for (const { name, next, end } of unused)
        await untilThrough(() => driver.rows({ sql, values: [next, nameOf(name), end] }));
    },
  };
}

/** Takes `count` numbers; resolves with the first. */
export async function reserve(
  driver: Pick<Driver, "rows">,
  settings: PostgresSettings,
  sequence: string,
  count: number,
): Promise<number> {
  requireCount(count);
  const statement: Statement = {
    sql: `insert into ${tableOf(settings)} as known (name, next_value) values ($1, 1 + $2::bigint) on conflict (name) do update set next_value = known.next_value + $3::bigint returning next_value`,
    values: [nameOf(sequence), count, count],
  };
  const [row] = await driver.rows(statement);
  return Number(row?.[0]) - count;
}

function tableOf({ schema, prefix }: PostgresSettings): string {
  return `"${schema}"."${prefix}sequences"`;
}

function nameOf(sequence: string): PostgresValue {
  return postgresDialect.encoders.text(sequence) ?? null;
}
