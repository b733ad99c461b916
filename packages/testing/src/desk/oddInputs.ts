import { isSupportError } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { onDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

/** Calls of the host's own process, which take functions or nothing. */
const notForCallers: ReadonlySet<string> = new Set([
  "start",
  "stop",
  "tick",
  "on",
  "live",
  "plugins",
  "within",
]);

/** Lists within lists, far deeper than any input goes. */
function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = { fields: value, data: value };
  return value;
}

const throwing = new Proxy(
  {},
  {
    get: () => {
      throw new TypeError("not yours");
    },
    ownKeys: () => {
      throw new TypeError("not yours");
    },
  },
);

const single: readonly unknown[] = [
  ...[
    undefined,
    null,
    true,
    0,
    -1,
    1.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    10n,
    "",
    " ",
    "\u0000",
    "\uD800",
  ],
  ...[
    "__proto__",
    "constructor",
    "x".repeat(2_000_000),
    Symbol("x"),
    () => 1,
    [],
    [[]],
    {},
    Object.create(null),
  ],
  ...[new Date(Number.NaN), new Map(), new Uint8Array(3), throwing, nested(5_000), { length: -1 }],
];

const names = [
  "caseId",
  "customerId",
  "kind",
  "value",
  "fields",
  "data",
  "at",
  "key",
  "text",
  "id",
  "limit",
  "after",
];

/** Objects that have each odd value under many names at once, and each alone. */
const inputs: readonly unknown[] = [
  ...single,
  ...single.map((value) => Object.fromEntries(names.map((name) => [name, value]))),
  ...single.map((value) => ({
    customerId: "cus_x",
    caseId: "cas_x",
    subject: "x",
    type: "x",
    text: "x",
    at: value,
  })),
  JSON.parse('{ "__proto__": { "kind": "host" }, "caseId": "x" }'),
];

function callsOf(
  holder: object,
  path: string,
): readonly (readonly [string, (...given: never[]) => unknown])[] {
  return Object.entries(holder).flatMap(([name, member]) => {
    const at = path === "" ? name : `${path}.${name}`;
    if (notForCallers.has(at)) return [];
    if (typeof member === "function") return [[at, member] as const];
    return typeof member === "object" && member !== null && at !== "actor" ? callsOf(member, at) : [];
  });
}

export function oddInputTests(options: DeskSuiteOptions): void {
  describe("odd input", () => {
    test(
      "is refused by every call of a desk with an error that says so, and never breaks one",
      () =>
        onDesk(options, async (desk) => {
          await desk.hear();
          const wrong: string[] = [];
          const calls = callsOf(desk.support, "");
          for (const [path, call] of calls)
            for (const [at, input] of inputs.entries())
              for (const given of [[input], ["x", input]]) {
                try {
                  await desk.settled(Promise.resolve(Reflect.apply(call, null, given)));
                } catch (error) {
                  if (!isSupportError(error) || error.code === "INTERNAL")
                    wrong.push(
                      `${path} with input ${at} as argument ${given.length}: ${String(error).slice(0, 100)}`,
                    );
                }
              }
          expect(calls.length).toBeGreaterThan(50);
          expect(wrong).toEqual([]);
        }),
      120_000,
    );

    test("is bounded in size", () =>
      onDesk(options, async ({ support, hear }) => {
        const { id: caseId } = await hear();
        const { customerId } = await support.cases.get({ caseId });
        const tags = Array.from({ length: 10_001 }, (_, at) => `tag ${at}`);
        const large = { text: "x".repeat(20_000_000) };
        const calls: Readonly<Record<string, Promise<unknown>>> = {
          "many tags": support.cases.update({ caseId, tags }),
          "a large activity": support.customers.recordActivity({ customerId, type: "x", data: large }),
          "a moment that no date has": support.cases.open({ customerId, subject: "x", openedAt: 9e15 }),
          "a moment beyond dates": support.customers.recordActivity({
            customerId,
            type: "x",
            at: 8.64e15 + 1,
          }),
          "deep fields": Reflect.apply(support.customers.update, null, [
            { customerId, fields: nested(50_000) },
          ]),
          "many copies": support.cases.reply({
            caseId,
            text: "x",
            cc: Array.from({ length: 50 }, (_, at) => ({ kind: "email", value: `p${at}@x.example` })),
          }),
        };
        for (const [name, call] of Object.entries(calls))
          await expect(call, name).rejects.toMatchObject({ code: "INVALID_INPUT" });
      }));
  });
}
