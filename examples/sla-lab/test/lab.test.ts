import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";

test("the lab compares two policies over the cases and draws one of them", () => {
  const root = new URL("../", import.meta.url);
  const told = execFileSync(process.execPath, ["src/main.ts"], { cwd: root, encoding: "utf8" });
  const [, today, tomorrow] = /first_reply\s+(\d+) %\s+(\d+) %/.exec(told) ?? [];
  assert.ok(Number(tomorrow) > Number(today), `a longer promise is kept more often:\n${told}`);
  const picture = readFileSync(new URL("data/explain.svg", root), "utf8");
  assert.match(picture, /^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  assert.match(picture, /<\/svg>\s*$/);
});
