import type { Table } from "@heedkit/core";
import pg from "pg";
import { describe, expect, onTestFinished, test } from "vitest";
import { administer, databaseUrl, freshName, openStorage, requireUrl } from "./testing/database.ts";
import { type Entry, entries, entry, insert } from "./testing/entries.ts";

/** A storage in a schema of its own, both gone when the test is over. */
function opened(options: Parameters<typeof openStorage>[0] = {}) {
  const schema = options.schema ?? freshName();
  const storage = openStorage({ ...options, schema });
  onTestFinished(async () => {
    await storage.close();
    await administer(`drop schema if exists "${schema}" cascade`);
  });
  return { storage, schema };
}

describe.skipIf(databaseUrl === null)("the schema", () => {
  test("eight storages that start at once make the tables once, and search, online indexes and all", async () => {
    const schema = freshName();
    const before: Table<Entry> = { ...entries, indexes: [], search: [] };
    const { storage } = opened({ schema });
    await storage.schema.apply([before]);
    const all = Array.from({ length: 8 }, () => opened({ schema, maxConnections: 1 }).storage);
    const plans = await Promise.all(all.map((one) => one.schema.apply([entries])));
    expect(plans.filter(({ steps }) => steps.length > 0)).toHaveLength(1);
    expect(await storage.schema.plan([entries])).toEqual({ steps: [], drift: [] });
  }, 60_000);

  test("tables and columns carry their comments", async () => {
    const { storage, schema } = opened();
    await storage.schema.apply([entries]);
    const { rows } = await administer(
      "select obj_description($1::regclass), col_description($1::regclass, 3)",
      [`${schema}.heedkit_entries`],
    );
    expect(Object.values(rows[0])).toEqual([entries.comment, entries.columns.text?.comment]);
  });

  test("a new index on a table with rows is made beside running writes", async () => {
    const { storage } = opened();
    await storage.schema.apply([{ ...entries, indexes: [] }]);
    await storage.commit([insert("a")]);
    const { steps } = await storage.schema.apply([entries]);
    expect(steps.join()).toMatch(/^create index concurrently/);
  });

  test("an index that was started but never finished is created again", async () => {
    const { storage, schema } = opened();
    await storage.schema.apply([{ ...entries, indexes: [] }]);
    await storage.commit([insert("a"), insert("b")]);
    const unfinished = administer(
      `create unique index concurrently heedkit_entries_count on "${schema}".heedkit_entries (tenant_id, count)`,
    );
    await expect(unfinished).rejects.toThrow("unique");
    await storage.schema.apply([entries]);
    expect(await storage.schema.plan([entries])).toEqual({ steps: [], drift: [] });
  });

  test("tables under our prefix that we did not make are refused and left alone", async () => {
    const { storage, schema } = opened();
    await administer(
      `create schema "${schema}"; create table "${schema}".heedkit_entries (id integer primary key, whatever text)`,
    );
    await expect(storage.schema.apply([entries])).rejects.toMatchObject({
      code: "STORAGE_FOREIGN",
      message: expect.stringContaining("heedkit_entries"),
    });
    const { rows } = await administer("select tablename from pg_tables where schemaname = $1", [schema]);
    expect(rows).toHaveLength(1);
    const beside = openStorage({ schema, prefix: "desk_" });
    await beside.schema.apply([entries]);
    await beside.commit([insert("a")]);
    expect(await beside.count(entries)).toBe(1);
    await beside.close();
  });

  test("a view in the place of a table is drift; tables of a newer version are refused, saying so", async () => {
    const { storage, schema } = opened();
    await storage.schema.apply([]);
    await administer(`create view "${schema}".heedkit_entries as select 1 as id`);
    expect((await storage.schema.plan([entries])).drift[0]?.problem).toContain(
      "not a table that Heedkit created",
    );
    await administer(`update "${schema}".heedkit_meta set value = '2' where key = 'format'`);
    await expect(storage.schema.plan([entries])).rejects.toMatchObject({
      code: "STORAGE_FOREIGN",
      message: expect.stringMatching(/format 2.*supports format 1.*newer version/),
    });
  });

  test("a table that others have locked is not waited for without end", async () => {
    const { storage, schema } = opened();
    await storage.schema.apply([{ ...entries, search: [] }]);
    const client = new pg.Client({ connectionString: requireUrl() });
    await client.connect();
    onTestFinished(() => client.end());
    await client.query(`begin; select * from "${schema}".heedkit_entries`);
    const refused = storage.schema.apply([entries]);
    await expect(refused).rejects.toMatchObject({
      code: "STORAGE_UNAVAILABLE",
      retryable: true,
      message: expect.stringContaining("lock"),
    });
    await client.query("commit");
    await storage.schema.apply([entries]);
  }, 20_000);

  test("a search that was dropped or altered is created again from the rows", async () => {
    const { storage, schema } = opened();
    await storage.schema.apply([entries]);
    await storage.commit([insert("a", "needle")]);
    await administer(`drop index "${schema}".heedkit_entries_search`);
    await storage.schema.apply([entries]);
    await administer(`alter table "${schema}".heedkit_entries drop column search_words`);
    await storage.schema.apply([entries]);
    expect(await storage.schema.plan([entries])).toEqual({ steps: [], drift: [] });
    expect(await storage.search(entries, { text: "needle", limit: 5 })).toHaveLength(1);
  });

  test("a search keeps in step with rows that a person changes by hand", async () => {
    const { storage, schema } = opened();
    await storage.schema.apply([entries]);
    await storage.commit([insert("a", "before")]);
    await administer(`update "${schema}".heedkit_entries set text = 'after' where id = 'a'`);
    expect(await storage.search(entries, { text: "before", limit: 5 })).toEqual([]);
    expect(await storage.search(entries, { text: "after", limit: 5 })).toHaveLength(1);
  });

  test("a text of two megabytes of different words is kept and searched", async () => {
    const { storage } = opened();
    await storage.schema.apply([entries]);
    const words = Array.from({ length: 200_000 }, (_, at) => `word${at}`).join(" ");
    await storage.commit([insert("a", words)]);
    expect(await storage.search(entries, { text: "word7 word5000", limit: 5 })).toHaveLength(1);
    expect((await storage.get(entries, [entry("a")]))[0]?.text).toBe(words);
  });

  test("unique keys hold for texts that are longer than an index takes", async () => {
    const table: Table<Entry> = {
      ...entries,
      unique: [{ name: "text", fields: ["tenantId", "text"] }],
    };
    const { storage } = opened();
    await storage.schema.apply([table]);
    const long = Array.from({ length: 3_000 }, () => Math.random().toString(36)).join("");
    const row = (id: string, text: string) => ({ ...insert(id, text), table });
    await storage.commit([row("a", long), row("b", `${long}x`), row("c", "short")]);
    const conflict = { conflict: { changeIndex: 0, reason: "unique", constraint: "text" } };
    await expect(storage.commit([row("d", long)])).rejects.toMatchObject(conflict);
    await expect(storage.commit([row("d", "short")])).rejects.toMatchObject(conflict);
    const ids = async (text: string) =>
      (await storage.find(table, { where: { field: "text", is: text }, limit: 5 })).map(({ id }) => id);
    expect([await ids(long), await ids(`${long}x`), await ids("short")]).toEqual([["a"], ["b"], ["c"]]);
    const where = { field: "text", in: [long, "short"] } as const;
    expect(await storage.find(table, { where, limit: 5 })).toHaveLength(2);
  });

  test("text by code point, whatever the order of the database", async () => {
    const { storage } = opened();
    await storage.schema.apply([entries]);
    const texts = ["", "\u0000", "\u0000a", "\u0001", "\u0001\u0000", "A", "Z", "a", "ä", "\u{10000}"];
    await storage.commit(texts.toReversed().map((text, at) => insert(`r${at}`, text)));
    const rows = await storage.find(entries, { orderBy: [{ field: "text" }], limit: 50 });
    expect(rows.map(({ text }) => text)).toEqual(texts);
    const where = { field: "text", startsWith: "\u0000" } as const;
    expect(await storage.count(entries, where)).toBe(2);
  });
});
