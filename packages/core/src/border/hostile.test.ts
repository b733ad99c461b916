import { describe, expect, test } from "vitest";
import { isSupportError } from "../errors/index.ts";
import { memoryStorage } from "../memory/index.ts";
import type { SupportOptions } from "../options.ts";
import { createSupport } from "../support.ts";

const throwing = new Proxy(
  {},
  {
    get: () => {
      throw new TypeError("not yours");
    },
    has: () => {
      throw new TypeError("not yours");
    },
    getPrototypeOf: () => {
      throw new TypeError("not yours");
    },
    ownKeys: () => {
      throw new TypeError("not yours");
    },
  },
);
const { proxy: revoked, revoke } = Proxy.revocable({}, {});
revoke();
const circular: Record<string, unknown> = {};
circular.self = circular;

const hostile: readonly unknown[] = [
  ...[undefined, null, true, 0, -1, Number.NaN, 10n, "", "\u0000", "__proto__", Symbol("x")],
  ...[[], {}, Object.create(null), new Date(Number.NaN), new Map(), circular, throwing, revoked],
  ...[() => 1, [null], [Symbol("x")], [throwing], { id: throwing, kind: throwing }],
  ...[{ kind: "customer", id: Symbol("x") }, { kind: throwing }],
];

/** What a call throws or rejects with, or null. */
async function errorOf(call: () => unknown): Promise<unknown> {
  try {
    await call();
    return null;
  } catch (error) {
    return error;
  }
}

function callsOf(holder: object, path: string): readonly (readonly [string, object, string])[] {
  return Object.entries(holder).flatMap(([name, member]) => {
    if (typeof member === "function") return [[`${path}.${name}`, holder, name] as const];
    return typeof member === "object" && member !== null ? callsOf(member, `${path}.${name}`) : [];
  });
}

async function aDesk() {
  return createSupport({ storage: memoryStorage(), report: () => undefined });
}

describe("whatever a caller passes, only SupportErrors come back", () => {
  test("from every call of a desk, of one bound to an actor, and of one of a tenant", async () => {
    const support = await aDesk();
    const desks = {
      support,
      agent: support.as({ kind: "agent", id: "agt_1" }),
      customer: support.as({ kind: "customer", id: "cus_1" }),
      tenant: support.tenant("default"),
    };
    const calls = Object.entries(desks).flatMap(([name, desk]) => callsOf(desk, name));
    const strangers: string[] = [];
    for (const [path, holder, name] of calls.filter(([at]) => !/\.(?:start|stop|close)$/.test(at)))
      for (const [at, value] of hostile.entries())
        for (const given of [[value], ["x", value], [value, () => undefined]]) {
          const error = await errorOf(() => Reflect.apply(Reflect.get(holder, name), holder, given));
          if (error !== null && (!isSupportError(error) || error.code === "INTERNAL"))
            strangers.push(`${path} with ${at} of ${given.length}: ${String(error).slice(0, 200)}`);
        }
    expect(calls.length).toBeGreaterThan(200);
    expect(strangers).toEqual([]);
    await support.stop();
  });

  const names = "storage channels tenants cases customers templates delivery sla audit intake plugins worker";
  const parts = `${names} schema report clock random ids live blobs`.split(" ");
  test.each(parts)("from createSupport, for any option %s", async (part) => {
    const strangers: string[] = [];
    for (const [at, value] of hostile.entries()) {
      const options = { storage: memoryStorage(), report: () => undefined, [part]: value };
      // As a caller without types can do.
      const error = await errorOf(async () =>
        (await createSupport(options as unknown as SupportOptions)).stop(),
      );
      if (error !== null && (!isSupportError(error) || error.code === "INTERNAL"))
        strangers.push(`${at}: ${String(error).slice(0, 200)}`);
    }
    expect(strangers).toEqual([]);
  });

  test("from createSupport, for any options", async () => {
    for (const value of hostile) {
      const error = await errorOf(() => createSupport(value as unknown as SupportOptions));
      expect(error).toMatchObject({ code: "INVALID_CONFIGURATION" });
    }
  });
});
