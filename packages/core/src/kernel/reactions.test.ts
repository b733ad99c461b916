import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type EventType, events } from "./events.ts";
import { entries, kernelForTests } from "./kernelForTests.ts";
import { defineReaction } from "./reactions.ts";
import { transact } from "./transact.ts";

/** Types whose data does not matter here. */
const types = [
  "agent.created",
  "agent.updated",
  "customer.created",
  "customer.updated",
  "case.noted",
] as const;
type Type = (typeof types)[number];

/** What each type's reactions emit: later types only, so that they come to rest. */
const resting = fc.tuple(
  ...types.map((_, at) =>
    fc.array(fc.constantFrom(...(types.slice(at + 1).length > 0 ? types.slice(at + 1) : [null])), {
      maxLength: 2,
    }),
  ),
);

function deskReacting(plan: ReadonlyMap<Type, readonly Type[]>, seed = 1) {
  const desk = kernelForTests([], seed);
  const emit = (tx: Parameters<Parameters<typeof transact>[1]>[0], type: EventType) =>
    // What is in the data plays no part.
    tx.emit(type, {}, {} as never);
  for (const type of types)
    desk.kernel.reactions.add([
      defineReaction({
        on: type,
        phase: "decide",
        run(_, tx) {
          for (const next of plan.get(type) ?? []) emit(tx, next);
        },
      }),
    ]);
  const run = (first: readonly Type[]) =>
    transact(desk.context, (tx) => {
      for (const type of first) emit(tx, type);
      tx.insert(entries, { fromId: "a", toId: "b", amount: 1 });
    });
  const kept = async () => {
    const rows = await desk.memory.find(events, { limit: 1_000 });
    const position = new Map(rows.map(({ id }, at) => [id, at]));
    return rows.map(({ type, causationId }) => ({ type, cause: position.get(causationId ?? "") ?? null }));
  };
  return { ...desk, run, kept };
}

/** The events in the order in which they should come: each in its turn is reacted to, first come, first served. */
function expected(first: readonly Type[], plan: ReadonlyMap<Type, readonly Type[]>) {
  const queue: { readonly type: Type; readonly cause: number | null }[] = first.map((type) => ({
    type,
    cause: null,
  }));
  for (let at = 0; at < queue.length; at++) {
    const event = queue[at];
    if (event === undefined) break;
    queue.push(...(plan.get(event.type) ?? []).map((type) => ({ type, cause: at })));
  }
  return queue;
}

describe("reactions", () => {
  test("run first come, first served, and are the same each time", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...types), { minLength: 1, maxLength: 3 }),
        resting,
        async (first, lists) => {
          const plan = new Map(
            types.map((type, at) => [type, (lists[at] ?? []).filter((next) => next !== null)] as const),
          );
          const wanted = expected(first, plan);
          for (const seed of [1, 2]) {
            const desk = deskReacting(plan, seed);
            await desk.run(first);
            expect(await desk.kept()).toEqual(wanted);
          }
        },
      ),
    ));

  test("that answer each other without end are stopped, named, and leave nothing", async () => {
    const desk = deskReacting(
      new Map<Type, readonly Type[]>([
        ["agent.created", ["customer.created"]],
        ["customer.created", ["customer.updated"]],
        ["customer.updated", ["customer.created"]],
      ]),
    );
    await expect(desk.run(["agent.created"])).rejects.toMatchObject({
      code: "REACTION_LIMIT",
      message: expect.stringMatching(/customer\.(created|updated) -> customer\.(created|updated)/),
      details: { types: expect.not.arrayContaining(["agent.created"]) },
    });
    expect(await desk.kept()).toEqual([]);
    expect(await desk.memory.find(entries, { limit: 10 })).toEqual([]);
  });

  test("that multiply are stopped as well", async () => {
    const desk = deskReacting(new Map([["agent.created", ["agent.created", "agent.created"]]]));
    await expect(desk.run(["agent.created"])).rejects.toMatchObject({ code: "REACTION_LIMIT" });
  });

  test("a command may do as much as it likes itself: only what reactions add is bounded", async () => {
    const desk = deskReacting(new Map([["agent.created", ["agent.updated"]]]));
    await desk.run(Array.from({ length: 400 }, () => "agent.created"));
    expect(await desk.kept()).toHaveLength(800);
  });

  test("one that throws stops the whole commit", async () => {
    const desk = deskReacting(new Map());
    desk.kernel.reactions.add([
      defineReaction({
        on: "agent.created",
        phase: "decide",
        run() {
          throw new Error("a mistake");
        },
      }),
    ]);
    await expect(desk.run(["agent.created"])).rejects.toThrow("a mistake");
    expect(await desk.memory.find(entries, { limit: 10 })).toEqual([]);
  });
});
