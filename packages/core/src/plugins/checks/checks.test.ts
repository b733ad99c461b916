import { describe, expect, test } from "vitest";
import * as z from "zod";
import {
  createSupport,
  defineAppendOnlyTable,
  defineCommand,
  defineMigration,
  defineQuery,
  defineReaction,
  defineSweep,
  defineTable,
  defineWalk,
  instant,
  isSupportError,
  nothing,
} from "../../index.ts";
import { memoryStorage } from "../../memory/index.ts";

const rows = defineTable("starsRows", {
  comment: "Rows.",
  idPrefix: "row",
  fields: { dueAt: instant().nullable(), leasedUntil: instant().nullable(), fence: z.int() },
});
const rowsWithoutFence = defineTable("starsOther", {
  comment: "Rows.",
  idPrefix: "row",
  fields: { dueAt: instant().nullable(), leasedUntil: instant().nullable() },
});
const foreign = defineAppendOnlyTable("ratings", { comment: "Rows.", idPrefix: "row", fields: {} });
const near = defineAppendOnlyTable("starship", { comment: "Rows.", idPrefix: "row", fields: {} });
const run = () => undefined;
const base = { name: "stars.rate", summary: "Rates.", input: z.strictObject({ caseId: z.string() }) };
const rate = defineCommand({
  ...base,
  output: nothing,
  access: { permission: null },
  http: "POST /cases/{caseId}/stars",
  run,
});
const ask = defineQuery({
  ...{ name: "stars.ask", summary: "Asks.", input: z.strictObject({}), output: nothing },
  access: { permission: null },
  http: "GET /stars",
  run,
});
const mood = { name: "stars.mood", type: "text", load: run };
const sweep = { name: "stars.sweep", table: rows, handle: run };

/** What a plugin "stars" with these parts is refused for; parts as untyped callers may write them. */
async function problemsOf(parts: Readonly<Record<string, unknown>>): Promise<readonly string[]> {
  const plugin = { id: "stars", ...parts };
  const refused: unknown = await createSupport({
    storage: memoryStorage(),
    // As an untyped caller passes them.
    plugins: JSON.parse("[]").concat(plugin),
  }).then(
    () => null,
    (error: unknown) => error,
  );
  if (refused === null) return [];
  expect(isSupportError(refused)).toBe(true);
  const details = isSupportError(refused) ? refused.details : {};
  return Array.isArray(details.problems) ? details.problems : [String(refused)];
}

test.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
  ["a misspelt key", { reaction: [] }, /"reaction" is not part of a plugin\. Did you mean "reactions"\?/],
  ["a key from before", { services: run }, /"services" is not part of a plugin/],
  ["references, which rooms have", { references: {} }, /"references" is not part of a plugin/],
  ["reactions that are no list", { reactions: {} }, /"reactions" must be a list/],
  ["jobs that are no object", { jobs: [] }, /"jobs" must be an object/],
  ["a start that is no function", { start: true }, /"start" must be a function/],
  [
    "a reaction to an event that nobody emits",
    { reactions: [{ on: ["case.opend"], phase: "tell", run }] },
    /nobody emits "case\.opend"\. Did you mean "case\.opened"\?/,
  ],
  [
    "a reaction to an event of a plugin that isn't there",
    { reactions: [{ on: ["moons.seen"], phase: "tell", run }] },
    /nobody emits "moons\.seen"/,
  ],
  [
    "a reaction in a phase that doesn't exist",
    { reactions: [{ on: ["case.opened"], phase: "deside", run }] },
    /the phase "deside" doesn't exist\. Did you mean "decide"\?/,
  ],
  [
    "a reaction that is none",
    { reactions: [{ on: "case.opened", run }] },
    /the entry at position 0 is not a reaction/,
  ],
  [
    "a job of another",
    { jobs: { "star.ask": { run } } },
    /jobs: "star\.ask" is outside .* like "stars\.ask"/,
  ],
  ["a job without a handler", { jobs: { "stars.ask": {} } }, /jobs: "stars\.ask" needs a run\(\) function/],
  ["a table of another", { tables: [foreign] }, /tables: "ratings" is outside .* like "starsRows"/],
  ["a table of a longer name", { tables: [near] }, /tables: "starship" is outside/],
  [
    "a permission of core",
    { permissions: { "agents.write": ["collaborator"] } },
    /permissions: "agents\.write" is outside the plugin's own namespace/,
  ],
  [
    "a permission that only begins like its own",
    { permissions: { "starship.fly": ["agent"] } },
    /permissions: "starship\.fly" is outside/,
  ],
  [
    "a permission for nobody known",
    { permissions: { "stars.read": ["agnet"] } },
    /permissions: "stars\.read": "agnet" doesn't exist\. Did you mean "agent"\?/,
  ],
  [
    "a source of a kind that nobody asks for",
    { sources: { timelines: [] } },
    /sources: "timelines" doesn't exist\. Did you mean "timeline"\?/,
  ],
  [
    "a source of another",
    { sources: { articles: [{ name: "star.guide", find: run }] } },
    /sources\.articles: "star\.guide" is outside .* like "stars\.guide"/,
  ],
  [
    "two sources of one name",
    {
      sources: {
        articles: [
          { name: "stars.a", find: run },
          { name: "stars.a", find: run },
        ],
      },
    },
    /sources\.articles: duplicate name "stars\.a"/,
  ],
  [
    "a source with a misspelt key",
    { sources: { articles: [{ name: "stars.a", find: run, timoutMs: 5 }] } },
    /"timoutMs" doesn't exist\. Did you mean "timeoutMs"\?/,
  ],
  [
    "a source without a view",
    { sources: { timeline: [{ name: "stars.a", find: run }] } },
    /"view" is missing/,
  ],
  [
    "a card beside nothing known",
    { sources: { card: [{ name: "stars.a", beside: "cases", title: "?", find: run }] } },
    /beside "cases" doesn't exist\. Did you mean "case"\?/,
  ],
  ["condition fields that are no list", { conditions: {} }, /"conditions" must be a list/],
  ["a condition field that is none", { conditions: ["stars.mood"] }, /position 0 is not a condition field/],
  [
    "a condition field without a loader",
    { conditions: [{ name: "stars.mood", type: "text" }] },
    /position 0 is not a condition field\. Create them with defineConditionField/,
  ],
  [
    "a condition field of another",
    { conditions: [{ ...mood, name: "star.mood" }] },
    /conditions: "star\.mood" is outside .* like "stars\.mood"/,
  ],
  [
    "a condition field of the desk",
    { conditions: [{ ...mood, name: "case.priority" }] },
    /conditions: "case\.priority" is outside .* like "stars\.priority"/,
  ],
  [
    "a condition field with a longer path",
    { conditions: [{ ...mood, name: "stars.mood.last" }] },
    /conditions: "stars\.mood\.last" is outside/,
  ],
  ["two condition fields of one name", { conditions: [mood, mood] }, /duplicate name "stars\.mood"/],
  [
    "a condition field of a type that doesn't exist",
    { conditions: [{ ...mood, type: "txt" }] },
    /"stars\.mood": the type "txt" doesn't exist\. Did you mean "text"\?/,
  ],
  [
    "a condition field with a misspelt key",
    { conditions: [{ ...mood, changdBy: [] }] },
    /"stars\.mood" has no "changdBy"\. Did you mean "changedBy"\?/,
  ],
  [
    "a condition field that changes by what nobody emits",
    { conditions: [{ ...mood, changedBy: ["case.opend"] }] },
    /"stars\.mood": changedBy: nobody emits "case\.opend"\. Did you mean "case\.opened"\?/,
  ],
  [
    "a condition field that changes by no list",
    { conditions: [{ ...mood, changedBy: "case.opened" }] },
    /"stars\.mood": changedBy must be a list of events/,
  ],
  [
    "a condition field with options that are none",
    { conditions: [{ ...mood, options: [] }] },
    /"stars\.mood": options must be a list of 1 to 1000 texts/,
  ],
  [
    "a number with options",
    { conditions: [{ ...mood, type: "number", options: ["1"] }] },
    /"stars\.mood": options must be a list/,
  ],
  [
    "a condition field that may take all day",
    { conditions: [{ ...mood, timeoutMs: 10_001 }] },
    /"stars\.mood": timeoutMs must be a whole number from 1 to 10000/,
  ],
  [
    "a condition field among the sources",
    { sources: { condition: [mood] } },
    /sources: "condition" doesn't exist/,
  ],
  [
    "a source that nobody may see",
    { sources: { articles: [{ name: "stars.a", find: run, permission: "cases.raed" }] } },
    /the permission "cases\.raed" doesn't exist\. Did you mean "cases\.read"\?/,
  ],
  [
    "a source that takes for ever",
    { sources: { articles: [{ name: "stars.a", find: run, timeoutMs: 10_001 }] } },
    /timeoutMs must be a whole number from 1 to 10000/,
  ],
  ["migrations that are none", { migrations: [{ name: "stars.fill", run }] }, /position 0 is no migration/],
  [
    "a migration of another",
    { migrations: [defineMigration({ name: "star.fill", run })] },
    /migrations: "star\.fill" is outside .* like "stars\.fill"/,
  ],
  [
    "two migrations of one name",
    { migrations: [defineMigration({ name: "stars.a", run }), defineMigration({ name: "stars.a", run })] },
    /duplicate name "stars\.a"/,
  ],
  [
    "a misspelt key of a job",
    { jobs: { "stars.ask": { run, maxAttemps: 1 } } },
    /"stars\.ask" has no "maxAttemps"\. Did you mean "maxAttempts"\?/,
  ],
  [
    "a misspelt key of a sweep",
    { sweeps: [{ ...sweep, were: {} }], tables: [rows] },
    /"stars\.sweep" has no "were"\. Did you mean "where"\?/,
  ],
  [
    "a misspelt key of a schedule",
    { schedules: [{ name: "stars.daily", cron: "0 9 * * *", run, timezone: "Europe/Berlin" }] },
    /"stars\.daily" has no "timezone"\. Did you mean "timeZone"\?/,
  ],
  [
    "a misspelt key of a template",
    { templates: [{ key: "stars.ask", locale: "en", txt: "?", text: "?" }] },
    /"stars\.ask" has no "txt"\. Did you mean "text"\?/,
  ],
  [
    "a misspelt key of an error",
    { errors: { STARS_NONE: { status: 409, retriable: true } } },
    /"STARS_NONE" has no "retriable"\. Did you mean "retryable"\?/,
  ],
  [
    "a misspelt key of an operation's access",
    { operations: { ask: { ...ask, access: { permission: null, costumer: "own" } } } },
    /operations\.ask\.access has no "costumer"\. Did you mean "customer"\?/,
  ],
  ["acting as the host", { actsAs: ["host"] }, /actsAs: "host" doesn't exist/],
  ["acting as nobody", { actsAs: ["sistem"] }, /"sistem" doesn't exist\. Did you mean "system"\?/],
  [
    "a template of an unknown kind",
    { templates: [{ key: "stars.ask", locale: "en", kind: "replay", text: "?" }] },
    /the kind "replay" doesn't exist\. Did you mean "reply"\?/,
  ],
  [
    "a template of another",
    { templates: [{ key: "welcome", locale: "en", text: "?" }] },
    /templates: "welcome" is outside/,
  ],
  [
    "an operation under another name",
    { operations: { give: rate } },
    /operations\.give: its name is "stars\.rate"\. Name it "stars\.give"/,
  ],
  [
    "a path parameter that isn't in the input",
    { operations: { rate: { ...rate, http: "POST /cases/{caseID}/stars" } } },
    /http names "\{caseID\}", which is not a field of the input\. Did you mean "caseId"\?/,
  ],
  [
    "a query that isn't GET",
    { operations: { ask: { ...ask, http: "POST /stars" } } },
    /http is "POST \/stars", but queries are GET/,
  ],
  [
    "a command that is GET",
    { operations: { rate: { ...rate, http: "GET /stars" } } },
    /commands are never GET/,
  ],
  [
    "a route that is none",
    { operations: { rate: { ...rate, http: "/stars" } } },
    /Write a method and a path/,
  ],
  [
    "a route of the desk",
    { operations: { rate: { ...rate, http: "PATCH /cases/{caseId}" } } },
    /the route "PATCH \/cases\/\{caseId\}" is taken by the desk itself/,
  ],
  ["an export that is no operation", { operations: { rate: run } }, /operations\.rate is not an operation/],
  [
    "an operation that commits by itself",
    { operations: { rate: { ...rate, isStandalone: true } } },
    /operations\.rate is not an operation/,
  ],
  [
    "an operation with a misspelt permission",
    {
      permissions: { "stars.write": [] },
      operations: { rate: { ...rate, access: { permission: "stars.wriet" } } },
    },
    /no role has the permission "stars\.wriet"\. Did you mean "stars\.write"\?/,
  ],
  ["a sweep that is none", { sweeps: [{ name: "stars.sweep", run }] }, /Create sweeps with defineSweep/],
  [
    "a sweep of a table without what is claimed",
    { tables: [rowsWithoutFence], sweeps: [{ ...sweep, table: rowsWithoutFence }] },
    /sweeps: "stars\.sweep" needs a column "fence" in the table "starsOther"/,
  ],
  ["a sweep of another's table", { sweeps: [sweep] }, /"starsRows", which is not one of the plugin/],
  [
    "a sweep under another name",
    { tables: [rows], sweeps: [{ ...sweep, name: "sweep" }] },
    /sweeps: "sweep" is outside/,
  ],
  ["an error code of core", { errors: { NOT_FOUND: { status: 404 } } }, /errors: "NOT_FOUND" is outside/],
  ["a code without a status", { errors: { STARS_LATE: {} } }, /errors: "STARS_LATE" needs a status/],
  ["a status of success", { errors: { STARS_LATE: { status: 200 } } }, /needs a status from 400 to 599/],
  ["options that are refused", { optionsSchema: z.object({ at: z.int() }), options: {} }, /options\.at: /],
  [
    "a schema that takes its time",
    { optionsSchema: z.string().refine(async () => true), options: "" },
    /^plugins: "stars": options: /,
  ],
  ["a schema that is none", { optionsSchema: {} }, /optionsSchema: expected a zod schema/],
])("a plugin with %s is refused for that and nothing else", async (_, parts, problem) => {
  const problems = await problemsOf(parts);
  expect(problems).toEqual([expect.stringMatching(problem)]);
  expect(problems[0]).toMatch(/^plugins: "stars": /);
});

test("a plugin in which everything is right is taken", async () => {
  const parts = {
    tables: [rows],
    operations: { rate, ask },
    reactions: [
      defineReaction({ on: "case.opened", phase: "tell", run }),
      { on: ["stars.done"], phase: "tell", run },
    ],
    jobs: { "stars.ask": { run: async () => {} } },
    sweeps: [defineSweep(sweep)],
    permissions: { "stars.read": ["agent", "bot", "customer", "anonymous"] },
    errors: { STARS_LATE: { status: 409 } },
    optionsSchema: z.object({ at: z.int().default(1) }).default({ at: 1 }),
  };
  expect(await problemsOf(parts)).toEqual([]);
});

test("every problem of every plugin is listed at once", async () => {
  const problems = await problemsOf({ actsAs: ["host"], jobs: { ask: { run } }, tables: [foreign] });
  expect(problems).toHaveLength(3);
});

describe("ids", () => {
  test.each(["cases", "agents", "as", "start", "operations", "live", "events", "jobs"])(
    "%s is reserved, also for the compiler",
    async (id) => {
      await expect(
        createSupport({ storage: memoryStorage(), plugins: JSON.parse("[]").concat({ id }) }),
      ).rejects.toMatchObject({ message: expect.stringContaining(`"${id}" is reserved`) });
    },
  );

  test("the compiler says which one is reserved", () => {
    const storage = memoryStorage();
    const cases = { id: "cases" } as const;
    const as = { id: "as" } as const;
    const stars = { id: "stars" } as const;
    // @ts-expect-error "cases" is reserved
    const taken = () => createSupport({ storage, plugins: [cases] });
    // @ts-expect-error "as" is reserved
    const also = () => createSupport({ storage, plugins: [stars, as] });
    const free = () => createSupport({ storage, plugins: [stars] });
    expect([taken, also, free]).toHaveLength(3);
  });
});

test.each([
  [
    "a walk",
    () => defineWalk({ name: "stars.fill", table: rows, step: run, ...{ wher: {} } }),
    /"wher"\. Did you mean "where"\?/,
  ],
  [
    "a migration",
    () => defineMigration({ name: "stars.fill", run, ...{ onse: "desk" } }),
    /"onse"\. Did you mean "once"\?/,
  ],
])("%s with a misspelt key is refused where it is made", (_, make, message) => {
  expect(make).toThrow(message);
});
