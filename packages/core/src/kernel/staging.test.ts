import fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod";
import { memoryStorage } from "../memory/index.ts";
import type { Filter, Order, Query, RowOf } from "../ports/index.ts";
import { cursorOf } from "../rows/index.ts";
import { Staging } from "./staging.ts";
import { defineTable } from "./table.ts";

const things = defineTable("things", {
  comment: "Anything.",
  idPrefix: "thg",
  fields: {
    word: z.string(),
    size: z.int().nullable(),
    isGood: z.boolean(),
    tags: z.array(z.string()),
  },
  indexes: { byWord: ["tenantId", "word"] },
  sparseIndexes: { size: ["size"] },
});
type Thing = RowOf<typeof things>;

const words = ["", "a", "ab", "b", "\u{1F600}", "\u{FFFD}"];
const word = fc.constantFrom(...words);
const size = fc.option(fc.integer({ min: 0, max: 4 }));
const id = fc.integer({ min: 0, max: 11 }).map((number) => `thg_${String(number).padStart(2, "0")}`);
const values = fc.record({
  word,
  size,
  isGood: fc.boolean(),
  tags: fc.array(fc.constantFrom("x", "y"), { maxLength: 2 }),
});

const leaf: fc.Arbitrary<Filter<Thing>> = fc.oneof(
  word.map((is) => ({ field: "word", is }) as const),
  word.map((isNot) => ({ field: "word", isNot }) as const),
  word.map((startsWith) => ({ field: "word", startsWith }) as const),
  fc.array(size, { maxLength: 3 }).map((list) => ({ field: "size", in: list }) as const),
  fc.integer({ min: 0, max: 4 }).map((above) => ({ field: "size", above }) as const),
  fc.integer({ min: 0, max: 4 }).map((atMost) => ({ field: "size", atMost }) as const),
  fc.constant({ field: "size", is: null } as const),
  fc.constant({ field: "tags", includes: "x" } as const),
  fc.boolean().map((is) => ({ field: "isGood", is }) as const),
);
const { filter } = fc.letrec<{ filter: Filter<Thing> }>((tie) => ({
  filter: fc.oneof(
    { depthSize: "small" },
    leaf,
    fc.array(tie("filter"), { maxLength: 3 }).map((and) => ({ and })),
    fc.array(tie("filter"), { maxLength: 3 }).map((or) => ({ or })),
    tie("filter").map((not) => ({ not })),
  ),
}));
const order: fc.Arbitrary<readonly Order<Thing>[]> = fc.uniqueArray(
  fc.record({
    field: fc.constantFrom("word", "size", "isGood", "id"),
    direction: fc.constantFrom("ascending", "descending"),
  }),
  { maxLength: 3, selector: ({ field }) => field },
);
const query = fc.record(
  { where: filter, orderBy: order, limit: fc.integer({ min: 1, max: 13 }), from: fc.nat(20) },
  { requiredKeys: ["limit", "from"] },
);

const step = fc.oneof(
  fc.record({ do: fc.constantFrom("insert" as const, "update" as const), id, values }),
  fc.record({ do: fc.constant("delete" as const), id }),
);

const tenantId = "one";
const ours = { field: "tenantId", is: tenantId } as const;
const rowOf = (key: string, given: Omit<Thing, "tenantId" | "id" | "version">, tenant = tenantId) => ({
  tenantId: tenant,
  id: key,
  version: 1,
  ...given,
});

test("what a command finds before its commit is what everybody finds after it", () =>
  fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.record({ id, values }), { selector: (row) => row.id, maxLength: 12 }),
      fc.array(step, { maxLength: 12 }),
      fc.array(query, { minLength: 1, maxLength: 4 }),
      async (stored, steps, queries) => {
        const storage = memoryStorage();
        await storage.schema.apply([things]);
        await storage.commit(
          stored.flatMap((row) => [
            { kind: "insert" as const, table: things, row: rowOf(row.id, row.values) },
            { kind: "insert" as const, table: things, row: rowOf(row.id, row.values, "another") },
          ]),
        );
        const staging = new Staging(storage, tenantId);
        for (const one of steps) {
          const before = await staging.get(things, one.id);
          if (one.do === "insert" && before === null) staging.insert(things, rowOf(one.id, one.values));
          if (one.do === "update" && before !== null) staging.write(things, before, one.values, {});
          if (one.do === "delete" && before !== null) staging.write(things, before, null, {});
        }
        const asked = queries.map(({ from, ...rest }) => ({ ...rest, from }));
        const all = await staging.find(things, { limit: 1_000 });
        const pages: Query<Thing>[] = asked.map(({ from, ...rest }) => {
          const last = all[from];
          return last === undefined ? rest : { ...rest, after: cursorOf(last, rest.orderBy) };
        });
        const before = await Promise.all(pages.map((page) => staging.find(things, page)));
        const known = await Promise.all(all.map((row) => staging.get(things, row.id)));
        const changes = staging.changes();
        await storage.commit(changes);
        const after = await Promise.all(
          pages.map((page) =>
            storage.find(things, { ...page, where: { and: page.where ? [ours, page.where] : [ours] } }),
          ),
        );
        expect(before).toEqual(after);
        expect(known).toEqual(await storage.find(things, { where: ours, limit: 1_000 }));
        const foreign = await storage.count(things, { field: "tenantId", is: "another" });
        expect(foreign).toBe(stored.length);
      },
    ),
    { numRuns: 500 },
  ));

test.each([
  ["deleted", null],
  ["moved to the end", { size: 9_999 }],
] as const)("a page of the most rows has no hole where staged ones were %s", async (_, patch) => {
  const storage = memoryStorage();
  await storage.schema.apply([things]);
  const values = { word: "", isGood: true, tags: [] };
  const rows = Array.from({ length: 1_200 }, (_, at) =>
    rowOf(`thg_${String(at).padStart(4, "0")}`, { ...values, size: at }),
  );
  await storage.commit(rows.map((row) => ({ kind: "insert" as const, table: things, row })));
  const staging = new Staging(storage, tenantId);
  for (const row of rows.slice(0, 150)) staging.write(things, row, patch, {});
  staging.insert(things, rowOf("thg_last", { ...values, size: 5_000 }));
  const page = { orderBy: [{ field: "size" }], limit: 1_000 } as const;
  const found = await staging.find(things, page);
  await storage.commit(staging.changes());
  expect(found.map((row) => row.id)).toEqual((await storage.find(things, page)).map((row) => row.id));
});
