import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { entry, hostConnection, insert, openStorage, temporaryPath } from "./testing/desk.ts";
import { entries } from "./testing/entries.ts";

describe("the search index", () => {
  test("keeps in step with rows that a person changes by hand", async () => {
    const path = temporaryPath();
    const storage = await openStorage({ path });
    await storage.commit([insert("a", "before"), insert("b", "other")]);
    hostConnection(path).exec(
      "update heedkit_entries set text = 'after' where id = 'a'; delete from heedkit_entries where id = 'b'",
    );
    expect(await storage.search(entries, { text: "before", limit: 5 })).toEqual([]);
    expect(await storage.search(entries, { text: "other", limit: 5 })).toEqual([]);
    expect(await storage.search(entries, { text: "after", limit: 5 })).toHaveLength(1);
  });

  test("survives VACUUM", async () => {
    const path = temporaryPath();
    const storage = await openStorage({ path });
    await storage.commit(["a", "b", "c", "d"].map((id) => insert(id, `word${id}`)));
    await storage.commit([{ kind: "delete", table: entries, key: entry("b") }]);
    hostConnection(path).exec("vacuum");
    expect((await storage.search(entries, { text: "wordd", limit: 5 })).map(({ id }) => id)).toEqual(["d"]);
  });

  test("that was dropped or altered is created again from the rows", async () => {
    const path = temporaryPath();
    const storage = await openStorage({ path });
    await storage.commit([insert("a", "needle")]);
    hostConnection(path).exec(
      "drop trigger heedkit_entries_search_update; drop table heedkit_entries_search",
    );
    expect((await storage.schema.apply([entries])).drift).toEqual([]);
    expect(await storage.schema.plan([entries])).toEqual({ steps: [], drift: [] });
    expect(await storage.search(entries, { text: "needle", limit: 5 })).toHaveLength(1);
  });

  test("erased text is found nowhere in the file", async () => {
    const path = temporaryPath();
    const storage = await openStorage({ path });
    const secret = "Rumpelstilzchen";
    await storage.commit([
      insert("a", `my name is ${secret}`),
      insert("b", `${secret} ${"filler ".repeat(3000)}`),
    ]);
    await storage.commit(Array.from({ length: 50 }, (_, at) => insert(`other${at}`, "something else")));
    await storage.commit([
      { kind: "update", table: entries, key: entry("a"), set: { text: null } },
      { kind: "delete", table: entries, key: entry("b") },
    ]);
    await storage.close();
    expect(readFileSync(path).toString("latin1").toLowerCase()).not.toContain(secret.toLowerCase());
  });
});
