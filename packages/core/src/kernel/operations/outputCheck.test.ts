import { expect, test } from "vitest";
import * as z from "zod";
import { takeLies } from "../../../../../scripts/check-outputs.ts";
import { createSupport, defineCommand, definePlugin, shape } from "../../index.ts";
import { memoryStorage } from "../../memory/index.ts";

const rating = z.object({ stars: z.int(), by: z.object({ name: z.string() }) });

test.each<[string, unknown, string]>([
  [
    "shows a key that the schema knows nothing of",
    { stars: 5, by: { name: "Ann" }, secret: 1 },
    "secret is unknown",
  ],
  ["shows one further down", { stars: 5, by: { name: "Ann", phone: "1" } }, "by.phone is unknown"],
  ["lacks one", { stars: 5 }, "by: "],
  ["has another type", { stars: "5", by: { name: "Ann" } }, "stars: "],
])("in tests, an operation whose result %s fails", async (_what, result, problem) => {
  const rate = defineCommand({
    name: "stars.rate",
    summary: "Rates.",
    input: z.strictObject({}),
    output: shape("Rating", rating),
    access: { permission: null },
    http: "POST /stars",
    // As an operation does whose types lie.
    run: () => JSON.parse(JSON.stringify(result)) as z.output<typeof rating>,
  });
  const stars = definePlugin({ id: "stars", operations: { rate } });
  const support = await createSupport({ storage: memoryStorage(), plugins: [stars] });
  await expect(support.stars.rate()).rejects.toMatchObject({ message: expect.stringContaining(problem) });
  expect(takeLies()).toEqual([expect.stringContaining("stars.rate returned to staff")]);
  await support.stop();
});
