import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

test("rooms declare their events as the desk's own, so that the list of them is whole", () => {
  const root = import.meta.dirname;
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && file !== join("kernel", "events.ts"),
  );
  const wrong = files.filter((file) =>
    readFileSync(join(root, file), "utf8").includes("interface SupportEvents"),
  );
  expect(wrong).toEqual([]);
  expect(files.length).toBeGreaterThan(100);
});
