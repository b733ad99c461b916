import * as z from "zod";

type Schema = z.core.$ZodType;

/** Types of values that never contain free text, whatever their name. */
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

/** Ids refer to rows and name nobody: `id`, `ids`, and names ending in `Id` or `Ids`. */
function isIdName(name: string): boolean {
  return /^ids?$|Ids?$/.test(name);
}

/**
 * Whether a value of this name may contain free text. Ids by name, enumerations, literals, numbers, booleans and
 * instants don't; every schema that is not known to exclude it does: bytes, custom schemas, records with any keys.
 */
export function isFreeText(name: string, schema: Schema): boolean {
  return mayHoldText(name, schema, []);
}

function mayHoldText(name: string, schema: Schema, outer: readonly Schema[]): boolean {
  // A recursive schema: what it may contain is found at its first occurrence.
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

/** A schema without wrappers that only make the value optional or read-only. */
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

/** The parts of an object, or of each object in a list, by name; null if the parts have no fixed names. */
export function partsOf(schema: Schema): Readonly<Record<string, Schema>> | null {
  const bare = unwrapped(schema);
  if (bare instanceof z.ZodArray) return partsOf(bare.def.element);
  if (!(bare instanceof z.ZodObject)) return null;
  const { catchall } = bare.def;
  return catchall === undefined || catchall instanceof z.ZodNever ? bare.shape : null;
}

/** Whether an empty value is valid: null, or an empty text, list, object or byte array. */
export function canBeEmpty(schema: Schema): boolean {
  return [null, "", [], {}, new Uint8Array()].some((empty) => z.safeParse(schema, empty).success);
}
