import type { CaseRow } from "../cases/index.ts";
import type { CustomerRow } from "../customers/index.ts";
import type { FieldDefinition, FieldKind } from "../fields/index.ts";
import type { EventType, Read } from "../kernel/index.ts";

/**
 * Fields that plugins add to conditions, and what they hold; null if unset. Declare them by augmentation. Names start with
 * the plugin's id: `"stars.lastRating": number | null`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by augmentation from plugins
export interface ConditionFields {}

/** What a field holds. An instant is a number: epoch milliseconds. */
export type ConditionFieldType = "text" | "number" | "boolean" | "instant" | "list";

/** A case that a condition is evaluated for, including changes of the current commit. */
export interface ConditionFieldSubject {
  readonly case: CaseRow;
  /** Null if the customer no longer exists. */
  readonly customer: CustomerRow | null;
}

/** A field for conditions whose value a plugin loads. Created by {@link defineConditionField}. */
export interface ConditionField {
  /** Starts with the plugin's id: `stars.lastRating`. */
  readonly name: string;
  readonly type: ConditionFieldType;
  /** The only values of a text, or entries of a list. Default: any. */
  readonly options?: readonly string[];
  /**
   * Events that may change the value for the case they belong to: its targets are determined again in the same commit.
   * Default: none.
   */
  readonly changedBy?: readonly EventType[];
  /** How long `load` may take, in milliseconds, 1 to 10,000. Default 2,000. */
  readonly timeoutMs?: number;
  /**
   * The values for up to 100 cases, by case id; a case that is missing has none. It runs inside commits, again if they
   * are repeated, so the values must follow from what it reads.
   */
  load(read: Read, subjects: readonly ConditionFieldSubject[], signal: AbortSignal): unknown;
}

/** Values by case id. */
type LoadedValues<Value> = ReadonlyMap<string, Value | null>;

type TypeOf<Value> = [Value] extends [boolean]
  ? "boolean"
  : [Value] extends [number]
    ? "number" | "instant"
    : [Value] extends [string]
      ? "text"
      : "list";

declare module "../kernel/sources.ts" {
  interface Sources {
    readonly condition: ConditionField;
  }
}

/**
 * Defines a field for conditions, such as those of SLA policies. Returns its argument. `load` is only called where a
 * condition depends on the value. It reads in the plugin's own name, whoever acts. If it fails, the error is reported and
 * the commit goes on: see `conditions` in the guide to plugins.
 *
 * ```ts
 * declare module "@heedkit/core" {
 *   interface ConditionFields { "stars.lastRating": number | null }
 * }
 *
 * const lastRating = defineConditionField({
 *   name: "stars.lastRating",
 *   type: "number",
 *   changedBy: ["stars.rated"],
 *   async load(read, subjects) {
 *     const rows = await read.find(ratings, { where: { field: "caseId", in: subjects.map((subject) => subject.case.id) } });
 *     return new Map(rows.map(({ caseId, stars }) => [caseId, stars]));
 *   },
 * });
 * ```
 */
export function defineConditionField<const Name extends keyof ConditionFields & string>(
  field: Omit<ConditionField, "name" | "type" | "load"> & {
    readonly name: Name;
    readonly type: TypeOf<NonNullable<ConditionFields[Name]>>;
    load(
      read: Read,
      subjects: readonly ConditionFieldSubject[],
      signal: AbortSignal,
    ): Promise<LoadedValues<ConditionFields[Name]>> | LoadedValues<ConditionFields[Name]>;
  },
): ConditionField {
  return field;
}

const kinds = {
  text: "text",
  number: "number",
  instant: "number",
  boolean: "boolean",
  list: "list",
} as const satisfies Record<ConditionFieldType, FieldKind>;

/** What a field can be. */
export const conditionFieldTypes: readonly string[] = Object.keys(kinds);

/** A plugin's field as conditions are checked against it. */
export function definitionOf({ type, options }: ConditionField): FieldDefinition {
  const kind = type === "text" && options !== undefined ? "choice" : kinds[type];
  return { kind, options: options ?? null, ordered: false };
}

/** Whether a field is loaded by a plugin, rather than stored with the case or the customer. */
export function isLoaded(name: string): boolean {
  return !name.startsWith("case.") && !name.startsWith("customer.");
}
