// Compiles a desk with one plugin and with many, and fails when a plugin's types cost more than they should.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const plugins = 25;
/** For each further plugin; about twice what was measured with TypeScript 6.0. */
const mostInstantiations = 3_500;

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

/** A plugin with something of everything. */
function pluginSource(name) {
  return `import { cases, definePlugin, defineTable, instant } from "@heedkit/core";
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
  personal: {
    subject: { through: "caseId", table: "cases" },
    columns: { tags: { keep: "Reports count by tag." }, facts: "erase" },
  },
});

export const ${name} = definePlugin({
  id: "${name}",
  tables: [${name}Rows],
  permissions: { "${name}.read": ["agent"], "${name}.write": ["agent", "collaborator"] },
  reactions: {
    "case.opened": ({ data }, tx) => tx.enqueue("${name}.make", { caseId: data.caseId, size: 1 }),
    "${name}.made": ({ data }, tx) => tx.emit("${name}.gone", {}, { rowId: data.rowId }),
  },
  jobs: {
    "${name}.make": {
      async run({ data: { caseId, size }, complete }) {
        await complete(async (tx) => {
          const found = await tx.get(cases, caseId);
          const row = tx.insert(${name}Rows, {
            caseId,
            size,
            word: "${name}",
            isGood: true,
            tags: found?.tags ?? [],
            facts: {},
            at: tx.now,
          });
          tx.emit("${name}.made", { caseId }, { rowId: row.id, size });
        });
      },
    },
  },
  services: ({ transact, authorize, storage, tenantId }) => ({
    get: (id: string) => transact((tx) => tx.get(${name}Rows, id)),
    list: async (size: number) => {
      await authorize("${name}.read");
      return storage.find(${name}Rows, {
        where: { and: [{ field: "tenantId", is: tenantId }, { field: "size", above: size }] },
        orderBy: [{ field: "at", direction: "descending" }],
        limit: 10,
      });
    },
    resize: (id: string, size: number) =>
      transact(async (tx) => {
        const row = await tx.get(${name}Rows, id);
        return row === null ? null : tx.update(${name}Rows, row, { size });
      }),
  }),
});
`;
}

/** A desk that has and uses them all, as different actors. */
function deskSource(names) {
  const imports = names.map((name) => `import { ${name} } from "./${name}.ts";`).join("\n");
  const uses = names
    .map(
      (name) =>
        `  const of${name}: Promise<number | undefined> = desk.as({ kind: "agent", id: "a" }).plugins.${name}.resize("row", 1).then((row) => row?.size ?? undefined);
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
  const opened = await desk.cases.get("Case-1");
  const plan: "free" | "gold" | undefined = opened.fields.plan;
  // @ts-expect-error there is no such plugin
  desk.plugins.plugin0;
  return plan;
}
`;
}
