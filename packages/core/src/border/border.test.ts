import { describe, expect, test } from "vitest";
import * as z from "zod";
import { isSupportError, SupportError } from "../errors/index.ts";
import { defineCommand, defineReaction, nothing } from "../kernel/index.ts";
import { memoryStorage } from "../memory/index.ts";
import { definePlugin } from "../plugins/index.ts";
import { type Channel, type Clock, type Storage, systemClock } from "../ports/index.ts";
import { createSupport } from "../support.ts";

class DriverError extends Error {
  readonly code = "ENOSPC";
}
const thrown: Readonly<Record<string, () => unknown>> = {
  "a plain error": () => new DriverError("no space left on device"),
  "a string": () => "broken",
  undefined: () => undefined,
  "an object that can't be read": () => Object.create(null),
};

const channel: Channel = {
  specVersion: 1,
  id: "letters",
  kind: "email",
  capabilities: {
    receive: true,
    deliver: true,
    html: false,
    attachments: true,
    subject: true,
    listens: false,
  },
  verify: async () => undefined,
  parse: async () => [],
  deliver: async () => ({ externalId: "x", refused: [], detail: null }),
};

/** Everything a caller can reach, called with input that is good enough to get to the ports. */
async function walk(support: object, path: string, outcomes: Map<string, unknown>): Promise<void> {
  for (const [name, value] of Object.entries(support)) {
    if (["start", "stop", "tick", "as", "tenant", "within", "on", "subscribe"].includes(name)) continue;
    if (typeof value === "object" && value !== null) await walk(value, `${path}.${name}`, outcomes);
    if (typeof value !== "function") continue;
    for (const given of [
      [],
      ["id_1"],
      [{}],
      [{ customerId: "c", caseId: "c", subject: "s", text: "t", name: "n", key: "k" }],
    ])
      try {
        await value(...given);
      } catch (error) {
        outcomes.set(`${path}.${name}(${JSON.stringify(given)})`, error);
      }
  }
}

const strangers = (outcomes: ReadonlyMap<string, unknown>) =>
  [...outcomes]
    .filter(([, error]) => !isSupportError(error))
    .map(([call, error]) => `${call}: ${String(error)}`);

describe.each(Object.keys(thrown))("with ports that throw %s, callers see SupportErrors alone", (kind) => {
  const fail = () => {
    throw thrown[kind]?.();
  };

  test("a storage, at every call", async () => {
    const memory = memoryStorage();
    let isBroken = false;
    const broken = new Proxy(memory, {
      get: (target, name) =>
        isBroken && typeof Reflect.get(target, name) === "function" ? fail : Reflect.get(target, name),
    }) as Storage;
    const support = await createSupport({ storage: broken, channels: [channel], report: () => undefined });
    isBroken = true;
    const outcomes = new Map<string, unknown>();
    await walk(support, "support", outcomes);
    expect(outcomes.size).toBeGreaterThan(100);
    expect(strangers(outcomes)).toEqual([]);
    await expect(support.cases.list()).rejects.toMatchObject({
      code: "STORAGE_UNAVAILABLE",
      retryable: true,
    });
    expect(() => support.within({})).toThrow(SupportError);
    await expect(support.tick().catch((error) => Promise.reject(error))).rejects.toSatisfy(isSupportError);
    await expect(support.stop()).rejects.toSatisfy(isSupportError);
  });

  test("a storage that can't be prepared", async () => {
    const storage = { ...memoryStorage(), schema: { plan: fail, apply: fail } };
    await expect(createSupport({ storage })).rejects.toSatisfy(isSupportError);
  });

  test.each(["now", "ids", "random"])("a source of %s", async (port) => {
    let isBroken = false;
    const unless = <Result>(work: () => Result) => (isBroken ? fail() : work());
    const clock: Clock = { ...systemClock, now: () => unless(() => 1_000) };
    let made = 0;
    const support = await createSupport({
      storage: memoryStorage(),
      channels: [channel],
      report: () => undefined,
      ...(port === "now" ? { clock } : {}),
      ...(port === "ids" ? { ids: { create: (prefix: string) => unless(() => `${prefix}_${++made}`) } } : {}),
      ...(port === "random"
        ? {
            random: {
              fraction: () => unless(() => 0.5),
              bytes: (count: number) => unless(() => new Uint8Array(count)),
            },
          }
        : {}),
    });
    isBroken = true;
    const outcomes = new Map<string, unknown>();
    await walk(support, "support", outcomes);
    expect(strangers(outcomes)).toEqual([]);
    await expect(support.customers.create({ name: "Ada" })).rejects.toMatchObject({
      code: "EXTENSION_FAILED",
    });
  });

  test("a connector, blob store, carrier of live updates, plugin and functions of the host", async () => {
    const reactions = [defineReaction({ on: "case.opened", phase: "decide", run: fail })];
    const ask = defineCommand({
      name: "faulty.ask",
      summary: "Fails.",
      input: z.strictObject({}),
      output: nothing,
      access: { permission: null },
      http: "POST /faulty",
      run: fail,
    });
    const support = await createSupport({
      storage: memoryStorage(),
      channels: [{ ...channel, verify: fail }],
      blobs: { put: fail, open: fail, delete: fail },
      live: { publish: fail, subscribe: fail },
      plugins: [definePlugin({ id: "faulty", reactions, operations: { ask } })],
      tenants: (id) => (id === "default" ? true : fail()),
      report: () => undefined,
    });
    const { id: customerId } = await support.customers.create({ name: "Ada" });
    const file = { name: "a.txt", mediaType: "text/plain", bytes: new Uint8Array(1), contentId: null };
    const raw = { body: new Uint8Array(1), dedupeKey: null, receivedAt: 1, metadata: {} };
    const calls: readonly [string, () => unknown, string][] = [
      ["verify", () => support.receive("letters", raw), "EXTENSION_FAILED"],
      [
        "reaction",
        () => support.cases.open({ customerId, subject: "s", message: { text: "t" } }),
        "EXTENSION_FAILED",
      ],
      [
        "blobs",
        () => support.cases.open({ customerId, subject: "s", message: { text: "t", attachments: [file] } }),
        "BLOBS_UNAVAILABLE",
      ],
      ["publish", () => support.live.publish("topic", {}), "LIVE_UNAVAILABLE"],
      ["subscribe", () => support.live.subscribe(["topic"], () => undefined), "LIVE_UNAVAILABLE"],
      ["operation", () => support.faulty.ask(), "EXTENSION_FAILED"],
      ["tenants", () => support.tenant("other").cases.list(), "EXTENSION_FAILED"],
    ];
    for (const [name, call, code] of calls) {
      const outcome = await new Promise((resolve) => resolve(call())).catch((error: unknown) => error);
      expect([name, outcome]).toEqual([name, expect.objectContaining({ code, message: expect.any(String) })]);
      expect(isSupportError(outcome)).toBe(true);
    }
  });
});

test("the cause and the code of the system are kept", async () => {
  const cause = new DriverError("no space left on device");
  const storage: Storage = { ...memoryStorage(), find: () => Promise.reject(cause) };
  const support = await createSupport({ storage });
  await expect(support.cases.list()).rejects.toMatchObject({
    code: "STORAGE_UNAVAILABLE",
    cause,
    details: { system: "ENOSPC" },
    message: expect.stringContaining("no space left on device"),
  });
});

describe("what is received", () => {
  const good = { body: new Uint8Array([1]), dedupeKey: "k", receivedAt: 1, metadata: {} };
  const { metadata: _, ...withoutMetadata } = good;
  test.each([
    ["without metadata", withoutMetadata],
    ["that is nothing", undefined],
    ["that is null", null],
    ["that is a string", "mail"],
    ["whose body is text", { ...good, body: "mail" }],
    ["without a body", { ...good, body: undefined }],
    ["with an empty key", { ...good, dedupeKey: "" }],
    ["with a number for a key", { ...good, dedupeKey: 7 }],
    ["without a time", { ...good, receivedAt: undefined }],
    ["with a time that is no number", { ...good, receivedAt: Number.NaN }],
    ["with a time beyond all dates", { ...good, receivedAt: 9e15 }],
    ["with metadata of numbers", { ...good, metadata: { size: 1 } }],
    ["with metadata in depth", { ...good, metadata: { from: { a: "b" } } }],
    ["with endless metadata", { ...good, metadata: { from: "x".repeat(1_000_001) } }],
  ])("%s is refused as input, saying what is wrong", async (_name, raw) => {
    const support = await createSupport({ storage: memoryStorage(), channels: [channel] });
    // As a caller without types can do.
    const receive = support.receive as (channelId: string, raw: unknown) => Promise<unknown>;
    await expect(receive("letters", raw)).rejects.toMatchObject({ code: "INVALID_INPUT", status: 400 });
  });
});

test("what adapters find wrong with their options joins the one list", async () => {
  const none = async () => undefined;
  const creating = createSupport({
    storage: { ...memoryStorage(), problems: ["give a path."] },
    live: { publish: none, subscribe: () => () => undefined, problems: ["give a url."] },
    blobs: { put: none, open: async () => null, delete: none, problems: ["give a bucket."] },
    worker: {
      engine: {
        specVersion: 1,
        name: "q",
        start: none,
        publish: none,
        stop: none,
        problems: ["give a queue."],
      },
    },
  });
  await expect(creating).rejects.toMatchObject({
    code: "INVALID_CONFIGURATION",
    details: {
      problems: [
        "storage: give a path.",
        "blobs: give a bucket.",
        "live: give a url.",
        "worker.engine: give a queue.",
      ],
    },
  });
});
