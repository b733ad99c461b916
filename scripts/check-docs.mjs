// Checks the code in the README files and the guides: type-checks every ```ts block against the packages' sources, runs
// it as built, and runs every ```sql statement on the tables of a desk. A block runs twice in the same folder, as an
// application is started again; one that holds a suite runs once, in vitest. Whatever is not run is named, with the reason.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { folder, pages, statements, writeBlocks } from "./docs/blocks.mjs";
import { addresses, emptyDatabases } from "./docs/servers.mjs";

const environment = {
  ...process.env,
  MAIL_SECRET: "a secret of the mail connector, for the docs",
  MAIL_PASSWORD: "secret",
  AUDIT_SECRET: "a secret that signs erasures, for the docs",
  ...(addresses.postgres === null ? {} : { DATABASE_URL: addresses.postgres }),
};
const blocks = writeBlocks();
let failures = blocks.length === 0 ? 1 : 0;
let skipped = 0;

checkTypes();
await emptyDatabases();
const runnable = blocks.filter(({ how }) => how === "run").filter(serversAreThere);
const waiting = [...runnable];
await Promise.all(Array.from({ length: availableParallelism() }, runWaiting));
runSuites(blocks.filter(({ how }) => how === "suite"));
const sql = statements();
for (const database of ["sqlite", "postgres", "mysql"]) runStatements(database);
for (const { page, line } of blocks.filter(({ how }) => how === "declared"))
  console.log(`not run: ${page}:${line} only declares what it needs`);
console.log(
  `${blocks.length} blocks of ${pages.length} pages type-checked, ${runnable.length} run twice, ` +
    `${sql.length} SQL statements: ${failures} failed, ${skipped} skipped`,
);
process.exit(failures === 0 ? 0 : 1);

function fail(text) {
  failures += 1;
  console.log(text);
}

function checkTypes() {
  const { compilerOptions } = JSON.parse(readFileSync("tsconfig.json", "utf8"));
  const paths = Object.fromEntries(
    Object.entries(compilerOptions.paths).map(([name, files]) => [
      name,
      files.map((file) => `../../${file}`),
    ]),
  );
  const options = { noEmit: true, allowImportingTsExtensions: true, rootDir: "../..", paths };
  writeFileSync(
    `${folder}/tsconfig.json`,
    JSON.stringify({
      extends: "../../tsconfig.base.json",
      compilerOptions: options,
      include: ["*.ts", "../../scripts/docs/*.ts"],
    }),
  );
  const { status, stdout, stderr } = spawnSync("npx", ["tsc", "-p", folder, "--pretty", "false"], {
    encoding: "utf8",
  });
  if (status !== 0 && stdout.trim() === "") fail(`tsc failed: ${stderr}`);
  for (const line of stdout.trim().split("\n").filter(Boolean)) {
    const block = blocks.find(({ file }) => line.includes(file));
    fail(block === undefined ? line : line.replace(/^.*?\.ts\((\d+),(\d+)\)/, `${block.page}:$1:$2`));
  }
}

function serversAreThere({ page, line, servers }) {
  const missing = servers.filter((server) => addresses[server] === null);
  if (missing.length === 0) return true;
  skipped += 1;
  console.log(`skipped: ${page}:${line} needs ${missing.join(" and ")} (scripts/services.sh)`);
  return false;
}

async function runWaiting() {
  for (let block = waiting.shift(); block !== undefined; block = waiting.shift()) {
    const { page, line, file } = block;
    const cwd = `${folder}/${file.replace(".ts", "")}`;
    mkdirSync(cwd, { recursive: true });
    for (const start of ["first", "second"]) {
      const { status, output } = await runModule(resolve(folder, file), cwd);
      if (status === 0) continue;
      fail(`${page}:${line} fails at its ${start} start (${status ?? "no end within 60 s"}):\n${output}`);
      break;
    }
  }
}

/** Runs a module until its last line. What it leaves running, such as a started desk, ends with the process. */
function runModule(file, cwd) {
  const code = `await import(${JSON.stringify(pathToFileURL(file).href)}); process.exit();`;
  const child = spawn("node", ["--input-type=module", "--eval", code], {
    cwd,
    env: environment,
    timeout: 60_000,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (data) => {
    output += data;
  });
  child.stderr.on("data", (data) => {
    output += data;
  });
  return new Promise((done) => child.once("close", (status) => done({ status, output })));
}

function runSuites(suites) {
  const files = suites.map(({ file }) => file);
  const { status, stdout, stderr } = spawnSync(
    "npx",
    ["vitest", "run", "--root", folder, "--testTimeout", "60000", "--reporter", "dot", ...files],
    { encoding: "utf8", env: environment },
  );
  if (status !== 0) fail(`suites in the docs fail:\n${stdout}${stderr}`);
  else console.log(`${suites.length} blocks with suites run in vitest`);
}

function runStatements(database) {
  const own = sql.filter((statement) => statement.database === database);
  const address = database === "sqlite" ? `${folder}/statements.db` : addresses[database];
  if (own.length === 0) return;
  if (address === null) {
    skipped += own.length;
    console.log(`skipped: ${own.length} SQL statements need ${database} (scripts/services.sh)`);
    return;
  }
  const file = `${folder}/statements-${database}.json`;
  writeFileSync(file, JSON.stringify(own));
  const ran = spawnSync("node", ["scripts/docs/runStatements.ts", file, database, address], {
    encoding: "utf8",
  });
  if (ran.status !== 0) fail(`SQL for ${database} fails:\n${ran.stdout}${ran.stderr}`);
  else console.log(`${own.length} SQL statements run on ${database}`);
}
