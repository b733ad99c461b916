import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  createSupport,
  type DefinedTable,
  type PersonalSubject,
  type PersonalTable,
  personalDataOf,
  type Table,
} from "./index.ts";
import { memoryStorage } from "./memory/index.ts";

const page = new URL("../../../docs/privacy.md", import.meta.url);

/** All tables of a desk without plugins, as passed to its storage. */
async function tablesOfCore(): Promise<readonly DefinedTable[]> {
  const memory = memoryStorage();
  const given: Table[] = [];
  const apply = (tables: readonly Table[]) => {
    given.push(...tables);
    return memory.schema.apply(tables);
  };
  const support = await createSupport({ storage: { ...memory, schema: { ...memory.schema, apply } } });
  await support.stop();
  return given.filter(isDefined);
}

function isDefined(table: Table): table is DefinedTable {
  return "idPrefix" in table;
}

test("every table of the core says whose data it holds, or that it holds none", async () => {
  const tables = await tablesOfCore();
  expect(tables.length).toBeGreaterThan(25);
  expect(tables.filter(({ personal }) => personal === undefined)).toEqual([]);
});

test("docs/privacy.md shows what the tables declare; `vitest -u` writes it", async () => {
  const declared = personalDataOf(await tablesOfCore());
  const [before = "", rest = ""] = readFileSync(page, "utf8").split(/(?<=<!-- tables -->\n)/);
  const after = rest.slice(rest.indexOf("<!-- /tables -->"));
  await expect(`${before}\n${tableOf(declared)}\n${after}`).toMatchFileSnapshot(page.pathname);
});

function tableOf(declared: readonly PersonalTable[]): string {
  const personal = declared.filter(({ subjects }) => subjects.length > 0);
  const free = declared.filter(({ subjects }) => subjects.length === 0).map(({ table }) => `\`${table}\``);
  const rows = personal.map(
    (one) => `| \`${one.table}\` | ${whose(one)} | ${erased(one)} | ${kept(one)} | ${named(one, "derive")} |`,
  );
  return [
    "| table | whose data | erased | kept, and why | derived |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
    "",
    `No personal data: ${free.join(", ")}.`,
    "",
  ].join("\n");
}

function whose({ subjects, others }: PersonalTable): string {
  const named = others.map(({ column }) => `\`${column}\``).join(", ");
  return `${subjects.map(wayOf).join("; ")}${named === "" ? "" : `; others in ${named}`}`;
}

function wayOf(subject: PersonalSubject): string {
  if ("customer" in subject) return `customer in \`${subject.customer}\``;
  if ("agent" in subject) return `agent in \`${subject.agent}\``;
  if ("address" in subject) return `holder of the address in \`${subject.address.value}\``;
  if ("through" in subject) return `as in \`${subject.table}\`, by \`${subject.through}\``;
  if ("namedBy" in subject) return `as in \`${subject.namedBy}\`, by its \`${subject.column}\``;
  return `whoever \`${subject.mentions}\` mentions`;
}

function erased(one: PersonalTable): string {
  return one.erasesRows ? "the row" : named(one, "erase");
}

function named({ columns }: PersonalTable, treatment: "erase" | "derive"): string {
  return columns
    .filter((column) => column.treatment === treatment)
    .map(({ path }) => `\`${path.join(".")}\``)
    .join(", ");
}

function kept({ columns }: PersonalTable): string {
  return columns
    .flatMap(({ path, treatment }) =>
      typeof treatment === "string" ? [] : [`\`${path.join(".")}\`: ${treatment.keep}`],
    )
    .join("<br>");
}
