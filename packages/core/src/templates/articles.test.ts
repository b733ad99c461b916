import { expect, test } from "vitest";
import { requireCase } from "../cases/index.ts";
import { type ArticleQuestion, articleDesk, defineArticleSource, type FindArticles } from "./articles.ts";
import { deskForTests, opened, somebody } from "./deskForTests.ts";

const late = { title: "Late parcels", url: "https://shop.example/late" };
const lost = { title: "Lost parcels", url: "https://shop.example/lost" };

const code = {
  id: "guide",
  tables: new Set<string>(),
  dependsOn: new Set<string>(),
  actsAs: new Set<never>(),
  errors: {},
};

async function acknowledged(articles: () => unknown, sources: readonly (() => unknown)[] = []) {
  const desk = deskForTests({ templates: { acknowledgement: { articles: articles as FindArticles } } });
  const given = sources.map((find, at) =>
    defineArticleSource({ name: `guide.${at}`, find: find as () => [] }),
  );
  desk.kernel.sources.add({ articles: given }, code);
  const { acknowledgement } = await opened(desk, (await somebody(desk)).id);
  return { text: acknowledgement?.text ?? "", reports: desk.reports };
}

test("articles are named by a source that answers later", async () => {
  const { text, reports } = await acknowledged(async () => [late]);
  expect(text).toContain("Late parcels: https://shop.example/late");
  expect(reports).toEqual([]);
});

test("those of plugins come after the host's, each once, five at the most", async () => {
  const many = Array.from({ length: 9 }, (_, at) => ({ ...lost, url: `https://shop.example/${at}` }));
  const { text } = await acknowledged(async () => [late], [() => [late], async () => many]);
  expect(text.match(/https:\/\/shop\.example\/\w+/g)).toEqual([
    "https://shop.example/late",
    ...[0, 1, 2, 3].map((at) => `https://shop.example/${at}`),
  ]);
});

test.each<[string, () => unknown]>([
  [
    "throws",
    () => {
      throw new Error("down");
    },
  ],
  ["rejects", () => Promise.reject(new Error("down"))],
  ["returns no list", () => ({ articles: [late] })],
  ["returns nothing", () => undefined],
  ["returns what is no article", async () => [late, { title: "x" }]],
  ["returns no address", () => [{ title: "x", url: "javascript" }]],
  ["returns an address that runs", () => [{ title: "x", url: "javascript:alert(1)" }]],
])("a source that %s is reported, and the others' articles are shown", async (_, broken) => {
  const { text, reports } = await acknowledged(broken, [() => [lost]]);
  expect(text).toContain("Lost parcels");
  expect(text).not.toContain("Late parcels");
  expect(reports).toHaveLength(1);
  expect(reports[0]).toMatchObject({ code: "EXTENSION_FAILED" });
});

test.each<[string, (never: FindArticles) => { own: FindArticles[]; ofPlugin: FindArticles[] }]>([
  ["of the host", (never) => ({ own: [never, () => [lost]], ofPlugin: [] })],
  ["of a plugin", (never) => ({ own: [() => [lost]], ofPlugin: [never] })],
])("a source %s that takes too long is aborted, reported and left out", async (_, given) => {
  let wasTold = false;
  const never = (_: ArticleQuestion, signal: AbortSignal) =>
    new Promise<never>(() =>
      signal.addEventListener("abort", () => {
        wasTold = true;
      }),
    );
  const desk = deskForTests({ wait: async () => undefined });
  const { own, ofPlugin } = given(never);
  const sources = ofPlugin.map((ask) =>
    defineArticleSource({ name: "guide.slow", find: (__, question, signal) => ask(question, signal) }),
  );
  desk.kernel.sources.add({ articles: sources }, code);
  const { id } = await desk.cases.open({ customerId: (await somebody(desk)).id, subject: "Hello" });
  const articles = await desk.transact(async (tx) =>
    articleDesk(1_000)(tx, own, {
      tenantId: "default",
      found: await requireCase(tx, id),
      text: "Where?",
      locale: "en",
    }),
  );
  expect(articles).toEqual([lost]);
  expect(wasTold).toBe(true);
  expect(desk.reports).toEqual([expect.objectContaining({ code: "TIMED_OUT" })]);
});

test("a commit that is tried again does not ask again", async () => {
  let asked = 0;
  const source = () => {
    asked++;
    return [late];
  };
  const desk = deskForTests();
  const { id: caseId } = await desk.cases.open({ customerId: (await somebody(desk)).id, subject: "Hello" });
  const articles = articleDesk(1_000);
  await desk.transact(async (tx) => {
    const found = await requireCase(tx, caseId);
    for (const id of ["cas_first", "cas_second"])
      await articles(tx, [source], {
        tenantId: "default",
        found: { ...found, id },
        text: "Where?",
        locale: "en",
      });
  });
  expect(asked).toBe(1);
});
