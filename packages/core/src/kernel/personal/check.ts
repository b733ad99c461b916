import * as z from "zod";
import { suggest } from "../../suggest.ts";
import type { DefinedTable } from "../table.ts";
import { isRecord, subjectProblems } from "./checkSubject.ts";
import type { PersonalData, PersonalTreatment } from "./declaration.ts";
import { canBeEmpty, isFreeText, partsOf } from "./freeText.ts";

const words = ["erase", "derive", "none"] as const;

/**
 * Problems in the personal data declarations of all tables of a desk: free text without one, unknown names, paths that
 * lead to nobody, contradictions.
 */
export function personalDataProblems(tables: readonly DefinedTable[]): readonly string[] {
  // The first of two tables with one name counts: a plugin can't replace a table of core.
  const known = new Map(tables.toReversed().map((table) => [table.name, table]));
  return tables.flatMap((table) => problemsOf(table, known));
}

function problemsOf(table: DefinedTable, known: ReadonlyMap<string, DefinedTable>): readonly string[] {
  const { name, personal } = table;
  if (!(table.schema instanceof z.ZodObject))
    return [`the table "${name}" has no schema. Make it with defineTable or defineAppendOnlyTable.`];
  if (personal === "none") return [];
  if (personal === undefined) return silenceProblems(table);
  if (!isRecord(personal)) return [`personal of the table "${name}" must be "none" or { subject, columns }.`];
  const keys = ["subject", "others", "rows", "columns"];
  const unknown = Object.keys(personal).filter((key) => !keys.includes(key));
  return [
    ...unknown.map((key) => `personal of the table "${name}" has no "${key}".${suggest(key, keys)}`),
    ...subjectProblems(table, personal, known),
    ...(personal.rows === undefined
      ? columnProblems(table, personal.columns ?? {})
      : rowsProblems(table, personal)),
  ];
}

function silenceProblems({ name, schema }: DefinedTable): readonly string[] {
  const free = Object.entries(partsOf(schema) ?? {}).filter(([column, inner]) => isFreeText(column, inner));
  if (free.length === 0) return [];
  const columns = free.map(([column]) => column);
  return [
    `the table "${name}" holds free text (${columns.join(", ")}) but doesn't say whose it is. Add personal: { subject: { customer: "customerId" }, columns: { ${columns.map((column) => `${column}: "erase"`).join(", ")} } }, or personal: "none" if nothing in it is about a person.`,
  ];
}

function rowsProblems({ name }: DefinedTable, { rows, columns }: Exclude<PersonalData, "none">) {
  if (rows !== "erase") return [`personal.rows of the table "${name}" must be "erase", or left out.`];
  if (columns === undefined) return [];
  return [`personal of the table "${name}" erases whole rows. Leave out either rows or columns.`];
}

function columnProblems(
  table: DefinedTable,
  columns: Readonly<Record<string, PersonalTreatment | undefined>>,
): readonly string[] {
  if (!isRecord(columns)) return [`personal.columns of the table "${table.name}" must be an object.`];
  const { tenantId: _tenant, id: _id, version: _version, ...shape } = partsOf(table.schema) ?? {};
  return [
    ...unknownNames(table.name, columns, shape),
    ...Object.entries(shape).flatMap(([column, schema]) =>
      treatmentProblems(`${table.name}.${column}`, column, schema, columns[column]),
    ),
    ...collisions(table, columns),
  ];
}

function unknownNames(at: string, given: object, known: object): readonly string[] {
  return Object.keys(given)
    .filter((name) => !Object.hasOwn(known, name))
    .map(
      (name) =>
        `"${at}.${name}" is declared as personal data, but doesn't exist.${suggest(name, Object.keys(known))}`,
    );
}

function treatmentProblems(
  at: string,
  name: string,
  schema: z.core.$ZodType,
  treatment: PersonalTreatment | undefined,
): readonly string[] {
  if (treatment === undefined) {
    if (!isFreeText(name, schema)) return [];
    return [
      `"${at}" is free text, and personal.columns doesn't say what happens to it when the person is erased. Declare it as "erase", "derive", { keep: "the reason" }, or "none" if it is never about a person.`,
    ];
  }
  if (treatment === "erase") {
    if (canBeEmpty(schema)) return [];
    return [
      `"${at}" can't be erased, because it can't be empty. Make it nullable, or declare rows: "erase".`,
    ];
  }
  if (treatment === "derive" || treatment === "none") return [];
  if (!isRecord(treatment)) return [unknownTreatment(at, treatment)];
  if ("parts" in treatment && isRecord(treatment.parts)) return partProblems(at, schema, treatment.parts);
  if (!("keep" in treatment)) return [unknownTreatment(at, JSON.stringify(treatment))];
  if (typeof treatment.keep === "string" && treatment.keep.trim() !== "") return [];
  return [`"${at}" is kept without a reason. Write { keep: "the reason" }.`];
}

function unknownTreatment(at: string, treatment: string): string {
  if (treatment === "keep") return `"${at}" is kept without a reason. Write { keep: "the reason" }.`;
  return `"${at}" is declared as "${treatment}", which is not one of ${words.map((word) => `"${word}"`).join(", ")} and { keep: "the reason" }.${suggest(String(treatment), words)}`;
}

function partProblems(
  at: string,
  schema: z.core.$ZodType,
  treatments: Readonly<Record<string, PersonalTreatment | undefined>>,
): readonly string[] {
  const parts = partsOf(schema);
  if (parts === null) return [`"${at}" has no parts that are known in advance. Declare it as a whole.`];
  return [
    ...unknownNames(at, treatments, parts),
    ...Object.entries(parts).flatMap(([part, inner]) =>
      treatmentProblems(`${at}.${part}`, part, inner, treatments[part]),
    ),
  ];
}

/** Columns of unique keys that would be equal in all erased rows. */
function collisions(
  { name, unique, columns }: DefinedTable,
  treatments: Readonly<Record<string, PersonalTreatment | undefined>>,
): readonly string[] {
  const fields = new Set(unique.flatMap((key) => key.fields));
  return [...fields]
    .filter((field) => treatments[field] === "erase" && columns[field]?.nullable === false)
    .map(
      (field) =>
        `"${name}.${field}" is part of a unique key, so two erased rows would collide. Make it nullable, or declare rows: "erase".`,
    );
}
