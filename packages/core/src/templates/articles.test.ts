import { expect, test } from "vitest";
import { requireCase } from "../cases/index.ts";
import { type ArticleSource, articleDesk } from "./articles.ts";
import { deskForTests, opened, somebody } from "./deskForTests.ts";

const late = { title: "Late parcels", url: "https://shop.example/late" };
const lost = { title: "Lost parcels", url: "https://shop.example/lost" };

async function acknowledged(articles: () => unknown, sources: readonly (() => unknown)[] = []) {
  const desk = deskForTests({ templates: { acknowledgement: { articles: articles as ArticleSource } } });
  desk.kernel.sources.add({ articles: sources.map((source) => source as ArticleSource) });
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
])("a source that %s is reported, and the others' articles are shown", async (_, broken) => {
  const { text, reports } = await acknowledged(broken, [() => [lost]]);
  expect(text).toContain("Lost parcels");
  expect(text).not.toContain("Late parcels");
  expect(reports).toHaveLength(1);
  expect(reports[0]).toMatchObject({ code: "EXTENSION_FAILED" });
});

test("a source that takes too long is aborted, reported and left out", async () => {
  const desk = deskForTests();
  let wasTold = false;
  const never = (_: unknown, signal: AbortSignal) =>
    new Promise<never>(() =>
      signal.addEventListener("abort", () => {
        wasTold = true;
      }),
    );
  const { id } = await desk.cases.open({ customerId: (await somebody(desk)).id, subject: "Hello" });
  const reports: unknown[] = [];
  const articles = await desk.transact(async (tx) =>
    articleDesk(1_000)(
      withInstead(tx, {
        clock: { now: () => 0, wait: async () => undefined },
        report: (error: unknown) => void reports.push(error),
      }),
      [never, () => [lost]],
      { tenantId: "default", found: await requireCase(tx, id), text: "Where?", locale: "en" },
    ),
  );
  expect(articles).toEqual([lost]);
  expect(wasTold).toBe(true);
  expect(reports).toEqual([expect.objectContaining({ code: "TIMED_OUT" })]);
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

/** The same transaction with some of its ports replaced. */
function withInstead<T extends object>(tx: T, ports: Readonly<Record<string, unknown>>): T {
  return new Proxy(tx, {
    get(target, name) {
      if (typeof name === "string" && name in ports) return ports[name];
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
