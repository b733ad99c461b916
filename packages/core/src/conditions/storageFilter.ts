import { type CaseRow, cases } from "../cases/index.ts";
import { type Customer, customers } from "../customers/index.ts";
import { SupportError } from "../errors/index.ts";
import type { FieldDefinitions } from "../fields/index.ts";
import type { Filter, Table } from "../ports/index.ts";
import { requireCondition } from "./check.ts";
import { comparisonFilter } from "./comparisonFilter.ts";
import type { Condition } from "./condition.ts";
import type { AnyFilter } from "./place.ts";

/** Why a part of a condition can't be a filter. */
export interface ConditionResidue {
  readonly field: string;
  readonly reason: string;
}

/** A condition as storage can search for it. */
export interface ConditionFilter<Row> {
  /** Matches every row that the condition holds for and, if `rest` is null, no other. */
  readonly where: Filter<Row>;
  /** What remains to be evaluated for each row found, with `compileCondition`. */
  readonly rest: Condition | null;
  /** Why there is a rest, by field. Empty if there is none. */
  readonly residues: readonly ConditionResidue[];
}

interface Part {
  readonly where: AnyFilter;
  readonly rest: Condition | null;
}

const tables = { case: cases, customer: customers } as const;

/**
 * Compiles a condition to a filter over cases or customers, for stored rows, where nothing has just `changed`. Filter
 * and condition agree on every row. What storage can't search for is left in `rest`: fields of the other table,
 * computed fields, and case-insensitive comparisons.
 *
 * @throws SupportError INVALID_INPUT listing everything wrong with the condition.
 *
 * @example
 * const { where, rest } = conditionFilter(view.when, fields, "case");
 * const found = await storage.find(cases, { where: { and: [{ field: "tenantId", is: tenantId }, where] }, limit: 50 });
 * const shown = rest === null ? found : found.filter(holdsFor(compileCondition(rest, fields)));
 */
export function conditionFilter(
  condition: Condition,
  fields: FieldDefinitions,
  over: "case",
): ConditionFilter<CaseRow>;
export function conditionFilter(
  condition: Condition,
  fields: FieldDefinitions,
  over: "customer",
): ConditionFilter<Customer>;
export function conditionFilter(
  condition: Condition,
  fields: FieldDefinitions,
  over: "case" | "customer",
): ConditionFilter<CaseRow> | ConditionFilter<Customer> {
  requireCondition(condition, fields);
  const table: Table = tables[over];
  const residues: ConditionResidue[] = [];
  const { where, rest } = compiled(condition, false);
  // Every field of the filter was looked up in the table.
  return { where: where as Filter<CaseRow> & Filter<Customer>, rest, residues };

  /** `isNegated`: the filter is for what the condition does not hold for, so that a `not` never contains a rest. */
  function compiled(part: Condition, isNegated: boolean): Part {
    if ("not" in part) return compiled(part.not, !isNegated);
    if ("all" in part || "any" in part) {
      const isAll = "all" in part !== isNegated;
      const parts = ("all" in part ? part.all : part.any).map((inner) => compiled(inner, isNegated));
      return isAll ? both(parts) : either(parts, isNegated ? { not: part } : part);
    }
    const made = comparisonFilter(part, fields, over, table);
    if ("where" in made) return { where: isNegated ? { not: made.where } : made.where, rest: null };
    residues.push(made);
    return { where: everything, rest: isNegated ? { not: part } : part };
  }
}

/**
 * Like {@link conditionFilter}, for uses that can't evaluate each row, such as counting.
 *
 * @throws SupportError INVALID_INPUT also for what storage can't search for, naming the fields and why.
 */
export function exactFilter(condition: Condition, fields: FieldDefinitions, over: "case"): Filter<CaseRow>;
export function exactFilter(
  condition: Condition,
  fields: FieldDefinitions,
  over: "customer",
): Filter<Customer>;
export function exactFilter(
  condition: Condition,
  fields: FieldDefinitions,
  over: "case" | "customer",
): Filter<CaseRow> | Filter<Customer> {
  const { where, residues } =
    over === "case" ? conditionFilter(condition, fields, over) : conditionFilter(condition, fields, over);
  if (residues.length === 0) return where;
  const list = residues.map(({ field, reason }) => `"${field}" ${reason}`);
  throw new SupportError("INVALID_INPUT", `The condition can't be used as a filter. ${list.join("; ")}.`, {
    details: { residues },
  });
}

const everything: AnyFilter = { and: [] };

function both(parts: readonly Part[]): Part {
  const rests = parts.flatMap(({ rest }) => (rest === null ? [] : [rest]));
  const where = { and: parts.map((part) => part.where).filter((filter) => filter !== everything) };
  const [only] = rests;
  return { where, rest: only === undefined ? null : rests.length === 1 ? only : { all: rests } };
}

/** One inexact part makes the whole inexact: other parts need not be evaluated again, but this one does. */
function either(parts: readonly Part[], whole: Condition): Part {
  if (parts.some(({ where }) => where === everything)) return { where: everything, rest: whole };
  return {
    where: { or: parts.map(({ where }) => where) },
    rest: parts.every(({ rest }) => rest === null) ? null : whole,
  };
}
