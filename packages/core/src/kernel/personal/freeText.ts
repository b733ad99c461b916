import * as z from "zod";

type Schema = z.core.$ZodType;

/** Kinds of values that hold no words of anybody, whatever they are called. */
const wordless: ReadonlySet<string> = new Set([
  "number",
  "int",
  "bigint",
  "boolean",
  "date",
  "enum",
  "literal",
  "null",
  "undefined",
  "void",
  "nan",
  "never",
]);

/** Ids point at rows and name nobody: `id`, `ids`, and what ends in `Id` or `Ids`. */
function isIdName(name: string): boolean {
  return /^ids?$|Ids?$/.test(name);
}

/**
 * Whether a value of this name may hold free text, anywhere in it. Ids by name, enumerations, literals, numbers,
 * booleans and moments don't; every schema that isn't known to exclude it does: bytes, custom schemas, records of any
 * keys.
 */
export function isFreeText(name: string, schema: Schema): boolean {
  return mayHoldText(name, schema, []);
}

function mayHoldText(name: string, schema: Schema, outer: readonly Schema[]): boolean {
  // A schema that contains itself: what it may hold is found where it was met first.
  if (outer.includes(schema)) return false;
  const bare = unwrapped(schema);
  const nested = [...outer, schema];
  const within = (inner: Schema) => mayHoldText(name, inner, nested);
  if (wordless.has(bare._zod.def.type)) return false;
  if (bare._zod.def.type === "string") return !isIdName(name);
  if (bare instanceof z.ZodArray) return within(bare.def.element);
  if (bare instanceof z.ZodUnion) return bare.def.options.some(within);
  if (bare instanceof z.ZodLazy) return within(bare.def.getter());
  if (bare instanceof z.ZodTuple) return [...bare.def.items, bare.def.rest ?? []].flat().some(within);
  if (bare instanceof z.ZodRecord)
    return mayHoldText("key", bare.def.keyType, nested) || within(bare.def.valueType);
  const parts = partsOf(bare);
  return parts === null || Object.entries(parts).some(([part, inner]) => mayHoldText(part, inner, nested));
}

/** A schema without what only says that the value may be missing or must not be changed. */
export function unwrapped(schema: Schema): Schema {
  let inner = schema;
  while (
    inner instanceof z.ZodNullable ||
    inner instanceof z.ZodOptional ||
    inner instanceof z.ZodDefault ||
    inner instanceof z.ZodReadonly
  )
    inner = inner.def.innerType;
  return inner;
}

/** The parts of an object, or of each object in a list, by name; null where the parts have no fixed names. */
export function partsOf(schema: Schema): Readonly<Record<string, Schema>> | null {
  const bare = unwrapped(schema);
  if (bare instanceof z.ZodArray) return partsOf(bare.def.element);
  if (!(bare instanceof z.ZodObject)) return null;
  const { catchall } = bare.def;
  return catchall === undefined || catchall instanceof z.ZodNever ? bare.shape : null;
}

/** Whether an empty value fits: null, or an empty text, list, object or no bytes. */
export function canBeEmpty(schema: Schema): boolean {
  return [null, "", [], {}, new Uint8Array()].some((empty) => z.safeParse(schema, empty).success);
}
