import type * as z from "zod";
import { SupportError } from "../errors/index.ts";
import { unknownField, valueProblem } from "../fields/index.ts";
import type { Filter, Scalar } from "../ports/index.ts";
import type { CaseDefinitions } from "./definitions/caseDefinitions.ts";
import type { listQuery } from "./inputs.ts";
import type { CaseRow, StatusCategory } from "./schema.ts";

type Wanted = Omit<
  z.output<typeof listQuery>,
  "categories" | "spam" | "snoozed" | "order" | "after" | "limit"
>;

const unfinished: readonly StatusCategory[] = ["new", "open", "pending", "on_hold"];
const finished: readonly StatusCategory[] = ["solved", "closed"];

/** The categories of a list that does not name any. @throws SupportError INVALID_INPUT for an unknown status */
export function categoriesOf(
  { categories, status, solvedAt }: Pick<z.output<typeof listQuery>, "categories" | "status" | "solvedAt">,
  definitions: CaseDefinitions,
): readonly StatusCategory[] {
  if (categories !== undefined) return categories;
  if (status !== undefined)
    return [...new Set(listOf(status).map((key) => definitions.statuses.require(key).category))];
  return solvedAt === undefined ? unfinished : finished;
}

/**
 * What a list of cases asks for, as storage conditions that must all hold. Categories, spam and order are not included,
 * as they depend on the index that serves the list.
 *
 * @throws SupportError INVALID_INPUT for an unknown status or own field, and for a value that the field can't have
 */
export function caseLeaves(query: Wanted, definitions: CaseDefinitions): readonly Filter<CaseRow>[] {
  const { status, priority, kind, stage, channelId, assigneeId, teamId, brandId, tags = [] } = query;
  if (status !== undefined) for (const key of listOf(status)) definitions.statuses.require(key);
  return [
    ...(assigneeId === undefined ? [] : [{ field: "assigneeId", is: assigneeId } as const]),
    ...(teamId === undefined ? [] : [{ field: "teamId", is: teamId } as const]),
    ...(brandId === undefined ? [] : [{ field: "brandId", is: brandId } as const]),
    ...(status === undefined ? [] : [{ field: "status", in: listOf(status) } as const]),
    ...(priority === undefined ? [] : [{ field: "priority", in: listOf(priority) } as const]),
    ...(kind === undefined ? [] : [{ field: "kind", in: listOf(kind) } as const]),
    ...(stage === undefined ? [] : [{ field: "stage", in: listOf(stage) } as const]),
    ...(channelId === undefined ? [] : [{ field: "channelId", in: listOf(channelId) } as const]),
    ...(query.followerId === undefined
      ? []
      : [{ field: "followerIds", includes: query.followerId } as const]),
    ...(query.timeSpentMs?.atLeast === undefined
      ? []
      : [{ field: "timeSpentMs", atLeast: query.timeSpentMs.atLeast } as const]),
    ...(query.timeSpentMs?.atMost === undefined ? [] : [atMostSpent(query.timeSpentMs.atMost)]),
    ...tags.map((tag) => ({ field: "tags", includes: tag }) as const),
    ...spanLeaves("openedAt", query.openedAt),
    ...spanLeaves("updatedAt", query.updatedAt),
    ...spanLeaves("solvedAt", query.solvedAt),
    ...Object.entries(query.fields ?? {}).map(([name, value]) =>
      ownFieldLeaf(name, listOf(value), definitions),
    ),
  ];
}

/** Cases on which nobody logged any time are among them. */
function atMostSpent(atMost: number): Filter<CaseRow> {
  return {
    or: [
      { field: "timeSpentMs", is: null },
      { field: "timeSpentMs", atMost },
    ],
  };
}

function spanLeaves(
  field: "openedAt" | "updatedAt" | "solvedAt",
  span: Wanted["openedAt"],
): readonly Filter<CaseRow>[] {
  return [
    ...(span?.from === undefined ? [] : [{ field, atLeast: span.from } as const]),
    ...(span?.before === undefined ? [] : [{ field, below: span.before } as const]),
  ];
}

/** One of the host's own fields has one of the values. */
function ownFieldLeaf(name: string, values: readonly Scalar[], { fields }: CaseDefinitions): Filter<CaseRow> {
  const refuse = (problem: string, code: "INVALID_INPUT" | "ARCHIVED" = "INVALID_INPUT") =>
    new SupportError(code, `cases.list: fields: ${problem}`, { details: { field: name } });
  const { definitions, archived } = fields;
  if (archived.has(name))
    throw refuse(`"${name}" is archived. Restore it with fields.restore, or leave it out.`, "ARCHIVED");
  const definition = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
  if (definition === undefined) throw refuse(unknownField(name, definitions));
  const present = values.filter((value) => value !== null);
  for (const value of present) {
    const problem = valueProblem(value, definition);
    if (problem !== null) throw refuse(`"${name}" ${problem}.`);
  }

  const at = { field: "fields", path: [name] } as const;
  const { kind } = definition;
  const unset: readonly Filter<CaseRow>[] = [
    { ...at, is: null },
    ...(kind === "list" ? [{ ...at, isEmpty: true } as const] : []),
  ];
  const items = present.map((value): Filter<CaseRow> => ({ ...at, includes: String(value) }));
  return {
    or: [
      ...(kind === "list" ? [] : [{ ...at, in: present }]),
      ...(kind === "list" || kind === "any" ? items : []),
      ...(present.length === values.length ? [] : unset),
    ],
  };
}

function listOf<Value extends Scalar>(value: Value | readonly Value[]): readonly Value[] {
  return typeof value === "object" && value !== null ? value : [value];
}
