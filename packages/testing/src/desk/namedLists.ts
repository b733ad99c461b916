import { describe, expect, test } from "vitest";
import { onDesk, type TestDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

interface Query {
  readonly archived?: boolean;
  readonly namePrefix?: string;
  readonly order?: "oldest" | "newest" | "name" | "nameDescending";
  readonly limit?: number;
  readonly after?: readonly (string | number | boolean | null)[];
}

interface Named {
  readonly id: string;
  readonly name: string | null;
}

/** What has a name, and how it is made, listed, archived, restored and searched. */
interface Noun {
  create(name: string): Promise<Named>;
  list(query: Query): Promise<{ readonly rows: readonly Named[]; readonly next: Query["after"] | null }>;
  search(query: { readonly text: string; readonly archived?: boolean }): Promise<readonly Named[]>;
  archive(id: string): Promise<unknown>;
  restore(id: string): Promise<unknown>;
}

const nouns: readonly (readonly [string, (desk: TestDesk["support"]) => Noun])[] = [
  [
    "customers",
    ({ customers }) => ({
      create: (name) => customers.create({ name }),
      list: (query) => customers.list(query),
      search: (query) => customers.search(query),
      archive: (customerId) => customers.archive({ customerId }),
      restore: (customerId) => customers.restore({ customerId }),
    }),
  ],
  [
    "companies",
    ({ companies }) => ({
      create: (name) => companies.create({ name }),
      list: (query) => companies.list(query),
      search: (query) => companies.search(query),
      archive: (companyId) => companies.archive({ companyId }),
      restore: (companyId) => companies.restore({ companyId }),
    }),
  ],
  [
    "teams",
    ({ teams }) => ({
      create: (name) => teams.create({ name }),
      list: (query) => teams.list(query),
      search: (query) => teams.search(query),
      archive: (teamId) => teams.archive({ teamId }),
      restore: (teamId) => teams.restore({ teamId }),
    }),
  ],
  [
    "brands",
    ({ brands }) => ({
      create: (name) => brands.create({ key: name.toLowerCase(), name }),
      list: (query) => brands.list(query),
      search: (query) => brands.search(query),
      archive: (brandId) => brands.archive({ brandId }),
      restore: (brandId) => brands.restore({ brandId }),
    }),
  ],
  [
    "macros",
    ({ macros }) => ({
      create: (name) => macros.save({ name, note: "Done." }),
      list: (query) => macros.list(query),
      search: (query) => macros.search(query),
      archive: (macroId) => macros.archive({ macroId }),
      restore: (macroId) => macros.restore({ macroId }),
    }),
  ],
  [
    "agents",
    ({ agents }) => ({
      create: (name) => agents.create({ name }),
      list: ({ archived = false, ...query }) => agents.list({ ...query, active: !archived }),
      search: ({ text, archived = false }) => agents.search({ text, active: !archived }),
      archive: (agentId) => agents.update({ agentId, active: false }),
      restore: (agentId) => agents.update({ agentId, active: true }),
    }),
  ],
];

const names = ["Delta", "Acme", "Corp", "Beta", "Acorn"];

export function namedListTests(options: DeskSuiteOptions): void {
  describe.each(nouns)("lists of %s", (_, nounOf) => {
    test.each([
      ["oldest", ["Delta", "Acme", "Corp", "Beta", "Acorn"]],
      ["newest", ["Acorn", "Beta", "Corp", "Acme", "Delta"]],
      ["name", ["Acme", "Acorn", "Beta", "Corp", "Delta"]],
      ["nameDescending", ["Delta", "Corp", "Beta", "Acorn", "Acme"]],
    ] as const)("go by %s, page by page", (order, expected) =>
      onDesk(options, async ({ support, clock }) => {
        const noun = nounOf(support);
        for (const name of names) {
          await noun.create(name);
          await clock.advance(1);
        }
        const read: (string | null)[] = [];
        for (let after: Query = {}; ; ) {
          const { rows, next } = await noun.list({ order, limit: 2, ...after });
          read.push(...rows.map(({ name }) => name));
          if (next === null || next === undefined) break;
          after = { after: next };
        }
        expect(read).toEqual(expected);
      }),
    );

    test("leave out what is archived unless it is asked for, and go by how names start", () =>
      onDesk(options, async ({ support }) => {
        const noun = nounOf(support);
        const ids = new Map<string, string>();
        for (const name of names) ids.set(name, (await noun.create(name)).id);
        const listed = async (query: Query) =>
          (await noun.list({ order: "name", ...query })).rows.map(({ name }) => name);
        expect(await listed({ namePrefix: "Ac" })).toEqual(["Acme", "Acorn"]);
        expect(await listed({ namePrefix: "%" })).toEqual([]);
        await noun.archive(ids.get("Acme") ?? "");
        expect(await listed({ namePrefix: "Ac" })).toEqual(["Acorn"]);
        expect(await listed({ archived: true })).toEqual(["Acme"]);
        expect(await listed({ archived: true, namePrefix: "B" })).toEqual([]);
        await noun.restore(ids.get("Acme") ?? "");
        expect(await listed({})).toEqual(["Acme", "Acorn", "Beta", "Corp", "Delta"]);
      }));

    test("have a search that leaves out the same", (context) =>
      onDesk(options, async ({ support, storage }) => {
        if (!storage.capabilities.search) return context.skip("This storage can't search.");
        const noun = nounOf(support);
        const { id } = await noun.create("Acme");
        await noun.create("Beta");
        const found = async (archived?: boolean) =>
          (await noun.search({ text: "ACM", ...(archived === undefined ? {} : { archived }) })).map(
            ({ name }) => name,
          );
        expect([await found(), await found(true)]).toEqual([["Acme"], []]);
        await noun.archive(id);
        expect([await found(), await found(false), await found(true)]).toEqual([[], [], ["Acme"]]);
        await noun.restore(id);
        expect(await found()).toEqual(["Acme"]);
      }));
  });

  describe("more filters", () => {
    test("agents are listed by presence and team", () =>
      onDesk(options, async ({ support: { agents, teams } }) => {
        const { id: teamId } = await teams.create({ name: "Returns" });
        const { id: agentId } = await agents.create({ name: "Grace", teamIds: [teamId] });
        await agents.create({ name: "Bea", teamIds: [teamId] });
        await agents.setPresence({ agentId, presence: "online" });
        const listed = async (query: Parameters<typeof agents.list>[0]) =>
          (await agents.list(query)).rows.map(({ name }) => name);
        expect(await listed({ presence: "online" })).toEqual(["Grace"]);
        expect(await listed({ presence: "offline", teamId })).toEqual(["Bea"]);
        expect(await listed({ teamId, order: "name" })).toEqual(["Bea", "Grace"]);
      }));

    test("brands are searched by key too", (context) =>
      onDesk(options, async ({ storage, support: { brands } }) => {
        if (!storage.capabilities.search) return context.skip("This storage can't search.");
        const { id } = await brands.create({ key: "outlet", name: "Blue Shoes" });
        for (const text of ["outl", "blue sho"])
          expect(
            (await brands.search({ text })).map((one) => one.id),
            text,
          ).toEqual([id]);
      }));

    test("templates are searched by key, subject and text, and listed in four orders", (context) =>
      onDesk(options, async ({ storage, clock, support: { templates, brands } }) => {
        const { id: brandId } = await brands.create({ key: "blue", name: "Blue" });
        const saved: readonly Parameters<typeof templates.save>[0][] = [
          { key: "refund", locale: "en", subject: "Your money", text: "It is on its way." },
          { key: "apology", locale: "en", text: "We are sorry." },
          { key: "apology", locale: "de", text: "Es tut uns leid." },
          { key: "apology", locale: "en", brandId, text: "Blue is sorry." },
        ];
        for (const one of saved) {
          await templates.save(one);
          await clock.advance(1);
        }
        type Rows = readonly {
          readonly key: string;
          readonly locale: string;
          readonly brandId: string | null;
        }[];
        const placesOf = (rows: Rows) =>
          rows.map(({ key, locale, brandId: brand }) => `${key} ${locale}${brand === null ? "" : " blue"}`);
        const listed = async (query: Parameters<typeof templates.list>[0]) =>
          placesOf((await templates.list(query)).rows);
        const [refund, english, german, blue] = ["refund en", "apology en", "apology de", "apology en blue"];
        expect(await listed({ order: "oldest" })).toEqual([refund, english, german, blue]);
        expect(await listed({ order: "newest" })).toEqual([blue, german, english, refund]);
        expect(await listed({ brandId: null })).toEqual([german, english, refund]);
        expect(await listed({ brandId: null, order: "keyDescending" })).toEqual([refund, english, german]);
        if (!storage.capabilities.search) return context.skip("This storage can't search.");
        const found = async (query: Parameters<typeof templates.search>[0]) =>
          placesOf(await templates.search(query)).toSorted();
        expect(await found({ text: "money" })).toEqual([refund]);
        expect(await found({ text: "refun" })).toEqual([refund]);
        expect(await found({ text: "SORRY" })).toEqual([english, blue]);
        expect(await found({ text: "sorry", brandId })).toEqual([blue]);
        expect(await found({ text: "sorry", brandId: null })).toEqual([english]);
        expect(await found({ text: "apology", locale: "de" })).toEqual([german]);
        expect(await found({ text: "apology", kind: "acknowledgement" })).toEqual([]);
        await templates.remove({ key: "refund", locale: "en" });
        expect(await found({ text: "money" })).toEqual([]);
      }));

    test("policies are listed by source, metric, calendar and name, calendars by source and kind", () =>
      onDesk(
        options,
        async ({ clock, support: { policies, calendars } }) => {
          await calendars.save({ name: "night", definition: { kind: "always" } });
          await clock.advance(1);
          await policies.save({ id: "b", name: "Alpha", targets: [{ metric: "first_reply", within: "1h" }] });
          await clock.advance(1);
          const byNight = { metric: "total_resolution", within: "1d", calendar: "night" } as const;
          await policies.save({ id: "a", name: "Beta", targets: [byNight] });
          const listed = async (query: Parameters<typeof policies.list>[0]) =>
            (await policies.list(query)).rows.map(({ id }) => id);
          expect(await listed({})).toEqual(["b", "a", "standard"]);
          expect(await listed({ order: "name" })).toEqual(["b", "a", "standard"]);
          expect(await listed({ order: "nameDescending" })).toEqual(["standard", "a", "b"]);
          expect(await listed({ order: "newest" })).toEqual(["a", "b", "standard"]);
          expect(await listed({ order: "oldest" })).toEqual(["standard", "b", "a"]);
          expect(await listed({ source: "stored" })).toEqual(["b", "a"]);
          expect(await listed({ source: "code" })).toEqual(["standard"]);
          expect(await listed({ metric: "total_resolution" })).toEqual(["a"]);
          expect(await listed({ calendar: "night" })).toEqual(["a"]);
          expect(await listed({ namePrefix: "Be" })).toEqual(["a"]);
          const first = await policies.list({ order: "newest", limit: 2 });
          expect(await listed({ order: "newest", after: first.next ?? [] })).toEqual(["standard"]);
          const named = async (query: Parameters<typeof calendars.list>[0]) =>
            (await calendars.list(query)).rows.map(({ name }) => name);
          expect(await named({})).toEqual(["day", "night"]);
          expect(await named({ order: "nameDescending" })).toEqual(["night", "day"]);
          expect(await named({ source: "code" })).toEqual(["day"]);
          expect(await named({ kind: "always" })).toEqual(["night"]);
          expect(await named({ kind: "weekly" })).toEqual(["day"]);
          expect(await named({ namePrefix: "n" })).toEqual(["night"]);
        },
        {
          sla: {
            calendars: { day: { timeZone: "Europe/Vienna", hours: { monday: ["09:00-17:00"] } } },
            policies: [{ id: "standard", targets: [{ metric: "first_reply", within: "4h" }] }],
          },
        },
      ));
  });
}
