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
const secret = "0123456789abcdef0123456789abcdef";
const engine = { name: "queue", start: () => {}, publish: () => {}, stop: () => {} };
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
  ["no storage", { storage: undefined }, /^storage: expected a storage adapter, such as memoryStorage\(\)/],
  ["storage that was not made", { storage: memoryStorage }, /^storage: is a function\. Call it/],
  ["storage that was not awaited", { storage: Promise.resolve() }, /^storage: is a promise\. Await it/],
  ["storage of another version", { storage: { ...memoryStorage(), ...newer } }, /"memory" speaks version 2/],
  [
    "an object that is not a storage adapter",
    { storage: {} },
    /^storage: expected a storage adapter, .*: it has no commit\(\) or find\(\)\.$/,
  ],
  ["no tenants", { tenants: [] }, /^tenants: the list is empty/],
  ["a tenant twice", { tenants: ["a", "a"] }, /^tenants: duplicate name "a"\.$/],
  ["a tenant without a name", { tenants: ["a", " "] }, /^tenants: a name is empty/],
  ["a channel that was not made", { channels: [() => channel] }, /^channels\.0: is a function\. Call it/],
  ["a channel twice", { channels: [channel, channel] }, /^channels: duplicate id "letters"\.$/],
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
  [
    "a worker without hands",
    { worker: { concurrency: 0 } },
    /^worker\.concurrency: expected a positive whole number\.$/,
  ],
  ["a misspelt setting", { worker: { leaseMS: 1 } }, /^worker\.leaseMS: .*Did you mean "leaseMs"\?$/],
  [
    "an engine that is none",
    { worker: { engine: newer } },
    /^worker\.engine: expected a job engine, .*it has no start\(\) or publish\(\) or stop\(\)\.$/,
  ],
  ["an unknown way with tables", { schema: "drop" }, /^schema: expected "apply", "check" or "skip"\.$/],
  [
    "a seal in the past",
    { audit: { sealEveryMs: -1 } },
    /^audit\.sealEveryMs: expected 0 or more milliseconds/,
  ],
  [
    "events that never settle",
    { audit: { settleMs: Number.NaN } },
    /^audit\.settleMs: expected 0 or more milliseconds/,
  ],
  ["no bytes", { intake: { maxRawBytes: 0 } }, /^intake\.maxRawBytes: expected a positive/],
  ["a misspelt case option", { cases: { trackingcode: {} } }, /^cases\.trackingcode: .*"trackingCode"/],
  [
    "a wrong format",
    { cases: { trackingCode: { format: "{number}" } } },
    /^cases\.trackingCode\.format: must start with a word/,
  ],
  [
    "a wrong status",
    { cases: { statuses: [{ key: "X", label: "X", category: "open" }] } },
    /^cases\.statuses\.0\.key: expected lower-case letters/,
  ],
  [
    "a status without a label",
    { cases: { statuses: [{ key: "x", label: "", category: "open" }] } },
    /^cases\.statuses\.0\.label: is empty\.$/,
  ],
  [
    "a status twice",
    { cases: { statuses: [{ key: "open", label: "Open", category: "open" }] } },
    /^cases\.statuses\.0\.key: "open" is a category, which is a status already\.$/,
  ],
  ["fields that are no object", { cases: { fields: {} } }, /^cases\.fields: expected a schema of zod 4/],
  [
    "a time limit of nothing",
    { customers: { timeLimitMs: 0 } },
    /^customers\.timeLimitMs: expected a positive number of milliseconds/,
  ],
  [
    "a negative cache",
    { customers: { cacheMs: -1 } },
    /^customers\.cacheMs: expected 0 or more milliseconds/,
  ],
  [
    "a source that is no function",
    { customers: { context: { orders: 1 } } },
    /^customers\.context\.orders: expected a function\.$/,
  ],
  ["a wrong locale", { templates: { locale: "english please" } }, /^templates\.locale: expected a BCP 47/],
  ["wrong caps", { delivery: { loopCaps: { perDay: -1 } } }, /^delivery\.loopCaps\.perDay/],
  [
    "a wrong policy",
    { sla: { policies: [{ id: "A b", targets: [firstReply] }] } },
    /^sla\.policies\.0\.id: /,
  ],
  [
    "a policy twice",
    {
      sla: {
        policies: [
          { id: "a", targets: [firstReply] },
          { id: "a", targets: [firstReply] },
        ],
      },
    },
    /^sla\.policies: duplicate id "a"\.$/,
  ],
  [
    "two default policies",
    {
      sla: {
        policies: [
          { id: "a", default: true, targets: [firstReply] },
          { id: "b", default: true, targets: [firstReply] },
        ],
      },
    },
    /^sla\.policies: only one policy can be the default, and "a", "b" are\.$/,
  ],
  [
    "an engine of another version",
    { worker: { engine: { ...engine, ...newer } } },
    /^worker\.engine: "queue" speaks version 2/,
  ],
  [
    "a worker that performs perhaps",
    { worker: { performs: "yes" } },
    /^worker\.performs: expected true or false\.$/,
  ],
  ["a channel that is none", { channels: [5] }, /^channels\.0: expected a channel/],
  ["channels that are no list", { channels: {} }, /^channels: expected a list of channels\.$/],
  ["a tenant that is no name", { tenants: ["a", 5] }, /^tenants: expected a list of names or a function\.$/],
  ["a clock that is none", { clock: {} }, /^clock: expected a clock: it has no now\(\) or wait\(\)\.$/],
  ["a part that is no object", { audit: [] }, /^audit: expected an object\.$/],
  ["a part that is null", { templates: null }, /^templates: expected an object\.$/],
  [
    "an option whose getter throws",
    {
      delivery: {
        get maxRunMs(): number {
          throw new Error("not yet");
        },
      },
    },
    /^delivery\.maxRunMs: can't be read\. Reading it failed: not yet$/,
  ],
  ["a misspelt cap", { delivery: { loopCaps: { perday: 1 } } }, /^delivery\.loopCaps\.perday: .*"perDay"\?$/],
  [
    "a misspelt cap further down",
    { delivery: { loopCaps: { domain: { perHours: 1 } } } },
    /^delivery\.loopCaps\.domain\.perHours: .*"perHour"\?$/,
  ],
  [
    "a misspelt part of a status",
    { cases: { statuses: [{ key: "parts", label: "Parts", categry: "open", category: "open" }] } },
    /^cases\.statuses\.0\.categry: .*"category"\?$/,
  ],
  [
    "a misspelt part of the tracking code",
    { cases: { trackingCode: { formt: "Case-{number}" } } },
    /^cases\.trackingCode\.formt: .*"format"\?$/,
  ],
  [
    "a misspelt contact",
    { templates: { contact: { phne: "1" } } },
    /^templates\.contact\.phne: .*"phone"\?$/,
  ],
  [
    "a contact that is none",
    { templates: { contact: 5 } },
    /^templates\.contact: expected a function or an object\.$/,
  ],
  [
    "a misspelt part of the acknowledgement",
    { templates: { acknowledgement: { enable: true } } },
    /^templates\.acknowledgement\.enable: .*"enabled"\?$/,
  ],
  [
    "a misspelt part of a policy",
    { sla: { policies: [{ id: "a", targets: [{ ...firstReply, wihtin: "1h" }] }] } },
    /^sla\.policies\.0\.targets\.0\.wihtin: there is no such option\. Did you mean "within"\?$/,
  ],
  ["a policy that is none", { sla: { policies: [null] } }, /^sla\.policies\.0: expected an object\.$/],
  [
    "a weak key",
    { audit: { keys: [{ id: "a", secret: "short" }] } },
    /^audit\.keys\.0\.secret: expected at least 32/,
  ],
  [
    "a key twice",
    {
      audit: {
        keys: [
          { id: "a", secret },
          { id: "a", secret },
        ],
      },
    },
    /^audit\.keys: duplicate id "a"\.$/,
  ],
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
    await createSupport({ storage });
    await createSupport({ storage, schema: "skip" });
    expect(storage.asked).toEqual(["apply"]);
  });
});
