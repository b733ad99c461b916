// Compiles a desk with one plugin and with many, and fails when a plugin's types cost more than they should.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const plugins = 25;
/** For each further plugin of five operations. */
const mostInstantiations = 5_500;

const root = resolve(import.meta.dirname, "..");
const one = compile(1);
const many = compile(plugins);
const each = Math.round((many.instantiations - one.instantiations) / (plugins - 1));
const count = (number) => number.toLocaleString("en");
console.log(
  `${plugins} plugins: ${count(many.instantiations)} instantiations, ${count(each)} for each plugin of at most ${count(mostInstantiations)}; check ${many.checkTime}, memory ${many.memory}`,
);
if (!(each <= mostInstantiations)) {
  console.error("The types of plugins have become dearer. Find out why before raising the bound.");
  process.exitCode = 1;
}

function compile(plugins) {
  const folder = mkdtempSync(join(tmpdir(), "heedkit-plugin-types-"));
  const names = Array.from({ length: plugins }, (_, at) => `plugin${at + 1}`);
  for (const name of names) writeFileSync(join(folder, `${name}.ts`), pluginSource(name));
  writeFileSync(join(folder, "desk.ts"), deskSource(names));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(project()));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const { stdout, status } = spawnSync(process.execPath, [tsc, "--extendedDiagnostics", "-p", folder], {
    encoding: "utf8",
  });
  rmSync(folder, { recursive: true, force: true });
  if (status !== 0) {
    const errors = stdout.split("\n").filter((line) => line.includes("error TS"));
    console.error(errors.slice(0, 10).join("\n"));
    process.exit(1);
  }
  const figure = (name) => stdout.match(new RegExp(`^${name}:\\s+(.+)$`, "m"))?.[1] ?? "unknown";
  return {
    instantiations: Number(figure("Instantiations")),
    checkTime: figure("Check time"),
    memory: figure("Memory used"),
  };
}

/** Compiles against the sources, so that nothing need be built first. */
function project() {
  return {
    extends: join(root, "tsconfig.base.json"),
    compilerOptions: {
      noEmit: true,
      allowImportingTsExtensions: true,
      paths: {
        "@heedkit/core": [join(root, "packages/core/src/index.ts")],
        "@heedkit/core/*": [join(root, "packages/core/src/*/index.ts")],
      },
    },
    include: ["*.ts"],
  };
}

/** A plugin with five operations and something of everything. */
function pluginSource(name) {
  return `import {
  defineCommand,
  definePlugin,
  defineQuery,
  defineReaction,
  defineTable,
  defineView,
  findPage,
  instant,
  named,
  nothing,
  operations as core,
  type Page,
  page,
  paging,
  reference,
  type RowOf,
  shape,
  type StaffOf,
} from "@heedkit/core";
import * as z from "zod";

declare module "@heedkit/core" {
  interface SupportEvents {
    "${name}.made": { readonly rowId: string; readonly size: number };
    "${name}.gone": { readonly rowId: string };
  }
  interface SupportJobs {
    "${name}.make": { readonly caseId: string; readonly size: number };
  }
  interface Permissions {
    "${name}.read": true;
    "${name}.write": true;
  }
}

export const ${name}Rows = defineTable("${name}Rows", {
  comment: "Rows of ${name}.",
  idPrefix: "row",
  fields: {
    caseId: z.string(),
    size: z.int().nullable(),
    word: z.enum(["${name}", "other"]),
    isGood: z.boolean(),
    tags: z.array(z.string()),
    facts: z.record(z.string(), z.unknown()),
    at: instant(),
    createdAt: instant(),
    updatedAt: instant(),
  },
  unique: { case: ["caseId"] },
  sparseIndexes: { size: ["size"] },
  personal: "none",
});

interface ${name}Row extends RowOf<typeof ${name}Rows> {}
const columns = defineView("${name}", ${name}Rows, { internal: ["facts"], customer: ["id", "size"] });
export interface ${name}Staff extends StaffOf<typeof columns> {}
export interface ${name}Own extends Pick<${name}Staff, "id" | "size"> {}
const view = named<${name}Staff, ${name}Own>()(columns);

const make = defineCommand({
  name: "${name}.make",
  summary: "Makes a row.",
  input: z.strictObject({ caseId: reference("case"), size: z.int().default(1) }),
  output: view,
  access: { permission: "${name}.write", customer: "own" },
  http: "POST /${name}",
  async run(tx, { caseId, size }): Promise<${name}Row> {
    const { tags } = await tx.call(core.cases.get, { caseId });
    const row = tx.insert(${name}Rows, { caseId, size, word: "${name}", isGood: true, tags: [...tags], facts: {}, at: tx.now });
    tx.emit("${name}.made", { caseId }, { rowId: row.id, size });
    return row;
  },
});
const get = defineQuery({
  name: "${name}.get",
  summary: "Gets a row.",
  input: z.strictObject({ id: z.string() }),
  output: view,
  access: { permission: "${name}.read" },
  http: "GET /${name}/{id}",
  async run(read, { id }): Promise<${name}Row> {
    const row = await read.get(${name}Rows, id);
    if (row === null) throw new Error("none");
    return row;
  },
});
const list = defineQuery({
  name: "${name}.list",
  summary: "Lists rows.",
  input: z.strictObject({ size: z.int().optional(), ...paging }),
  output: page(view),
  access: { permission: "${name}.read" },
  http: "GET /${name}",
  run: (read, { size, after, limit }): Promise<Page<${name}Row>> =>
    findPage(read, ${name}Rows, {
      ...(size === undefined ? {} : { where: { field: "size", above: size } }),
      orderBy: [{ field: "at", direction: "descending" }],
      after,
      limit,
    }),
});
const resize = defineCommand({
  name: "${name}.resize",
  summary: "Resizes a row.",
  input: z.strictObject({ id: z.string(), size: z.int(), why: z.enum(["a", "b"]).optional() }),
  output: nothing,
  access: { permission: "${name}.write" },
  http: "PATCH /${name}/{id}",
  async run(tx, { id, size }): Promise<void> {
    const row = await tx.get(${name}Rows, id);
    if (row !== null) tx.update(${name}Rows, row, { size });
  },
});
const total = defineQuery({
  name: "${name}.total",
  summary: "Adds up sizes.",
  input: z.strictObject({}),
  output: shape("${name}Total", z.object({ count: z.number(), sum: z.number().nullable() })),
  access: { permission: "${name}.read" },
  http: "GET /${name}/total",
  async run(read): Promise<{ count: number; sum: number | null }> {
    const [all] = await read.aggregate(${name}Rows, {
      measures: { count: { measure: "count" }, sum: { measure: "sum", field: "size" } },
    });
    return { count: all?.values.count ?? 0, sum: all?.values.sum ?? null };
  },
});

export const ${name} = definePlugin({
  id: "${name}",
  options: { size: 1 },
  actsAs: ["system"],
  tables: [${name}Rows],
  operations: { make, get, list, resize, total },
  permissions: { "${name}.read": ["agent"], "${name}.write": ["agent", "collaborator"] },
  reactions: [
    defineReaction({
      on: "case.opened",
      phase: "tell",
      run: ({ data }, tx) => tx.enqueue("${name}.make", { caseId: data.caseId, size: 1 }),
    }),
    defineReaction({
      on: "${name}.made",
      phase: "record",
      run: ({ data }, tx) => tx.emit("${name}.gone", {}, { rowId: data.rowId }),
    }),
  ],
  jobs: {
    "${name}.make": {
      async run({ data, complete }) {
        await complete((tx) => tx.emit("${name}.gone", {}, { rowId: data.caseId }));
      },
    },
  },
});
`;
}

/** A desk that has and uses them all, as different actors. */
function deskSource(names) {
  const imports = names.map((name) => `import { ${name} } from "./${name}.ts";`).join("\n");
  const uses = names
    .map(
      (name) =>
        `  const of${name}: Promise<number | undefined> = desk.as({ kind: "agent", id: "a" }).${name}.get({ id: "row" }).then((row) => row.size ?? undefined);
  await desk.${name}.resize({ id: "row", size: 2 });
  support.on("${name}.made", ({ data }) => data.size + 1);
  await of${name};`,
    )
    .join("\n");
  return `import { createSupport } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import * as z from "zod";
${imports}

export async function run() {
  const support = await createSupport({
    storage: memoryStorage(),
    plugins: [${names.join(", ")}],
    cases: { fields: z.object({ plan: z.enum(["free", "gold"]), seats: z.int().optional() }) },
    customers: { context: { orders: async () => [{ id: 1 }], plan: () => "gold" as const } },
  });
  const desk = support.tenant("default");
${uses}
  const opened = await desk.cases.get({ caseId: "Case-1" });
  const plan: "free" | "gold" | undefined = opened.fields.plan;
  // @ts-expect-error there is no such plugin
  desk.plugin0;
  return plan;
}
`;
}
