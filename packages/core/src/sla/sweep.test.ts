import { describe, expect, test } from "vitest";
import { cases } from "../cases/index.ts";
import { memoryStorage } from "../memory/index.ts";
import type { Storage } from "../ports/index.ts";
import { deskForTests, hour, minute, morning } from "./deskForTests.ts";
import type { SlaPolicy } from "./policy.ts";
import { slaClocks } from "./schema.ts";

const policy: SlaPolicy = {
  id: "p",
  targets: [{ metric: "first_reply", within: "2h", warnings: ["1h"] }],
};

/** Desks of several processes on one storage, all with the same time. */
async function desks(count: number, storage: Storage) {
  const all: Awaited<ReturnType<typeof deskForTests>>[] = [];
  for (let made = 0; made < count; made++) all.push(await deskForTests({ policies: [policy] }, { storage }));
  return {
    all,
    setTime: (now: number) => {
      for (const desk of all) desk.time.now = now;
    },
  };
}

/** A storage whose next commit of a clock blocks until released, like that of a suspended worker. */
function stoppable(storage: Storage) {
  let gate: Promise<void> | null = null;
  let release = () => {};
  return {
    storage: {
      ...storage,
      commit: async (changes: Parameters<Storage["commit"]>[0]) => {
        if (changes.some(({ table }) => table.name === slaClocks.name)) {
          const waiting = gate;
          gate = null;
          await waiting;
        }
        return storage.commit(changes);
      },
    } satisfies Storage,
    stopNext: () => {
      gate = new Promise((resolve) => {
        release = resolve;
      });
      return () => release();
    },
  };
}

describe("a warning or breach fires once per clock", () => {
  test("with eight workers racing for the same clocks", async () => {
    const storage = memoryStorage();
    const { all, setTime } = await desks(8, storage);
    const [first] = all;
    const opened: string[] = [];
    for (let count = 0; count < 40; count++) opened.push((await first?.open()) ?? "");
    for (const now of [morning + hour, morning + 2 * hour, morning + 3 * hour]) {
      setTime(now);
      await Promise.all(all.map((desk) => desk.tick()));
      await Promise.all(all.map((desk) => desk.tick()));
    }
    for (const type of ["sla.warned", "sla.breached"]) {
      const told = (await first?.told(type)) ?? [];
      expect(new Set(told.map((data) => (data as { caseId: string }).caseId)).size).toBe(40);
      expect(told).toHaveLength(40);
    }
  });

  test("after a worker stopped past its lease and went on", async () => {
    const memory = memoryStorage();
    const { storage, stopNext } = stoppable(memory);
    const slow = await deskForTests({ policies: [policy] }, { storage });
    const quick = await deskForTests({ policies: [policy] }, { storage: memory });
    await quick.open();
    slow.time.now = quick.time.now = morning + 2 * hour;
    const goOn = stopNext();
    const stopped = slow.tick();
    // Nobody else can claim the row while the lease is running.
    await quick.tick();
    expect(await quick.told("sla.breached")).toHaveLength(0);
    quick.time.now += minute;
    await quick.tick();
    expect(await quick.told("sla.breached")).toHaveLength(1);
    goOn();
    await stopped;
    expect(await quick.told("sla.breached")).toHaveLength(1);
    expect(await quick.told("sla.warned")).toHaveLength(1);
    const [clock] = await memory.find(slaClocks, { limit: 10 });
    expect(clock).toMatchObject({ fence: 2, leasedUntil: null, breachedAt: morning + 2 * hour });
  });

  test("not at all when a reply is committed between the claim and the commit of the sweep", async () => {
    const memory = memoryStorage();
    const { storage, stopNext } = stoppable(memory);
    const slow = await deskForTests({ policies: [policy] }, { storage });
    const quick = await deskForTests({ policies: [policy] }, { storage: memory });
    const caseId = await quick.open();
    slow.time.now = morning + 2 * hour;
    quick.time.now = morning + hour - 1;
    const goOn = stopNext();
    const stopped = slow.tick();
    await quick.reply(caseId);
    goOn();
    await stopped;
    expect(await quick.log(caseId, "first_reply")).toEqual(["activate", "fulfil"]);
    expect(await quick.told("sla.breached")).toEqual([]);
  });

  test("with the time set back and forth", async () => {
    const at = await deskForTests({ policies: [policy] });
    const caseId = await at.open();
    for (const hours of [1, -5, 0.5, 2, -3, 2.5, 9, -9, 12]) {
      at.time.now = morning + hours * hour;
      await at.tick();
    }
    expect(await at.log(caseId, "first_reply")).toEqual(["activate", "warn", "breach"]);
    at.time.now = morning - hour;
    await at.reply(caseId);
    const clock = await at.clock(caseId, "first_reply");
    const instants = clock?.log.map((entry) => entry.at) ?? [];
    expect(instants).toEqual(instants.toSorted((left, right) => left - right));
    expect(clock?.countedMs).toBeGreaterThanOrEqual(0);
  });

  test("of a target that becomes shorter than what a process whose time was ahead has counted", async () => {
    const urgent = { metric: "first_reply", priority: "urgent", within: "30m" } as const;
    const at = await deskForTests({ policies: [{ ...policy, targets: [...policy.targets, urgent] }] });
    const caseId = await at.open();
    at.time.now = morning + 1.5 * hour;
    await at.tick();
    expect(await at.log(caseId, "first_reply")).toEqual(["activate", "warn"]);
    at.time.now = morning + 10 * minute;
    await at.agent.update({ caseId, priority: "urgent" });
    await at.reply(caseId);
    expect(await at.log(caseId, "first_reply")).toEqual(["activate", "warn", "retarget", "breach", "fulfil"]);
    expect(await at.told("sla.breached")).toHaveLength(1);
    expect(await at.told("sla.fulfilled")).toMatchObject([{ met: false }]);
  });

  test("of a target that a process whose time was ahead has promised only then", async () => {
    const urgent = { metric: "first_reply", priority: "urgent", within: "30m" } as const;
    const at = await deskForTests({ policies: [{ ...policy, targets: [urgent] }] });
    const caseId = await at.open();
    at.time.now = morning + hour;
    await at.agent.update({ caseId, priority: "urgent" });
    at.time.now = morning + 50 * minute;
    await at.reply(caseId);
    expect(await at.told("sla.breached")).toMatchObject([{ at: morning + hour }]);
    expect(await at.told("sla.fulfilled")).toMatchObject([{ met: false }]);
  });
});

test("a case that is gone leaves no clock due for ever", async () => {
  const at = await deskForTests({ policies: [policy] });
  const caseId = await at.open();
  const found = await at.support.cases.get({ caseId });
  await at.storage.commit([{ kind: "delete", table: cases, key: { tenantId: found.tenantId, id: caseId } }]);
  at.pass(3 * hour);
  expect((await at.tick()).swept).toBe(1);
  at.pass(hour);
  expect((await at.tick()).swept).toBe(0);
});
