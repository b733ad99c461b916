import type * as z from "zod";
import type { $ZodCheck, $ZodRecord, $ZodType, $ZodTypes } from "zod/v4/core";

/** More names than any record may have. */
const tooMany = 10_001;
/** Longer than any list or record of unknown values may be as JSON. */
const tooLong = 2_000_000;

/** A place in a schema that accepts values of any size, and why. */
export interface Unbounded {
  readonly path: string;
  readonly problem: string;
}

/**
 * Finds every place in a schema that accepts unbounded strings, lists, records or numbers. `isBounded` names schemas
 * that are followed by another one. Bytes have the desk's own limits.
 */
export function unboundedPlaces(schema: z.ZodType, isBounded: (leaf: $ZodType) => boolean): Unbounded[] {
  const seen = new Set<$ZodType>();
  const found: Unbounded[] = [];

  const visit = (type: $ZodType, path: string): void => {
    if (seen.has(type) || isBounded(type)) return;
    seen.add(type);
    // `$ZodTypes` is the union of all schemas, distinguished by `def.type`.
    const { _zod } = type as $ZodTypes;
    const { def } = _zod;
    const wrong = (problem: string) => void found.push({ path, problem });
    const needs = (problem: string, ...checks: readonly string[]) => {
      const names = (def.checks ?? []).map(nameOf);
      if (!checks.every((either) => either.split("|").some((name) => names.includes(name)))) wrong(problem);
    };
    switch (def.type) {
      case "string":
        needs("an unbounded string", "max_length|length_equals");
        return;
      case "number":
      case "bigint":
      case "date":
        needs("a number without a minimum and a maximum", "greater_than", "less_than");
        return;
      case "array":
        needs("an unbounded array", "max_length|length_equals");
        visit(def.element, `${path}[]`);
        return;
      case "record":
        if (takesTooMuch(type as $ZodRecord)) wrong("an unbounded record");
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
        if (def.rest !== null) wrong("an unbounded tuple");
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
        if (!isBoundedCheck(type)) wrong("an unbounded custom check");
        return;
      default:
        wrong(`a ${def.type}, which accepts anything`);
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
 * Limits of records are custom checks, so they are tried out: with unlimited names, and with an unlimited value.
 * Rejecting names or values is not a size limit, so only an issue of the record itself counts.
 */
function takesTooMuch(record: $ZodRecord): boolean {
  const known = answers.get(record) ?? asked(record);
  answers.set(record, known);
  return known;
}

/** The same record occurs in many schemas, and trying it out is slow. */
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

/** A custom check can't be inspected either: it must reject an oversized text, list and condition. */
function isBoundedCheck({ _zod: { run } }: $ZodType): boolean {
  const list = <Item>(item: Item) => Array.from({ length: tooMany }, () => item);
  return ["x".repeat(tooLong), list("x"), { all: list({ all: [] }) }].every((value) => {
    const result = run({ value, issues: [] }, { async: false });
    return !(result instanceof Promise) && result.issues.length > 0;
  });
}
