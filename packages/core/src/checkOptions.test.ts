import { describe, expect, test } from "vitest";
import * as z from "zod";
import { definePlugin, defineTable, isSupportError, type SupportOptions } from "./index.ts";
import { memoryStorage } from "./memory/index.ts";
import type { Channel, Storage } from "./ports/index.ts";
import { createSupport } from "./support.ts";

const channel: Channel = {
  specVersion: 1,
  id: "letters",
  kind: "email",
  capabilities: {
    receive: true,
    deliver: true,
    html: true,
    attachments: false,
    subject: true,
    listens: false,
  },
  parse: async () => [],
  deliver: async () => ({ externalId: "1", refused: [], detail: null }),
};
const newer = { specVersion: 2 };
const table = (name: string) =>
  defineTable(name, { comment: "Rows.", idPrefix: "row", fields: { word: z.string() }, personal: "none" });
const undeclared = {
  comment: "Rows.",
  idPrefix: "row",
  fields: { caseId: z.string(), word: z.string() },
} as const;
const firstReply = { metric: "first_reply", within: "1h" };

/** What is wrong with options, as a caller without types may pass them; empty when the desk starts. */
async function problemsOf(
  options: Readonly<Record<string, unknown>> | undefined,
): Promise<readonly string[]> {
  try {
    const support = await createSupport(options as unknown as SupportOptions);
    await support.stop();
    return [];
  } catch (error) {
    if (!isSupportError(error)) throw error;
    expect(error.code).toBe("INVALID_CONFIGURATION");
    const { problems } = error.details;
    const listed = Array.isArray(problems) ? problems.map(String) : [];
    expect(error.message).toBe(`The desk can't start:${listed.map((one) => `\n- ${one}`).join("")}`);
    return listed;
  }
}

const wrong: readonly (readonly [string, Readonly<Record<string, unknown>>, RegExp])[] = [
  ["a misspelt option", { chanels: [] }, /^chanels: there is no such option\. Did you mean "channels"\?$/],
  ["an option that is like none", { quux: 1 }, /^quux: there is no such option\.$/],
  ["no storage", { storage: undefined }, /^storage: is missing\. Pass memoryStorage\(\)/],
  ["storage that was not made", { storage: memoryStorage }, /^storage: is a function\. Call it/],
  ["storage that was not awaited", { storage: Promise.resolve() }, /^storage: is a promise\. Await it/],
  ["storage of another version", { storage: { ...memoryStorage(), ...newer } }, /"memory" speaks version 2/],
  ["an object that is no storage", { storage: {} }, /^storage: is no storage/],
  ["no tenants", { tenants: [] }, /^tenants: the list is empty/],
  ["a tenant twice", { tenants: ["a", "a"] }, /^tenants: a name is there twice/],
  ["a tenant without a name", { tenants: ["a", " "] }, /^tenants: a name is empty/],
  ["a channel that was not made", { channels: [() => channel] }, /^channels: at position 0 is a function/],
  ["a channel twice", { channels: [channel, channel] }, /^channels: "letters" is there twice/],
  ["a channel of another version", { channels: [{ ...channel, ...newer }] }, /"letters" speaks version 2/],
  ["a channel named api", { channels: [{ ...channel, id: "api" }] }, /"api" is the name of cases without/],
  ["a channel that cannot deliver", { channels: [{ ...channel, deliver: undefined }] }, /no deliver\(\)/],
  ["a channel that cannot parse", { channels: [{ ...channel, parse: undefined }] }, /no parse\(\)/],
  [
    "a channel that cannot listen",
    { channels: [{ ...channel, capabilities: { ...channel.capabilities, listens: true } }] },
    /no start\(\)/,
  ],
  [
    "a plugin that was not made",
    { plugins: [() => ({})] },
    /^plugins: the entry at position 0 is a function/,
  ],
  ["a plugin twice", { plugins: [{ id: "a" }, { id: "a" }] }, /^plugins: duplicate id "a"/],
  ["a plugin with a wrong id", { plugins: [{ id: "A b" }] }, /^plugins: the id "A b" must be camelCase/],
  ["a plugin that lacks another", { plugins: [{ id: "a", dependsOn: ["b"] }] }, /depends on the plugin "b"/],
  [
    "plugins in a circle",
    {
      plugins: [
        { id: "a", dependsOn: ["b"] },
        { id: "b", dependsOn: ["a"] },
      ],
    },
    /a -> b -> a form a dependency cycle/,
  ],
  [
    "a table of a foreign name",
    { plugins: [definePlugin({ id: "myStars", tables: [table("ratings")] })] },
    /"myStars": tables: "ratings" is outside the plugin's own namespace/,
  ],
  [
    "a table that the core has",
    { plugins: [definePlugin({ id: "case", tables: [table("caseLinks")] })] },
    /^plugins: duplicate table "caseLinks"/,
  ],
  [
    "a plugin's free text that is nobody's",
    { plugins: [definePlugin({ id: "a", tables: [defineTable("aRows", undeclared)] })] },
    /^plugins: the table "aRows" holds free text \(word\) but doesn't say whose it is\. Add personal:/,
  ],
  [
    "a plugin's personal data behind a misspelt table",
    {
      plugins: [
        definePlugin({
          id: "a",
          tables: [
            defineTable("aRows", {
              ...undeclared,
              personal: { subject: { through: "caseId", table: "case" }, rows: "erase" },
            }),
          ],
        }),
      ],
    },
    /^plugins: the subject of the table "aRows" leads through the table "case".* Did you mean "cases"\?/,
  ],
  [
    "a plugin's wrong template",
    { plugins: [{ id: "a", templates: [{ key: "a.k", locale: "en", text: "{{ custmer.name }}" }] }] },
    /custmer/,
  ],
  ["a worker without hands", { worker: { concurrency: 0 } }, /^worker\.concurrency: must be a positive/],
  ["a misspelt setting", { worker: { leaseMS: 1 } }, /^worker\.leaseMS: .*Did you mean "leaseMs"\?$/],
  ["an engine of another version", { worker: { engine: newer } }, /^worker\.engine: speaks version 2/],
  ["an unknown way with tables", { schema: "drop" }, /^schema: "drop" is not apply, check or skip/],
  ["a seal in the past", { audit: { sealEveryMs: -1 } }, /^audit\.sealEveryMs: must be 0 or a positive/],
  [
    "events that never settle",
    { audit: { settleMs: Number.NaN } },
    /^audit\.settleMs: must be 0 or a positive/,
  ],
  ["no bytes", { intake: { maxRawBytes: 0 } }, /^intake\.maxRawBytes: must be a positive/],
  ["a misspelt case option", { cases: { trackingcode: {} } }, /^cases\.trackingcode: .*"trackingCode"/],
  [
    "a wrong format",
    { cases: { trackingCode: { format: "{number}" } } },
    /^cases: The tracking code format .* must start with a word/,
  ],
  [
    "a wrong status",
    { cases: { statuses: [{ key: "X", label: "", category: "open" }] } },
    /^cases\.statuses/,
  ],
  [
    "a status twice",
    { cases: { statuses: [{ key: "open", label: "Open", category: "open" }] } },
    /^cases\.statuses: "open" is a duplicate or the name of a category/,
  ],
  ["fields that are no object", { cases: { fields: {} } }, /^cases\.fields: must be a z\.object/],
  ["a time limit of nothing", { customers: { timeLimitMs: 0 } }, /^customers\.timeLimitMs: must be/],
  ["a negative cache", { customers: { cacheMs: -1 } }, /^customers\.cacheMs: must be/],
  ["a source that is no function", { customers: { context: { orders: 1 } } }, /^customers\.context\.orders/],
  ["a wrong locale", { templates: { locale: "english please" } }, /^templates\.locale: is not a BCP 47/],
  ["wrong caps", { delivery: { loopCaps: { perDay: -1 } } }, /^delivery\.loopCaps\.perDay/],
  ["a wrong policy", { sla: { policies: [{ id: "A b", targets: [firstReply] }] } }, /^sla\.policies/],
];

describe("options", () => {
  test("of which only storage is needed", async () => {
    expect(await problemsOf({ storage: memoryStorage() })).toEqual([]);
    expect(await problemsOf({ storage: memoryStorage(), channels: [channel], tenants: () => true })).toEqual(
      [],
    );
  });

  test("that are missing altogether", async () => {
    expect(await problemsOf(undefined)).toEqual([
      expect.stringMatching(/is not an object\. It takes \{ storage/),
    ]);
  });

  test.each(wrong)("with %s are refused for that and nothing else", async (_, options, problem) => {
    expect(await problemsOf({ storage: memoryStorage(), ...options })).toEqual([
      expect.stringMatching(problem),
    ]);
  });

  test("with many faults are refused once, for all of them", async () => {
    const faults = {
      storge: memoryStorage(),
      tenants: [],
      channels: [{ ...channel, id: "api" }],
      worker: { pollMs: -1 },
      templates: { timeZone: "Mars/Olympus" },
      delivery: { loopCaps: { perDay: -1 } },
      sla: { policies: [{ id: "A b", targets: [] }] },
      customers: { cacheMs: -1 },
      plugins: [{ id: "a", dependsOn: ["b"] }],
    };
    const problems = await problemsOf(faults);
    const names = ["storge", "storage", "tenants", "channels", "worker.pollMs", "templates.timeZone"];
    names.push("delivery.loopCaps", "sla.policies", "customers.cacheMs", "plugins");
    for (const name of names)
      expect(
        problems.filter((problem) => problem.startsWith(name)),
        name,
      ).not.toEqual([]);
  });
});

describe("tables at the start", () => {
  /** A storage that has no tables yet, and counts what it is asked for. */
  function watched(): Storage & { readonly asked: string[] } {
    const storage = memoryStorage();
    const asked: string[] = [];
    const { plan, apply } = storage.schema;
    return {
      ...storage,
      asked,
      schema: {
        plan: (tables) => plan(tables).finally(() => asked.push("plan")),
        apply: (tables) => apply(tables).finally(() => asked.push("apply")),
      },
    };
  }

  test("are made, unless told otherwise", async () => {
    const storage = watched();
    await createSupport({ storage });
    expect(storage.asked).toEqual(["apply"]);
  });

  test("that are not as needed are refused where they are only checked", async () => {
    const storage = watched();
    await expect(createSupport({ storage, schema: "check" })).rejects.toMatchObject({
      code: "SCHEMA_DRIFT",
      message: expect.stringContaining("create table cases"),
    });
    await createSupport({ storage });
    await createSupport({ storage, schema: "check" });
    expect(storage.asked).toEqual(["plan", "apply", "plan"]);
  });

  test("are not looked at where nobody wants it", async () => {
    const storage = watched();
    await createSupport({ storage, schema: "skip" });
    expect(storage.asked).toEqual([]);
  });
});
