import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isConflictError, isSupportError } from "../errors/index.ts";
import type { Context } from "./context.ts";
import { events } from "./events.ts";
import { idempotencyKeys, transactOnce } from "./idempotency.ts";
import { jobs } from "./jobTable.ts";
import { accounts, entries, type Fate, kernelForTests } from "./kernelForTests.ts";
import { transact } from "./transact.ts";
import type { Transaction } from "./transaction.ts";

const people = ["a", "b", "c"];
const opening = 1_000;

interface Move {
  readonly from: string;
  readonly to: string;
  readonly amount: number;
}

const person = fc.constantFrom(...people);
const moves = fc.array(fc.record({ from: person, to: person, amount: fc.integer({ min: 1, max: 9 }) }), {
  minLength: 1,
  maxLength: 12,
});
const fates = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constant<Fate>("through") },
    { weight: 1, arbitrary: fc.constantFrom<Fate>("before", "after", "conflict") },
  ),
  { maxLength: 40 },
);

/** Moves a sum, leaving an entry, an event and a job. */
async function move(tx: Transaction, { from, to, amount }: Move) {
  const [giver, taker] = [await tx.get(accounts, from), await tx.get(accounts, to)];
  if (giver === null || taker === null) throw new Error("no such account");
  tx.update(accounts, giver, { balance: giver.balance - amount });
  const latest = (await tx.get(accounts, to)) ?? taker;
  tx.update(accounts, latest, { balance: latest.balance + amount });
  const entry = tx.insert(entries, { fromId: from, toId: to, amount });
  tx.emit("agent.updated", {}, { agentId: entry.id, fields: [] });
  await tx.enqueue("delivery.send", { messageId: entry.id });
  return entry;
}

async function opened(given: readonly Fate[]) {
  const desk = kernelForTests(["through", ...given]);
  await transact(desk.context, (tx) => {
    for (const id of people) tx.insert(accounts, { id, balance: opening });
  });
  return desk;
}

async function stateOf({ storage, tenantId }: Context) {
  const where = { field: "tenantId", is: tenantId } as const;
  const all = { where, limit: 1_000 };
  const [balances, moved, told, queued] = await Promise.all([
    storage.find(accounts, all),
    storage.find(entries, all),
    storage.find(events, all),
    storage.find(jobs, all),
  ]);
  return { balances: new Map(balances.map(({ id, balance }) => [id, balance])), moved, told, queued };
}

/** Every entry is in the balances, with its event and its job, and nothing else is there. */
async function expectWhole(context: Context) {
  const { balances, moved, told, queued } = await stateOf(context);
  const sums = new Map(people.map((id) => [id, opening]));
  for (const { fromId, toId, amount } of moved) {
    sums.set(fromId, (sums.get(fromId) ?? 0) - amount);
    sums.set(toId, (sums.get(toId) ?? 0) + amount);
  }
  expect(balances).toEqual(sums);
  const ids = moved.map(({ id }) => id).sort();
  expect(told.map(({ data }) => data.agentId).sort()).toEqual(ids);
  expect(queued.map(({ data }) => data.messageId).sort()).toEqual(ids);
  return moved;
}

describe("a commit that meets trouble", () => {
  test("is whole or not at all, and a command that resolved is in it once", () =>
    fc.assert(
      fc.asyncProperty(moves, fates, async (wanted, given) => {
        const { context } = await opened(given);
        const results = await Promise.allSettled(
          wanted.map((one) => transact(context, (tx) => move(tx, one))),
        );
        const moved = (await expectWhole(context)).map(({ id }) => id);
        for (const result of results) {
          if (result.status === "fulfilled") expect(moved).toContain(result.value.id);
          else expect(isSupportError(result.reason) && result.reason.retryable).toBe(true);
        }
        const failed = results.filter(({ status }) => status === "rejected").length;
        expect(moved.length).toBeLessThanOrEqual(wanted.length);
        expect(moved.length).toBeGreaterThanOrEqual(wanted.length - failed);
      }),
    ));

  test("is had exactly once by repeating the command under its key until it resolves", () =>
    fc.assert(
      fc.asyncProperty(moves, fates, async (wanted, given) => {
        const { context } = await opened(given);
        const once = async (input: Move, key: string) => {
          for (;;) {
            const made = await transactOnce(context, { command: "move", key, input, table: entries }, (tx) =>
              move(tx, input),
            ).catch((error) => {
              if (!isSupportError(error) || !error.retryable) throw error;
              return null;
            });
            if (made !== null) return made.id;
          }
        };
        // Each is sent twice at once, as by an impatient caller.
        const ids = await Promise.all(
          wanted.flatMap((one, at) => [once(one, String(at)), once(one, String(at))]),
        );
        const moved = await expectWhole(context);
        expect(moved).toHaveLength(wanted.length);
        expect(new Set(ids)).toEqual(new Set(moved.map(({ id }) => id)));
        const where = { field: "tenantId", is: context.tenantId } as const;
        expect(await context.storage.count(idempotencyKeys, where)).toBe(wanted.length);
      }),
    ));

  test("tells listeners of each event once, and of none that is not there", () =>
    fc.assert(
      fc.asyncProperty(moves, fates, async (wanted, given) => {
        const { context, kernel } = await opened(given);
        const heard: string[] = [];
        kernel.emitter.on("agent.updated", ({ id }) => heard.push(id));
        await Promise.allSettled(wanted.map((one) => transact(context, (tx) => move(tx, one))));
        const kept = new Set((await stateOf(context)).told.map(({ id }) => id));
        expect(new Set(heard).size).toBe(heard.length);
        for (const id of heard) expect(kept.has(id)).toBe(true);
      }),
    ));
});

describe("conflicts", () => {
  test.each([2, 8, 20])("%i counters that race all count", async (count) => {
    const { context } = await opened([]);
    await Promise.all(
      Array.from({ length: count }, () =>
        transact(context, async (tx) => {
          const row = await tx.get(accounts, "a");
          if (row !== null) tx.update(accounts, row, { balance: row.balance + 1 });
        }),
      ),
    );
    expect((await stateOf(context)).balances.get("a")).toBe(opening + count);
  });

  test("increments race without any", async () => {
    const { context } = await opened([]);
    let attempts = 0;
    await Promise.all(
      Array.from({ length: 50 }, () =>
        transact(context, (tx) => {
          attempts++;
          tx.increment(accounts, "a", { balance: 2 });
        }),
      ),
    );
    expect((await stateOf(context)).balances.get("a")).toBe(opening + 100);
    expect(attempts).toBe(50);
  });

  test("end after twenty attempts with the last conflict", async () => {
    const { context } = await opened(Array.from({ length: 30 }, () => "conflict"));
    let attempts = 0;
    const counting = transact(context, (tx) => {
      attempts = tx.attempt;
      tx.increment(accounts, "a", { balance: 1 });
    });
    const error = await counting.catch((thrown: unknown) => thrown);
    expect(isConflictError(error)).toBe(true);
    expect(attempts).toBe(20);
  });

  test("show the repeated command what was written in between", async () => {
    const { context } = await opened([]);
    const seen: (number | undefined)[] = [];
    await transact(context, async (tx) => {
      const row = await tx.get(accounts, "a");
      seen.push(row?.balance);
      if (row === null) return;
      if (tx.attempt === 1)
        await transact(context, async (other) => {
          const same = await other.get(accounts, "a");
          if (same !== null) other.update(accounts, same, { balance: 7 });
        });
      tx.update(accounts, row, { note: "seen" });
    });
    expect(seen).toEqual([opening, 7]);
  });

  test("a command that decides to write nothing commits nothing", async () => {
    const { context } = await opened(["before"]);
    await transact(context, (tx) => tx.get(accounts, "a"));
    await transact(context, (tx) => {
      const row = tx.insert(entries, { fromId: "a", toId: "b", amount: 1 });
      tx.delete(entries, row);
    });
    expect(await expectWhole(context)).toEqual([]);
  });
});
