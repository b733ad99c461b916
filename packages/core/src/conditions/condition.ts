import type { CaseRow } from "../cases/index.ts";
import type { CustomerRow } from "../customers/index.ts";

/** Own fields without a schema: any name, any value that can be compared. */
type AnyFields = Readonly<Record<string, string | number | boolean | readonly string[] | null>>;

/** The fields that conditions see, by path, and their values; `CaseFields` are the host's own. */
export type ConditionValues<CaseFields = AnyFields> = Prefixed<"case", Omit<CaseRow, "fields">> &
  Prefixed<"case.fields", string extends keyof CaseFields ? AnyFields : CaseFields> &
  Prefixed<"customer", Omit<CustomerRow, "fields">> &
  Prefixed<"customer.fields", AnyFields>;

type Prefixed<Prefix extends string, Row> = {
  readonly [Field in keyof Row & string as `${Prefix}.${Field}`]: Row[Field];
};

/**
 * What must hold, as plain JSON: SLA policies, triggers, views and segments are chosen by it.
 *
 * `all: []` holds, `any: []` does not. A comparison with a field that is not set is false, save for `isNot` and
 * `isSet: false`. `contains` and `startsWith` look past upper and lower case; everything else is exact.
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
 * A look at one field, with exactly one operator. The types allow several, since a union of every field with every
 * operator is more than the compiler takes; saving the condition refuses them.
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
  /** The change at hand has touched the field. */
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
  /** Both ends are counted in. */
  readonly between?: readonly [Value, Value];
  readonly contains?: string;
  readonly startsWith?: string;
}

/** What a condition is asked about. */
export interface ConditionSubject {
  readonly case: Readonly<object>;
  /** Null where the customer is not known. */
  readonly customer: Readonly<object> | null;
  /** Paths of the fields that the change at hand has touched. Default: none. */
  readonly changed?: ReadonlySet<string>;
}
