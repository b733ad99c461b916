import { type Cursor, cursorOf, type Order } from "@heedkit/core";
import { expect, test } from "../checks/checks.ts";
import { seededRandom } from "../seededRandom.ts";
import type { StorageSuiteOptions } from "./options.ts";
import { inserts, type Thing, thing, things } from "./samples.ts";
import { concern, ids, othersTurn, type Subject } from "./subject.ts";

/** Orders, and pages that neither repeat nor skip a row. */
export function pagingTests(suite: StorageSuiteOptions): void {
  concern(suite, "orders and pages", (subject) => {
    const orders: Readonly<Record<string, readonly Order<Thing>[]>> = {
      "by id": [],
      "by a number": [{ field: "count" }],
      "by a number, descending": [{ field: "count", direction: "descending" }],
      "by a number with nulls: first when ascending": [{ field: "rank" }],
      "by a number with nulls: last when descending": [{ field: "rank", direction: "descending" }],
      "by two fields that go different ways": [
        { field: "rank", direction: "descending" },
        { field: "count" },
      ],
      "by two nullable fields": [{ field: "rank" }, { field: "nickname", direction: "descending" }],
      "by a boolean": [{ field: "isFlagged" }],
      "by text, by code point": [{ field: "nickname" }, { field: "name" }],
      "by an instant": [{ field: "dueAt", direction: "descending" }],
      "by id, descending": [{ field: "id", direction: "descending" }],
      "by a fraction": [{ field: "score" }],
    };
    for (const [title, orderBy] of Object.entries(orders))
      test(`pages ${title}`, async () => {
        const tenantId = subject.tenant();
        const rows = shuffled(tenantId);
        await subject.storage.commit(inserts(things, rows));
        const whole = await subject.storage.find(things, {
          where: { field: "tenantId", is: tenantId },
          orderBy,
          limit: 1000,
        });
        expect(ids(whole)).toEqual(ids([...rows].sort(inOrder(orderBy))));
        expect(ids(await walk(subject, tenantId, orderBy))).toEqual(ids(whole));
      });

    test("rows inserted while paging shift no page", async () => {
      const tenantId = subject.tenant();
      const orderBy: readonly Order<Thing>[] = [{ field: "count" }];
      const rows = shuffled(tenantId);
      await subject.storage.commit(inserts(things, rows));
      let made = 0;
      const seen = await walk(subject, tenantId, orderBy, () =>
        subject.storage.commit(
          inserts(things, [
            thing(tenantId, `new-${++made}`, { count: -5 }),
            thing(tenantId, `new-${++made}`, { count: 2 }),
          ]),
        ),
      );
      const old = seen.filter(({ id }) => !id.startsWith("new"));
      expect([...ids(old)].sort()).toEqual([...ids(rows)].sort());
      expect(new Set(ids(seen)).size).toBe(seen.length);
    });
    test("writers who never pause shift no page, in either direction", async () => {
      for (const direction of ["ascending", "descending"] as const) {
        const tenantId = subject.tenant();
        const rows = shuffled(tenantId);
        await subject.storage.commit(inserts(things, rows));
        let isReading = true;
        const write = async (writer: number) => {
          for (let at = 0; isReading && at < 300; at++) {
            const row = thing(tenantId, `new-${writer}-${at}`, { count: at % 5 });
            await subject.storage.commit(inserts(things, [row]));
            if (at % 3 === 0) await subject.storage.commit([{ kind: "delete", table: things, key: row }]);
          }
        };
        const writers = [1, 2, 3].map(write);
        const seen = await walk(subject, tenantId, [{ field: "count", direction }]).finally(() => {
          isReading = false;
        });
        await Promise.all(writers);
        expect(new Set(ids(seen)).size).toBe(seen.length);
        const wanted = inOrder([{ field: "count", direction }]);
        expect(ids(seen)).toEqual(ids([...seen].sort(wanted)));
        expect([...ids(seen.filter(({ id }) => id.startsWith("id-")))].sort()).toEqual([...ids(rows)].sort());
      }
    });
    test("a page shows one moment: its rows come in the order of their own values, while others move them", async () => {
      const tenantId = subject.tenant();
      await subject.storage.commit(inserts(things, shuffled(tenantId)));
      const orderBy: readonly Order<Thing>[] = [{ field: "count" }];
      const random = seededRandom(6);
      let isReading = true;
      const move = async () => {
        for (let left = 300; isReading && left > 0; left--) {
          const id = `id-${Math.floor(random.fraction() * 60)
            .toString()
            .padStart(2, "0")}`;
          const set = { count: Math.floor(random.fraction() * 9) - 3 };
          await subject.storage.commit([{ kind: "update", table: things, key: { tenantId, id }, set }]);
          await othersTurn();
        }
      };
      const moving = Promise.all([move(), move()]);
      try {
        for (let left = 20; left > 0; left--) {
          const where = { field: "tenantId", is: tenantId } as const;
          const page = await subject.storage.find(things, { where, orderBy, limit: 50 });
          expect(page).toHaveLength(50);
          expect(ids(page)).toEqual(ids([...page].sort(inOrder(orderBy))));
          await othersTurn();
        }
      } finally {
        isReading = false;
        await moving;
      }
    });
    test("a row that is moved behind the cursor is not seen twice, one that is moved ahead of it is seen", async () => {
      const tenantId = subject.tenant();
      const rows = Array.from({ length: 21 }, (_, at) => thing(tenantId, `r${at + 10}`, { count: at }));
      await subject.storage.commit(inserts(things, rows));
      const seen: string[] = [];
      const move = (id: string, count: number) =>
        subject.storage.commit([{ kind: "update", table: things, key: { tenantId, id }, set: { count } }]);
      for await (const page of pages(subject, tenantId, [{ field: "count" }])) {
        if (seen.length === 0) await Promise.all([move("r29", -1), move("r30", 8)]);
        seen.push(...ids(page));
      }
      expect(seen.filter((id) => id === "r29")).toEqual([]);
      expect(seen.indexOf("r30")).toBe(9);
      expect(seen).toHaveLength(20);
    });
    test("rows deleted while paging leave no gap", async () => {
      const tenantId = subject.tenant();
      const rows = shuffled(tenantId);
      await subject.storage.commit(inserts(things, rows));
      const seen: Thing[] = [];
      for await (const page of pages(subject, tenantId, [])) {
        seen.push(...page);
        const last = page.at(-1);
        if (last !== undefined) await subject.storage.commit([{ kind: "delete", table: things, key: last }]);
      }
      expect([...ids(seen)].sort()).toEqual([...ids(rows)].sort());
    });
    test("a cursor of a row that is gone still works", async () => {
      const tenantId = subject.tenant();
      await subject.storage.commit(
        inserts(
          things,
          ["a", "b", "c"].map((id) => thing(tenantId, id)),
        ),
      );
      const where = { field: "tenantId", is: tenantId } as const;
      expect(ids(await subject.storage.find(things, { where, after: ["aa"], limit: 10 }))).toEqual([
        "b",
        "c",
      ]);
    });
    test("the limit bounds the page", async () => {
      const tenantId = subject.tenant();
      await subject.storage.commit(inserts(things, shuffled(tenantId)));
      const where = { field: "tenantId", is: tenantId } as const;
      for (const limit of [1, 2, 1000])
        expect(await subject.storage.find(things, { where, limit })).toHaveLength(Math.min(limit, 60));
    });
  });
}

function shuffled(tenantId: string): readonly Thing[] {
  const random = seededRandom(5);
  const one = <Item>(items: readonly Item[], fallback: Item) =>
    items[Math.floor(random.fraction() * items.length)] ?? fallback;
  // Either the rank or the nickname is null: together they are a unique key.
  return Array.from({ length: 60 }, (_, at) =>
    thing(tenantId, `id-${((at * 37) % 60).toString().padStart(2, "0")}`, {
      name: `${one(["a", "B", "é", "\uFFFD", "\u{1F600}"], "a")}${at}`,
      count: one([0, 1, 2, 3], 0),
      rank: at % 2 === 0 ? null : one([null, -1, 0, 5], null),
      nickname: at % 2 === 1 ? null : one([null, "", "a", "Z", "\uE000", "\u{10000}"], null),
      isFlagged: one([null, true, false], null),
      dueAt: one([null, 0, 1e12], null),
      score: one([null, -0.5, 0, 1e-9, 1e300], null),
    }),
  );
}

async function* pages(subject: Subject, tenantId: string, orderBy: readonly Order<Thing>[]) {
  const where = { field: "tenantId", is: tenantId } as const;
  let after: Cursor | undefined;
  // A storage whose pages loop must fail, not run forever.
  for (let left = 200; left > 0; left--) {
    const query = { where, orderBy, limit: 7, ...(after === undefined ? {} : { after }) };
    const page = await subject.storage.find(things, query);
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    after = cursorOf(last, orderBy);
  }
  expect.fail("The pages do not come to an end.");
}

async function walk(
  subject: Subject,
  tenantId: string,
  orderBy: readonly Order<Thing>[],
  between: () => Promise<unknown> = async () => undefined,
) {
  const seen: Thing[] = [];
  for await (const page of pages(subject, tenantId, orderBy)) {
    seen.push(...page);
    if (seen.length < 200) await between();
  }
  return seen;
}

/** The order, written independently of the core: null lowest, text by code point, then id in the last direction. */
function inOrder(orderBy: readonly Order<Thing>[]) {
  const direction = orderBy.at(-1)?.direction ?? "ascending";
  const keys: readonly Order<Thing>[] = [...orderBy, { field: "id", direction }];
  const points = (text: string) =>
    [...text].map((point) => (point.codePointAt(0) ?? 0).toString(16).padStart(6, "0")).join();
  const weight = (value: unknown): string | number =>
    typeof value === "string" ? points(value) : value === null ? Number.NEGATIVE_INFINITY : Number(value);
  const compared = (left: unknown, right: unknown) => {
    if (left === right) return 0;
    if (left === null || right === null) return left === null ? -1 : 1;
    return weight(left) < weight(right) ? -1 : 1;
  };
  return (left: Thing, right: Thing): number => {
    for (const { field, direction } of keys) {
      const order = compared(left[field], right[field]);
      if (order !== 0) return direction === "descending" ? -order : order;
    }
    return 0;
  };
}
