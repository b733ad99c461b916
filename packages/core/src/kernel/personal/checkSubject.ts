import { suggest } from "../../suggest.ts";
import type { DefinedTable } from "../table.ts";
import type { PersonalData, PersonalNaming, PersonalSubject } from "./declaration.ts";
import { partsOf } from "./freeText.ts";

type Tables = ReadonlyMap<string, DefinedTable>;
type Declared = Exclude<PersonalData, "none">;

/** Whether a table's rows lead to a person, and whether the names on the way exist. */
export function subjectProblems(table: DefinedTable, personal: Declared, known: Tables): readonly string[] {
  const { subject, others = {} } = personal;
  if (!isRecord(subject) || (isList(subject) && subject.length === 0))
    return [
      `personal of the table "${table.name}" doesn't say whose data it is. Add subject: { customer: "customerId" }, or { through: "caseId", table: "cases" }.`,
    ];
  if (!isRecord(others)) return [`others of the table "${table.name}" must be an object with columns.`];
  const problems = [
    ...subjectsOf(personal).flatMap((one) => oneProblem(table, one, known)),
    ...Object.entries(others).flatMap(([column, naming]) => otherProblems(table, column, naming)),
  ];
  if (problems.length > 0 || leadsToPerson(table, known, [])) return problems;
  return [`the subject of the table "${table.name}" is circular, or leads to a table without a subject.`];
}

/** The subjects of a declaration as a list. */
export function subjectsOf({ subject }: Declared): readonly PersonalSubject[] {
  return isList(subject) ? subject : [subject];
}

/** Untyped callers may pass anything. */
export function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function isList(subject: Declared["subject"]): subject is readonly PersonalSubject[] {
  return Array.isArray(subject);
}

function oneProblem(table: DefinedTable, subject: PersonalSubject, known: Tables): readonly string[] {
  if (!isRecord(subject)) return [unknownSubject(table)];
  if ("customer" in subject) return columnProblem(table, subject.customer);
  if ("agent" in subject) return columnProblem(table, subject.agent);
  if ("mentions" in subject) return columnProblem(table, subject.mentions);
  if ("address" in subject && isRecord(subject.address))
    return [...columnProblem(table, subject.address.kind), ...columnProblem(table, subject.address.value)];
  if ("through" in subject)
    return [...columnProblem(table, subject.through), ...tableProblem(table, subject.table, known)];
  if (!("namedBy" in subject)) return [unknownSubject(table)];
  const naming = known.get(subject.namedBy);
  return naming === undefined
    ? tableProblem(table, subject.namedBy, known)
    : columnProblem(naming, subject.column);
}

function unknownSubject({ name }: DefinedTable): string {
  return `the subject of the table "${name}" must be { customer }, { agent }, { address: { kind, value } }, { through, table }, { namedBy, column } or { mentions }.`;
}

function columnProblem({ name, columns }: DefinedTable, column: string): readonly string[] {
  if (Object.hasOwn(columns, column)) return [];
  return [
    `personal data is declared for the column "${name}.${column}", which doesn't exist.${suggest(String(column), Object.keys(columns))}`,
  ];
}

function tableProblem({ name }: DefinedTable, target: string, known: Tables): readonly string[] {
  if (known.has(target)) return [];
  return [
    `the subject of the table "${name}" leads through the table "${target}", which doesn't exist.${suggest(String(target), [...known.keys()])}`,
  ];
}

function otherProblems(
  table: DefinedTable,
  column: string,
  naming: PersonalNaming | undefined,
): readonly string[] {
  const missing = columnProblem(table, column);
  if (missing.length > 0 || naming === undefined) return missing;
  if (naming === "customer" || naming === "address") return [];
  if (!isRecord(naming))
    return [
      `others.${column} of the table "${table.name}" must be "customer", "address" or an object that says which parts of an entry hold these.`,
    ];
  const schema = partsOf(table.schema)?.[column];
  const parts = schema === undefined ? null : partsOf(schema);
  const names = [naming.customer, naming.address].filter((part) => part !== undefined);
  return names
    .filter((part) => parts !== null && !Object.hasOwn(parts, part))
    .map(
      (part) =>
        `personal data is declared for "${table.name}.${column}.${part}", which doesn't exist.${suggest(part, Object.keys(parts ?? {}))}`,
    );
}

/** Each path must end at a person: a dead end would silently omit rows. */
function leadsToPerson(table: DefinedTable, known: Tables, before: readonly string[]): boolean {
  const { name, personal } = table;
  if (personal === undefined || personal === "none" || before.includes(name)) return false;
  return subjectsOf(personal).every((subject) => {
    const next = "through" in subject ? subject.table : "namedBy" in subject ? subject.namedBy : null;
    if (next === null) return true;
    const target = known.get(next);
    return target !== undefined && leadsToPerson(target, known, [...before, name]);
  });
}
