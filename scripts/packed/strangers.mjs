import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Compilers that a host may have, by the name under which the project installs them. */
const compilers = {
  "typescript-5.4": "~5.4.5",
  "typescript-5.9": "~5.9.3",
  "typescript-6": "~6.0.3",
  "typescript-7": "~7.0.2",
};

/** What a host installs beside ours: peers, and the types of its runtime. */
const beside = {
  "@types/node": "^22.0.0",
  bullmq: "^6.5.0",
  ioredis: "^6.0.0",
  mysql2: "^3.14.0",
  pg: "^8.16.0",
  "pg-boss": "^12.30.0",
  vitest: "^5.1.1",
};

/** Projects of strangers: each installs the tarballs its own way, compiles against them, and runs. */
export function* strangers(packed, folder) {
  for (const installer of ["npm", "pnpm"]) {
    const project = join(folder, installer);
    writeProject(project, packed, { zod: "^4.6.7" });
    const failed = install(installer, project);
    yield { name: `${installer} installs them`, faults: failed };
    if (failed.length > 0) continue;
    yield {
      name: `they run where ${installer} put them`,
      faults: run(project, process.execPath, ["run.mjs"]),
    };
    // Where packages lie is the same to all compilers.
    for (const compiler of installer === "npm" ? Object.keys(compilers) : ["typescript-6"])
      yield {
        name: `${compiler} compiles against them where ${installer} put them`,
        faults: compile(project, compiler),
      };
  }
  const project = join(folder, "zod3");
  writeProject(project, packed, { zod: "^3.25.76" });
  const failed = install("npm", project);
  yield { name: "npm installs them beside zod 3", faults: failed };
  if (failed.length === 0)
    yield {
      name: "schemas of zod 3 are refused with advice",
      faults: run(project, process.execPath, ["zod3.mjs"]),
    };
}

/** What is wrong with our declarations: those of others, such as of `pg` under an old compiler, are theirs. */
function compile(project, compiler) {
  const tsc = join("node_modules", compiler, "bin", "tsc");
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, "-p", ".", "--pretty", "false"], {
    cwd: project,
    encoding: "utf8",
  });
  const errors = stdout.split("\n").filter((line) => / error TS\d+: /.test(line));
  const ours = errors.filter((line) => /^[^(]*@heedkit\//.test(line) || !line.startsWith("node_modules/"));
  if (status !== 0 && errors.length === 0) return [`${compiler} failed: ${stdout}${stderr}`];
  return ours;
}

function writeProject(project, packed, own) {
  mkdirSync(project);
  const ours = Object.fromEntries(packed.map(({ pkg, tarball }) => [pkg.name, `file:${tarball}`]));
  const versions = Object.entries(compilers).map(([name, range]) => [name, `npm:typescript@${range}`]);
  const files = {
    "package.json": {
      private: true,
      type: "module",
      dependencies: { ...ours, ...own, ...beside },
      devDependencies: Object.fromEntries(versions),
      // Packages of ours that depend on one another: from the tarballs too, as they are not published.
      overrides: ours,
      pnpm: { overrides: ours },
    },
    "tsconfig.json": {
      compilerOptions: {
        target: "es2022",
        module: "nodenext",
        strict: true,
        noEmit: true,
        skipLibCheck: false,
        types: ["node"],
      },
      files: ["use.ts"],
    },
  };
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(project, name), JSON.stringify(content, null, 2));
  writeFileSync(join(project, "use.ts"), useEverything(packed));
  writeFileSync(join(project, "run.mjs"), openCase);
  writeFileSync(join(project, "zod3.mjs"), passZod3);
}

/** Every door of every package, and a desk with its types. */
function useEverything(packed) {
  const doors = packed.flatMap(({ pkg }) => Object.keys(pkg.exports).map((door) => pkg.name + door.slice(1)));
  const imports = doors.map((door, at) => `import * as door${at} from "${door}";`);
  return `${imports.join("\n")}
import { createSupport, type Case } from "@heedkit/core";
import { sqliteStorage } from "@heedkit/storage-sqlite";
import * as z from "zod";

export const doors = [${doors.map((_, at) => `door${at}`).join(", ")}];
const support = await createSupport({
  storage: sqliteStorage({ path: ":memory:" }),
  cases: { fields: z.object({ orderNumber: z.string() }) },
});
const customer = await support.customers.create({ name: "Ada" });
const opened: Case<{ orderNumber: string }> = await support.cases.open({ customerId: customer.id, subject: "Hello", message: { text: "Hi" } });
export const order: string | undefined = opened.fields.orderNumber;
`;
}

const openCase = `import { createSupport } from "@heedkit/core";
import { sqliteStorage } from "@heedkit/storage-sqlite";
const support = await createSupport({ storage: sqliteStorage({ path: ":memory:" }) });
const customer = await support.customers.create({ name: "Ada" });
const { code } = await support.cases.open({ customerId: customer.id, subject: "Hello", message: { text: "Hi" } });
await support.stop();
if (!code.includes("1")) throw new Error(\`The first case has the code \${code}.\`);
`;

const passZod3 = `import { createSupport, defineCommand, defineTable, nothing } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import * as z from "zod";
const attempts = [
  () => createSupport({ storage: memoryStorage(), cases: { fields: z.object({ orderNumber: z.string() }) } }),
  () =>
    defineCommand({
      name: "stars.rate",
      summary: "Rates.",
      input: z.object({ stars: z.number() }),
      output: nothing,
      access: { permission: "stars.rate" },
      http: "POST /stars",
      run() {},
    }),
  () => defineTable("starsRatings", { comment: "Stars.", idPrefix: "str", fields: { stars: z.number() }, personal: "none" }),
];
for (const attempt of attempts) {
  const error = await Promise.resolve().then(attempt).then(() => null, (error) => error);
  if (error === null) throw new Error(\`\${attempt} was not refused.\`);
  if (!error.message.includes("zod 4")) throw new Error(\`\${attempt} says nothing about zod 4.\`, { cause: error });
}
`;

function install(installer, project) {
  return installer === "npm"
    ? run(project, "npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts"])
    : run(project, "npx", ["--yes", "pnpm@10", "install", "--ignore-scripts"]);
}

/** What went wrong: nothing, or the end of what the program printed. */
function run(cwd, program, args) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: "utf8" });
  return status === 0 ? [] : [`${program} ${args.join(" ")}:\n${(stdout + stderr).slice(-4000)}`];
}
