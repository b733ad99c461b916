import type * as z from "zod";
import type { $ZodCheck, $ZodRecord, $ZodType, $ZodTypes } from "zod/v4/core";

/** More names than any record may have. */
const tooMany = 10_001;
/** Longer than any list or record of unknown values may be as JSON. */
const tooLong = 2_000_000;

/** A place of a schema that takes values of any size, and why. */
export interface Unbounded {
  readonly path: string;
  readonly problem: string;
}

/**
 * Every place of a schema that takes strings, lists, records or numbers without a bound. `isBounded` names schemas that are
 * followed by another one. Bytes are bounded by the desk's own limits.
 */
export function unboundedPlaces(schema: z.ZodType, isBounded: (leaf: $ZodType) => boolean): Unbounded[] {
  const seen = new Set<$ZodType>();
  const found: Unbounded[] = [];

  const visit = (type: $ZodType, path: string): void => {
    if (seen.has(type) || isBounded(type)) return;
    seen.add(type);
    // `$ZodTypes` is the union of all there are, told apart by `def.type`.
    const { _zod } = type as $ZodTypes;
    const { def } = _zod;
    const wrong = (problem: string) => void found.push({ path, problem });
    const needs = (problem: string, ...checks: readonly string[]) => {
      const names = (def.checks ?? []).map(nameOf);
      if (!checks.every((either) => either.split("|").some((name) => names.includes(name)))) wrong(problem);
    };
    switch (def.type) {
      case "string":
        needs("a text of any length", "max_length|length_equals");
        return;
      case "number":
      case "bigint":
      case "date":
        needs("a number without a least and a most", "greater_than", "less_than");
        return;
      case "array":
        needs("a list of any length", "max_length|length_equals");
        visit(def.element, `${path}[]`);
        return;
      case "record":
        if (takesTooMuch(type as $ZodRecord)) wrong("a record of any size");
        visit(def.keyType, `${path}{name}`);
        if (!isUnknown(def.valueType)) visit(def.valueType, `${path}{}`);
        return;
      case "object":
        for (const [name, member] of Object.entries(def.shape))
          visit(member, path === "" ? name : `${path}.${name}`);
        if (def.catchall !== undefined) visit(def.catchall, `${path}{}`);
        return;
      case "union":
        for (const [at, option] of def.options.entries()) visit(option, `${path}|${at}`);
        return;
      case "intersection":
        visit(def.left, path);
        visit(def.right, path);
        return;
      case "tuple":
        for (const [at, item] of def.items.entries()) visit(item, `${path}[${at}]`);
        if (def.rest !== null) wrong("a tuple of any length");
        return;
      case "pipe":
        visit(def.in, path);
        visit(def.out, path);
        return;
      case "lazy":
        visit(def.getter(), path);
        return;
      case "optional":
      case "nullable":
      case "default":
      case "prefault":
      case "nonoptional":
      case "readonly":
      case "catch":
      case "success":
        visit(def.innerType, path);
        return;
      case "boolean":
      case "literal":
      case "enum":
      case "null":
      case "undefined":
      case "never":
      case "transform":
        return;
      case "custom":
        if (!isBoundedCheck(type)) wrong("a check of its own that takes any size");
        return;
      default:
        wrong(`a ${def.type}, which may be anything`);
        return;
    }
  };
  visit(schema, "");
  return found;
}

function nameOf(check: $ZodCheck<never>): string {
  return check._zod.def.check;
}

function isUnknown(type: $ZodType): boolean {
  const { type: name } = type._zod.def;
  return name === "unknown" || name === "any";
}

/**
 * Bounds of records are checks of their own, so they are asked: for names without end, and for a value without end. What
 * is refused for its names or values is not refused for its size, so only an issue of the record itself counts.
 */
function takesTooMuch(record: $ZodRecord): boolean {
  const known = answers.get(record) ?? asked(record);
  answers.set(record, known);
  return known;
}

/** One record stands in many schemas, and to ask takes a while. */
const answers = new WeakMap<$ZodRecord, boolean>();

function asked({ _zod: { def, run } }: $ZodRecord): boolean {
  const isRefused = (value: unknown) => {
    const result = run({ value, issues: [] }, { async: false });
    return !(result instanceof Promise) && result.issues.some(({ path = [] }) => path.length === 0);
  };
  const values: readonly unknown[] = ["x", null, 1, true, [], {}];
  const isBoundedInNames = values.some((value) =>
    isRefused(Object.fromEntries(Array.from({ length: tooMany }, (_, at) => [`name${at}`, value]))),
  );
  return !isBoundedInNames || (isUnknown(def.valueType) && !isRefused({ name: "x".repeat(tooLong) }));
}

/** A check of its own can't be read either: it must refuse a text, a list and a condition that are too large. */
function isBoundedCheck({ _zod: { run } }: $ZodType): boolean {
  const list = <Item>(item: Item) => Array.from({ length: tooMany }, () => item);
  return ["x".repeat(tooLong), list("x"), { all: list({ all: [] }) }].every((value) => {
    const result = run({ value, issues: [] }, { async: false });
    return !(result instanceof Promise) && result.issues.length > 0;
  });
}
