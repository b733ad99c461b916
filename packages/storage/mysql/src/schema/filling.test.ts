import { mysqlDialect, wantedTable } from "@heedkit/storage-sql";
import { describe, expect, onTestFinished, test } from "vitest";
import { prepareSession } from "../connecting/server.ts";
import { Session } from "../connecting/session.ts";
import { settingsOf } from "../options.ts";
import { asHost, numbers, optionsFor, port } from "../testing/database.ts";
import { entries, openStorage } from "../testing/entries.ts";
import { fillWords } from "./filling.ts";
import { layoutOf } from "./layout.ts";

const rows = 2_000;

describe.skipIf(port === null)("words of rows that were there before the search", () => {
  test("are filled for every tenant, reading each row about twice, however many there are", {
    timeout: 30_000,
  }, async () => {
    const { storage, database } = await openStorage();
    await asHost(database, [
      `insert into heedkit_entries (tenant_id, id, text, count) select concat('t', n mod 3), concat('r', n), concat('needle ', n), 0 from ${numbers(rows)}`,
    ]);
    const settings = settingsOf(optionsFor(database));
    const session = await Session.open(settings, () => undefined);
    onTestFinished(() => session.end());
    await prepareSession(session, settings);
    await session.run(["flush local status"]);

    await fillWords(session, layoutOf(wantedTable(entries, mysqlDialect.columnTypes, "heedkit_")));

    const [read] = await session.run([
      "show session status where variable_name in ('Handler_read_next', 'Handler_read_rnd_next', 'Handler_read_first')",
    ]);
    const count = (read?.rows ?? []).reduce((sum, [, value]) => sum + Number(value), 0);
    expect(count).toBeGreaterThan(rows);
    expect(count).toBeLessThan(2.5 * rows);
    expect(
      await asHost(database, ["select count(*) as left_over from heedkit_entries where text_words is null"]),
    ).toEqual([{ left_over: 0 }]);
    const found = await storage.search(entries, { text: `needle ${rows}`, limit: 5 });
    expect(found.map(({ id }) => id)).toEqual([`r${rows}`]);
  });
});
