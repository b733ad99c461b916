import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isOperation, operationProblems } from "./kernel/index.ts";
import { knownNames } from "./knownNames.ts";
import * as operations from "./operations.ts";

test("the desk's own operations pass what those of plugins must", () => {
  const problems = Object.entries(operations).flatMap(([noun, namespace]) =>
    Object.entries(namespace).flatMap(([verb, operation]) =>
      isOperation(operation)
        ? operationProblems(noun, verb, operation).map((problem) => `${noun}.${verb}: ${problem}`)
        : [],
    ),
  );
  expect(problems).toEqual([]);
});

test("no two operations of the desk share a route", () => {
  const routes = knownNames.routes.map((route) => route.replace(/\{[^{}]*\}/g, "{}"));
  expect(routes.filter((route, at) => routes.indexOf(route) !== at)).toEqual([]);
});

test("rooms declare their events as the desk's own, so that the list of them is whole", () => {
  const root = import.meta.dirname;
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && file !== join("kernel", "events.ts"),
  );
  const wrong = files.filter((file) => readFileSync(join(root, file), "utf8").includes("interface SupportEvents"));
  expect(wrong).toEqual([]);
  expect(files.length).toBeGreaterThan(100);
});
