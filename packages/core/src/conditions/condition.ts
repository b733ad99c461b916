import type { CaseRow } from "../cases/index.ts";
import type { CustomerRow } from "../customers/index.ts";
import type { ConditionFields } from "./field.ts";

/** Own fields without a schema: any name, any comparable value. */
type AnyFields = Readonly<Record<string, string | number | boolean | readonly string[] | null>>;

/** The fields that conditions see, by path, and their values; `CaseFields` are the host's own. Plugins add theirs. */
export type ConditionValues<CaseFields = AnyFields> = Prefixed<"case", Omit<CaseRow, "fields">> &
  Prefixed<"case.fields", string extends keyof CaseFields ? AnyFields : CaseFields> &
  Prefixed<"customer", Omit<CustomerRow, "fields">> &
  Prefixed<"customer.fields", AnyFields> &
  Readonly<ConditionFields>;

type Prefixed<Prefix extends string, Row> = {
  readonly [Field in keyof Row & string as `${Prefix}.${Field}`]: Row[Field];
};

/**
 * A condition as plain JSON. SLA policies, triggers, views and segments use them to select cases.
 *
 * `all: []` holds, `any: []` does not. A comparison with an unset field is false, except for `isNot` and `isSet:
 * false`. `contains` and `startsWith` ignore case; everything else is exact.
 *
 * @example
 * const vipOutage: Condition = {
 *   all: [
 *     { field: "case.priority", greater: "normal" },
 *     { any: [{ field: "customer.fields.plan", is: "enterprise" }, { field: "case.tags", contains: "vip" }] },
 *   ],
 * };
 */
export type Condition<Values extends object = ConditionValues> =
  | { readonly all: readonly Condition<Values>[] }
  | { readonly any: readonly Condition<Values>[] }
  | { readonly not: Condition<Values> }
  | Comparison<Values>;

/**
 * A comparison of one field, with exactly one operator. The types allow several, since a union of every field with
 * every operator is too much for the compiler; saving the condition rejects them.
 */
export type Comparison<Values extends object = ConditionValues> = {
  [Field in keyof Values & string]: { readonly field: Field } & Operators<NonNullable<Values[Field]>>;
}[keyof Values & string];

type Operators<Value> = [Value] extends [readonly string[]]
  ? ListOperators<Value[number]>
  : [Value] extends [boolean]
    ? EqualityOperators<Value>
    : ScalarOperators<Value>;

interface PresenceOperators {
  readonly isSet?: boolean;
  /** The current change affects the field. */
  readonly changed?: boolean;
}

interface ListOperators<Item> extends PresenceOperators {
  readonly contains?: Item;
}

interface EqualityOperators<Value> extends PresenceOperators {
  readonly is?: Value | null;
  readonly isNot?: Value | null;
  readonly in?: readonly Value[];
}

interface ScalarOperators<Value> extends EqualityOperators<Value> {
  readonly greater?: Value;
  readonly less?: Value;
  /** Both ends are inclusive. */
  readonly between?: readonly [Value, Value];
  readonly contains?: string;
  readonly startsWith?: string;
}

/** What a condition is evaluated against. */
export interface ConditionSubject {
  readonly case: Readonly<object>;
  /** Null if the customer is not known. */
  readonly customer: Readonly<object> | null;
  /** Paths of the fields affected by the current change. Default: none. */
  readonly changed?: ReadonlySet<string>;
  /** Values of fields that plugins load, by name. What depends on a missing one can't be decided. Default: none. */
  readonly values?: ReadonlyMap<string, unknown>;
}
