import type { DefinedTable } from "../table.ts";
import { subjectsOf } from "./checkSubject.ts";
import type { PersonalNaming, PersonalSubject, PersonalTreatment, WholeTreatment } from "./declaration.ts";

/** What becomes of one value of a row when its person is erased. */
export interface PersonalColumn {
  /** The column, or the way to a part of it: `["participants", "address"]`. Lists have no step of their own. */
  readonly path: readonly string[];
  readonly treatment: WholeTreatment;
}

/** What a table says about the personal data in it. */
export interface PersonalTable {
  readonly table: string;
  /** Each leads to people whose data a row is; empty where the table holds no personal data. */
  readonly subjects: readonly PersonalSubject[];
  /** Columns whose entries name further people. */
  readonly others: readonly { readonly column: string; readonly naming: PersonalNaming }[];
  /** Whether whole rows go with their person; there are no columns to treat then. */
  readonly erasesRows: boolean;
  readonly columns: readonly PersonalColumn[];
}

/**
 * What these tables say about personal data, in their order: whose it is, and what becomes of it when that person is
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
