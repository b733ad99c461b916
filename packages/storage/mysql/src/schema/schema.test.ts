import { spawn } from "node:child_process";
import type { Table } from "@heedkit/core";
import { createConnection } from "mysql2/promise";
import { describe, expect, onTestFinished, test } from "vitest";
import { mysqlStorage } from "../index.ts";
import { asHost, dropDatabase, newDatabase, optionsFor, port } from "../testing/database.ts";
import { entries, entry, insert, openStorage } from "../testing/entries.ts";

async function emptyDatabase(): Promise<string> {
  const database = await newDatabase();
  onTestFinished(() => dropDatabase(database));
  return database;
}

function storageOn(database: string) {
  const storage = mysqlStorage(optionsFor(database));
  onTestFinished(() => storage.close());
  return storage;
}

/** Creates the tables in a separate process, on a signal. */
function applying(database: string) {
  const program = new URL("../testing/applyAtOnce.ts", import.meta.url).pathname;
  const resolver = new URL("../../../../../scripts/resolve-sources.ts", import.meta.url).href;
  const child = spawn(process.execPath, ["--import", resolver, program, database], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += String(chunk);
  });
  const ready = new Promise<void>((resolve) => child.stdout.once("data", () => resolve()));
  const ended = new Promise<string>((resolve) => child.once("close", () => resolve(output)));
  return { ready, go: () => child.stdin.write("go\n"), ended };
}

describe.skipIf(port === null)("schema", () => {
  test("8 processes that start at once make the tables once", { timeout: 60_000 }, async () => {
    const database = await emptyDatabase();
    const processes = Array.from({ length: 8 }, () => applying(database));
    await Promise.all(processes.map(({ ready }) => ready));
    for (const { go } of processes) go();
    const outputs = await Promise.all(processes.map(({ ended }) => ended));
    const steps = outputs.map((output) => Number(output.split("\n")[1]));
    expect(steps.filter((count) => count > 0)).toHaveLength(1);
    expect(await storageOn(database).schema.plan([entries])).toEqual({ steps: [], drift: [] });
  });

  test("interrupted after any step, it goes on from there", { timeout: 60_000 }, async () => {
    const wide: Table = {
      ...entries,
      columns: { ...entries.columns, note: { type: "text", nullable: true } },
      indexes: [...entries.indexes, { name: "note", fields: ["tenantId", "note"] }],
      unique: [...entries.unique, { name: "note", fields: ["tenantId", "note", "count"] }].map((key) =>
        key.name === "note" ? { ...key, name: "noteCount" } : key,
      ),
      search: ["text", "note"],
    };
    for (let stopAt = 1; ; stopAt++) {
      const database = await emptyDatabase();
      const storage = storageOn(database);
      await storage.schema.apply([entries]);
      await storage.commit([insert("a", { text: "needle" })]);
      const { steps } = await storage.schema.plan([wide]);
      if (stopAt > steps.length) break;
      // What a process does that dies after so many steps.
      await asHost(
        database,
        steps.slice(0, stopAt).filter((step) => !step.startsWith("--")),
      );
      expect((await storage.schema.plan([wide])).steps.length).toBeLessThanOrEqual(steps.length);
      await storage.schema.apply([wide]);
      expect(await storage.schema.plan([wide])).toEqual({ steps: [], drift: [] });
      expect(await storage.search(wide, { text: "needle", limit: 5 })).toHaveLength(1);
    }
  });

  test("interrupted before its first table was filled, it begins again", async () => {
    const database = await emptyDatabase();
    const storage = storageOn(database);
    const [first = ""] = (await storage.schema.plan([entries])).steps;
    await asHost(database, [first]);
    await storage.schema.apply([entries]);
    expect(await storage.schema.plan([entries])).toEqual({ steps: [], drift: [] });
  });

  test("tables and columns have comments; helping columns stay out of select *", async () => {
    const { storage, database } = await openStorage();
    await storage.commit([insert("a", { text: "hello" })]);
    const comments = await asHost(database, [
      "select table_comment as comment from information_schema.tables where table_name = 'heedkit_entries' and table_schema = database()",
    ]);
    expect(comments).toEqual([{ comment: entries.comment }]);
    const columns = await asHost(database, [
      "select column_comment as comment from information_schema.columns where table_name = 'heedkit_entries' and table_schema = database() and column_name = 'text'",
    ]);
    expect(columns).toEqual([{ comment: "What somebody said." }]);
    expect(await asHost(database, ["select * from heedkit_entries"])).toEqual([
      { tenant_id: "t", id: "a", text: "hello", code: null, count: 0 },
    ]);
  });

  test("an index is added while others write", async () => {
    const { storage } = await openStorage();
    const more: Table = { ...entries, indexes: [...entries.indexes, { name: "text", fields: ["text"] }] };
    const { steps } = await storage.schema.plan([more]);
    expect(steps).toHaveLength(1);
    expect(steps[0]).toMatch(/add key `heedkit_entries_text` .*algorithm = inplace, lock = none/);
    await storage.schema.apply([more]);
  });

  test.each([
    ["another collation", "modify text longtext character set latin1", /text.*latin1/],
    [
      "another engine",
      "drop primary key, drop index heedkit_entries_search, drop index heedkit_entries_count, drop index heedkit_entries_code, engine = MyISAM",
      /MyISAM.*InnoDB/,
    ],
    ["a shorter key", "modify id varchar(64) character set utf8mb4 collate utf8mb4_bin", /id.*varchar\(64\)/],
    [
      "an index on other columns",
      "drop index heedkit_entries_count, add index heedkit_entries_count (id)",
      /count.*\(id\)/,
    ],
  ])("drift: %s is named and not touched", async (_title, change, problem) => {
    const { storage, database } = await openStorage();
    await asHost(database, [`alter table heedkit_entries ${change}`]);
    const { drift } = await storage.schema.plan([entries]);
    expect(drift.map((one) => one.problem).join("\n")).toMatch(problem);
    await expect(storage.schema.apply([entries])).rejects.toMatchObject({ code: "SCHEMA_DRIFT" });
  });

  test("tables under our prefix that we did not make are refused and left alone", async () => {
    const database = await emptyDatabase();
    await asHost(database, ["create table heedkit_entries (id int primary key, whatever text)"]);
    await expect(storageOn(database).schema.apply([entries])).rejects.toMatchObject({
      code: "STORAGE_FOREIGN",
      message: expect.stringContaining("heedkit_entries"),
    });
    const beside = mysqlStorage({ ...optionsFor(database), prefix: "desk_" });
    onTestFinished(() => beside.close());
    await beside.schema.apply([entries]);
    expect(await beside.count(entries)).toBe(0);
  });

  test("tables of a newer version are refused, saying so", async () => {
    const { database } = await openStorage();
    await asHost(database, ["update heedkit_meta set value = '2' where `key` = 'format'"]);
    const storage = storageOn(database);
    for (const call of [() => storage.schema.plan([entries]), () => storage.commit([insert("a")])])
      await expect(call()).rejects.toMatchObject({
        code: "STORAGE_FOREIGN",
        message: expect.stringMatching(/format 2.*supports format 1.*newer version/),
      });
  });

  test("ids longer than 255 characters are refused, not cut", async () => {
    const { storage } = await openStorage();
    await storage.commit([insert("x".repeat(255))]);
    await expect(storage.commit([insert("a"), insert("x".repeat(256))])).rejects.toMatchObject({
      code: "INVALID_INPUT",
      message: expect.stringContaining("255 characters"),
    });
    expect(await storage.count(entries)).toBe(1);
  });

  test("texts of unique keys and indexes may be as long as they like, and are found", async () => {
    const { storage } = await openStorage();
    const code = "long ".repeat(50_000);
    await storage.commit([insert("a", { code }), insert("b", { code: `${code}!` })]);
    expect(await storage.find(entries, { where: { field: "code", is: code }, limit: 5 })).toHaveLength(1);
    await expect(storage.commit([insert("c", { code })])).rejects.toMatchObject({
      conflict: { reason: "unique", constraint: "code" },
    });
  });

  test("a commit larger than the server takes at once goes in parts, whole or not at all", async () => {
    const { storage } = await openStorage();
    const large = (id: string) => insert(id, { text: "x".repeat(6_000_000), count: 1 });
    const many = Array.from({ length: 60 }, (_, at) => insert(`r${at}`, { code: `${at}`.repeat(100_000) }));
    await storage.commit([large("a"), large("b"), large("c"), ...many, large("d")]);
    expect(await storage.count(entries)).toBe(64);
    await expect(storage.commit([large("e"), insert("f"), large("a")])).rejects.toMatchObject({
      conflict: { changeIndex: 2, id: "a", constraint: "primary" },
    });
    expect(await storage.get(entries, [entry("e"), entry("f")])).toEqual([]);
  });

  test("the search keeps short words, common words and parts of other scripts", async () => {
    const { storage } = await openStorage();
    const texts = [
      "is it on?",
      "to be or not to be",
      "C",
      "Straße",
      "ΣΊΣΥΦΟΣ",
      "東京タワー",
      "x".repeat(300),
    ];
    await storage.commit(texts.map((text, at) => insert(`${at}`, { text })));
    const found = async (text: string) =>
      (await storage.search(entries, { text, limit: 9 })).map(({ id }) => id);
    expect(await found("it IS")).toEqual(["0"]);
    expect(await found("to be")).toEqual(["1"]);
    expect(await found("c")).toEqual(["2"]);
    expect(await found("strasse")).toEqual(["3"]);
    expect(await found("σίσυφος")).toEqual(["4"]);
    expect(await found("東京")).toEqual(["5"]);
    expect(await found("x".repeat(200))).toEqual(["6"]);
  });

  test("TLS is used where it is asked for, and a server without it is refused", async () => {
    const connection = await createConnection(optionsFor("heedkit").connection);
    const [rows] = await connection.query("select @@have_ssl as ssl_there");
    await connection.end();
    const isThere = JSON.stringify(rows).includes("YES");
    const database = await emptyDatabase();
    const storage = mysqlStorage({ ...optionsFor(database), ssl: { rejectUnauthorized: false } });
    onTestFinished(() => storage.close());
    if (isThere) await storage.schema.apply([entries]);
    else await expect(storage.schema.apply([entries])).rejects.toMatchObject({ code: "STORAGE_UNAVAILABLE" });
  });

  test.each([
    [{}],
    [{ url: "mysql://localhost" }],
    [{ url: "postgres://localhost/desk" }],
    [{ url: "mysql://localhost/desk?multipleStatements=false" }],
    [{ url: "mysql://localhost/desk", prefix: "Drop table;" }],
    [{ url: "mysql://localhost/desk", maxConnections: 0 }],
    [{ url: "mysql://localhost/desk", statementTimeoutMs: -1 }],
    [{ url: "mysql://localhost/desk", connection: { database: "desk" } }],
  ])("options %j are refused", (options) => {
    expect(mysqlStorage(options).problems).toEqual([expect.any(String)]);
  });
});
