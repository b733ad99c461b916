import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
let folder = "";
before(() => {
  folder = mkdtempSync(join(tmpdir(), "shop-"));
});
after(() => rmSync(folder, { recursive: true }));

async function run(...options: readonly string[]) {
  const child = start(...options);
  const closing = once(child, "close");
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), closing]);
  return { output, errors, exitCode: child.exitCode };
}

function start(...options: readonly string[]) {
  const words = ["--disable-warning=ExperimentalWarning", main, ...options];
  const { FORCE_COLOR: _, ...environment } = process.env;
  return spawn(process.execPath, words, { env: environment });
}

function count(output: string, pattern: RegExp): number {
  return [...output.matchAll(pattern)].length;
}

test("the tour goes from mails to a solved case, and a second start goes on from it", async () => {
  const database = join(folder, "tour.db");
  const first = await run("--once", "--db", database);
  assert.equal(first.exitCode, 0, first.output + first.errors);
  assert.equal(count(first.output, /^ {2}Case-\d+ {2}\S/gm), 9, "cases as they form");
  assert.equal(count(first.output, /acknowledged in \w+/g), 8, "the newsletter gets no answer");
  for (const language of ["German", "Japanese", "Georgian", "Armenian", "Kannada", "Arabic", "French"])
    assert.match(first.output, new RegExp(`acknowledged in ${language}`));
  assert.match(first.output, /attachment cup\.png, 420 bytes/);
  assert.match(first.output, /Order {7}1042: large teapot/);
  assert.match(first.output, /Case-1 is solved/);
  assert.doesNotMatch(first.output, /✗|�/u);
  assert.ok(!first.output.includes("\u001b"), "no colours where there is no terminal");

  const second = await run("--once", "--db", database);
  assert.equal(second.exitCode, 0, second.output + second.errors);
  assert.equal(count(second.output, /^ {2}Case-\d+ {2}\S/gm), 1, "one fresh mail");
  assert.match(second.output, /known from 1 earlier/);
});

test("an interrupted tour closes cleanly and begins again", async () => {
  const database = join(folder, "interrupted.db");
  const ports = ["--mail-port", "0", "--page-port", "0"];
  const child = start("--db", database, ...ports);
  const closing = once(child, "close");
  for await (const chunk of child.stdout) {
    if (String(chunk).includes("Case-2")) child.kill("SIGINT");
  }
  await closing;
  assert.equal(child.exitCode, 0);
  const again = await run("--once", "--db", database);
  assert.match(again.output, /begins again/);
  assert.equal(again.exitCode, 0, again.output + again.errors);
});

test("a port that is taken is told in words", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const address = other.address();
  const port = typeof address === "object" && address !== null ? String(address.port) : "";
  const { output, errors, exitCode } = await run(
    "--once",
    "--db",
    join(folder, "port.db"),
    "--mail-port",
    port,
  );
  other.close();
  assert.equal(exitCode, 1);
  assert.match(output, new RegExp(`Port ${port} is taken`));
  assert.equal(errors, "");
});
