import type { DefinedTable } from "../table.ts";
import { subjectsOf } from "./checkSubject.ts";
import type { PersonalNaming, PersonalSubject, PersonalTreatment, WholeTreatment } from "./declaration.ts";

/** What happens to one value of a row when its person is erased. */
export interface PersonalColumn {
  /** The column, or the path to a part of it: `["participants", "address"]`. Lists have no step of their own. */
  readonly path: readonly string[];
  readonly treatment: WholeTreatment;
}

/** A table's declaration of personal data. */
export interface PersonalTable {
  readonly table: string;
  /** Each leads to people whose data a row is; empty if the table holds no personal data. */
  readonly subjects: readonly PersonalSubject[];
  /** Columns whose entries name other people. */
  readonly others: readonly { readonly column: string; readonly naming: PersonalNaming }[];
  /** Whether whole rows are deleted with their person; then there are no columns to treat. */
  readonly erasesRows: boolean;
  readonly columns: readonly PersonalColumn[];
}

/**
 * The declarations of personal data of these tables, in order: whose it is, and what happens to it when that person is
 * erased. A table without personal data has no subjects.
 *
 * ```ts
 * for (const { table, erasesRows } of personalDataOf([cases, identities])) console.log(table, erasesRows);
 * ```
 */
export function personalDataOf(tables: readonly DefinedTable[]): readonly PersonalTable[] {
  return tables.map(({ name, personal }) => {
    if (personal === undefined || personal === "none")
      return { table: name, subjects: [], others: [], erasesRows: false, columns: [] };
    return {
      table: name,
      subjects: subjectsOf(personal),
      others: Object.entries(personal.others ?? {}).flatMap(([column, naming]) =>
        naming === undefined ? [] : [{ column, naming }],
      ),
      erasesRows: personal.rows === "erase",
      columns: columnsOf([], personal.columns ?? {}),
    };
  });
}

function columnsOf(
  before: readonly string[],
  treatments: Readonly<Record<string, PersonalTreatment | undefined>>,
): readonly PersonalColumn[] {
  return Object.entries(treatments).flatMap(([name, treatment]) => {
    if (treatment === undefined) return [];
    const path = [...before, name];
    if (typeof treatment === "object" && "parts" in treatment) return columnsOf(path, treatment.parts);
    return [{ path, treatment }];
  });
}
