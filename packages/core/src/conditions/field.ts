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

/** The case that a condition is evaluated for, including changes of the current commit. */
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
  /** The value for a case; null if there is none. */
  load(read: Read, subject: ConditionFieldSubject, signal: AbortSignal): unknown;
}

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
 * condition depends on the value. It reads in the plugin's own name, whoever acts.
 *
 * ```ts
 * declare module "@heedkit/core" {
 *   interface ConditionFields { "stars.lastRating": number | null }
 * }
 *
 * const lastRating = defineConditionField({
 *   name: "stars.lastRating",
 *   type: "number",
 *   async load(read, { case: { customerId } }) {
 *     const [last] = await read.find(ratings, { where: { field: "customerId", is: customerId }, ... });
 *     return last?.stars ?? null;
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
      subject: ConditionFieldSubject,
      signal: AbortSignal,
    ): Promise<ConditionFields[Name] | null> | ConditionFields[Name] | null;
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
export function definitionOf({ type, options = null }: ConditionField): FieldDefinition {
  const kind = type === "text" && options !== null ? "choice" : kinds[type];
  return { kind, options, ordered: false };
}

/** Whether a field is loaded by a plugin, rather than stored with the case or the customer. */
export function isLoaded(name: string): boolean {
  return !name.startsWith("case.") && !name.startsWith("customer.");
}
