// Type-checks every ```ts block of the README files and the guides against the packages' sources, and runs those that
// need nothing but the core, as built. A comment before a block, <!-- with: declare const bytes: Uint8Array; -->, declares
// what the block does not show.
import { spawnSync } from "node:child_process";
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const folder = ".heedkit/docs";
const pages = globSync(
  ["README.md", "CONTRIBUTING.md", "docs/*.md", "packages/**/README.md", "examples/*/README.md"],
  {
    exclude: (name) => /node_modules|dist/.test(name),
  },
).sort();
const blockPattern = /(?:<!-- with: ([\s\S]*?)-->\s*)?^```ts\n([\s\S]*?)^```$/gm;

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const blocks = pages.flatMap((page) => {
  const text = readFileSync(page, "utf8");
  return [...text.matchAll(blockPattern)].map(({ 1: declared = "", 2: code, index, 0: whole }) => {
    const before = text.slice(0, index + whole.indexOf("```ts\n")).split("\n").length;
    const file = `${page.replaceAll(/[^\w]/g, "_")}_${before}.ts`;
    writeFileSync(
      `${folder}/${file}`,
      `${declared.replaceAll("\n", " ")}${"\n".repeat(before)}${code}export {};\n`,
    );
    const imports = [...code.matchAll(/from "([^"]+)"/g)].map(([, name]) => name);
    const runs = declared === "" && imports.every((name) => /^(?:zod|@heedkit\/core(?:\/\w+)?)$/.test(name));
    return { page, line: before + 1, file, runs };
  });
});
const { compilerOptions } = JSON.parse(readFileSync("tsconfig.json", "utf8"));
const paths = Object.fromEntries(
  Object.entries(compilerOptions.paths).map(([name, files]) => [name, files.map((file) => `../../${file}`)]),
);
const options = { noEmit: true, allowImportingTsExtensions: true, rootDir: "../..", paths };
writeFileSync(
  `${folder}/tsconfig.json`,
  JSON.stringify({ extends: "../../tsconfig.base.json", compilerOptions: options, include: ["*.ts"] }),
);
const { status, stdout } = spawnSync("npx", ["tsc", "-p", folder, "--pretty", "false"], { encoding: "utf8" });
for (const line of stdout.trim().split("\n").filter(Boolean)) {
  const block = blocks.find(({ file }) => line.includes(file));
  console.log(block === undefined ? line : line.replace(/^.*?\.ts\((\d+),(\d+)\)/, `${block.page}:$1:$2`));
}

let failures = status === 0 && blocks.length > 0 ? 0 : 1;
const runnable = failures === 0 ? blocks.filter(({ runs }) => runs) : [];
for (const { page, line, file } of runnable) {
  const ran = spawnSync("node", [`${folder}/${file}`], { encoding: "utf8", timeout: 20_000 });
  if (ran.status === 0) continue;
  failures += 1;
  console.log(`${page}:${line} fails when it is run:\n${ran.stderr}`);
}
const sql = runSqliteStatements();
failures += sql.failures;
console.log(`${sql.count} SQL statements for SQLite run, ${sql.failures} of them failed`);
console.log(
  `${blocks.length} blocks of ${pages.length} pages, ${runnable.length} of them run: ${failures} failed`,
);
process.exitCode = failures === 0 ? 0 : 1;

/** Runs the SQL of pages that name no other database on the file of a desk. That of other adapters is run by their tests. */
function runSqliteStatements() {
  const statements = pages
    .filter((page) => !/storage\/(?:postgres|mysql)\//.test(page))
    .flatMap((page) =>
      [...readFileSync(page, "utf8").matchAll(/^```sql\n([\s\S]*?)^```$/gm)].map(([, text]) => ({
        page,
        text,
      })),
    );
  writeFileSync(`${folder}/statements.json`, JSON.stringify(statements));
  writeFileSync(
    `${folder}/statements.mjs`,
    `import { readFileSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { createSupport } from "@heedkit/core";
import { sqliteStorage } from "@heedkit/storage-sqlite";
const path = ${JSON.stringify(`${folder}/desk.db`)};
const support = await createSupport({ storage: sqliteStorage({ path }) });
const { id: customerId } = await support.customers.create({ name: "Ada" });
await support.cases.open({ customerId, subject: "Help", message: { text: "Help" } });
await support.stop();
const database = new DatabaseSync(path);
let failed = 0;
for (const { page, text } of JSON.parse(readFileSync(${JSON.stringify(`${folder}/statements.json`)}, "utf8"))) {
  try { if (database.prepare(text).all().length === 0) throw new Error("no rows"); }
  catch (error) { failed += 1; console.log(page + ": " + error.message + " in " + text); }
}
process.exitCode = failed;
`,
  );
  const ran = spawnSync("node", [`${folder}/statements.mjs`], { encoding: "utf8", timeout: 60_000 });
  if (ran.status !== 0) console.log(`${ran.stdout}${ran.stderr}`);
  return { count: statements.length, failures: ran.status ?? 1 };
}
