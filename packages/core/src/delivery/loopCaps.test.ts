import { describe, expect, test } from "vitest";
import { queueOutgoing, requireCase } from "../cases/index.ts";
import { memoryStorage } from "../memory/index.ts";
import type { Storage } from "../ports/index.ts";
import { deskForTests, somebody, type TestDesk } from "../templates/deskForTests.ts";
import { loopCapSettings, takeAutomaticSlot } from "./loopCaps.ts";

const minuteMs = 60_000;
const recipient = { kind: "email", value: "ada@example.com" };
const wide = { perCase: 1_000, perTenMinutes: 1_000, perHour: 1_000, perDay: 1_000 };
const quiet = { templates: { acknowledgement: { enabled: false } } };

async function aCase(desk: TestDesk): Promise<string> {
  const [known] = await desk.cases.list().then(({ rows }) => rows);
  const customerId = known?.customerId ?? (await somebody(desk)).id;
  return (await desk.cases.open({ customerId, subject: "Help" })).id;
}

function take(
  desk: TestDesk,
  caps: Parameters<typeof loopCapSettings>[0],
  caseId: string,
  brandNew = false,
): Promise<boolean> {
  const settings = loopCapSettings({ ...wide, ...caps }, async () => false);
  return desk.transact((tx) => takeAutomaticSlot(tx, settings, { recipient, caseId, brandNew }));
}

describe("caps on automatic messages to one recipient", () => {
  test.each([
    ["perTenMinutes", 10],
    ["perHour", 60],
    ["perDay", 1_440],
  ] as const)("%s holds in any stretch of that length and no longer", async (cap, minutes) => {
    const desk = deskForTests(quiet);
    const caseId = await aCase(desk);
    const taken: boolean[] = [];
    for (const after of [0, 1, 1, minutes * minuteMs - 3, 1, 0, 1]) {
      desk.time.now += after;
      taken.push(await take(desk, { [cap]: 2 }, caseId));
    }
    expect(taken).toEqual([true, true, false, false, true, false, true]);
  });

  test("hold when commits race: the last slot is taken once", async () => {
    const desk = deskForTests(quiet);
    const caseIds: string[] = [];
    for (let count = 0; count < 12; count++) caseIds.push(await aCase(desk));
    for (const brandNew of [true, false]) {
      const taken = await Promise.all(caseIds.map((caseId) => take(desk, { perDay: 5 }, caseId, brandNew)));
      expect(taken.filter(Boolean)).toHaveLength(brandNew ? 5 : 0);
    }
  });

  test("say why in an event", async () => {
    const desk = deskForTests(quiet);
    const caseId = await aCase(desk);
    const heard: unknown[] = [];
    desk.kernel.emitter.on("delivery.automaticSuppressed", ({ data }) => heard.push(data));
    await take(desk, { perHour: 1 }, caseId);
    await take(desk, { perHour: 1 }, caseId);
    const blocked = loopCapSettings({}, async () => true);
    await desk.transact((tx) => takeAutomaticSlot(tx, blocked, { recipient, caseId, brandNew: false }));
    expect(heard).toEqual([
      { caseId, reason: "hour" },
      { caseId, reason: "blocked" },
    ]);
  });
});

test("a case gets three automatic messages, to however many people", async () => {
  const desk = deskForTests(quiet);
  const caseId = await aCase(desk);
  const caps = loopCapSettings({ ...wide, perCase: 3 }, async () => false);
  const send = (value: string) =>
    desk.transact(async (tx) => {
      const slot = { recipient: { kind: "email", value }, caseId, brandNew: false };
      if (!(await takeAutomaticSlot(tx, caps, slot))) return false;
      await queueOutgoing(tx, desk.caseDeps, await requireCase(tx, caseId), {
        text: "auto",
        authorKind: "system",
        automatic: "test",
      });
      return true;
    });
  const sent = await Promise.all(Array.from({ length: 10 }, (_, at) => send(`p${at}@example.com`)));
  expect(sent.filter(Boolean)).toHaveLength(3);
});

test("a brand-new customer costs no read", async () => {
  const storage = memoryStorage();
  const read: string[] = [];
  const watched: Storage = {
    ...storage,
    get: (table, keys) => {
      read.push(table.name);
      return storage.get(table, keys);
    },
    find: (table, query) => {
      read.push(table.name);
      return storage.find(table, query);
    },
  };
  const desk = deskForTests({ ...quiet, storage: watched });
  const caseId = await aCase(desk);
  read.length = 0;
  expect(await take(desk, {}, caseId, true)).toBe(true);
  expect(read).toEqual([]);
});

test("rows go when they are a day old, and not while they count", async () => {
  const desk = deskForTests(quiet);
  const caseId = await aCase(desk);
  await take(desk, {}, caseId);
  desk.time.now += 20 * 60 * minuteMs;
  await take(desk, {}, caseId);
  desk.time.now += 5 * 60 * minuteMs;
  await desk.sweep();
  expect(await desk.slots()).toBe(1);
  desk.time.now += 20 * 60 * minuteMs;
  await desk.sweep();
  expect(await desk.slots()).toBe(0);
  expect(await take(desk, {}, caseId)).toBe(true);
});

test("a cap that is no whole number is refused by name", () => {
  expect(() => loopCapSettings({ perHour: -1 }, async () => false)).toThrow("loopCaps.perHour");
});
