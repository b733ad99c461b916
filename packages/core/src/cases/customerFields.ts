import * as z from "zod";

type FieldValues = Readonly<Record<string, unknown>>;

/** Which of the host's own fields customers can see, and which they can also set when they open a case. */
export interface CustomerFields {
  readonly readable: ReadonlySet<string>;
  readonly writable: ReadonlySet<string>;
}

/**
 * Reads what the host's schema says of its fields: `.meta({ customer: "read" })` or `.meta({ customer: "write" })`, which
 * includes reading. Fields without it are hidden from customers.
 */
export function customerFieldsOf({ shape }: z.ZodObject): CustomerFields {
  const marks = Object.entries(shape).map(([name, schema]) => ({ name, mark: markOf(schema) }));
  const named = (...wanted: readonly unknown[]) =>
    new Set(marks.flatMap(({ name, mark }) => (wanted.includes(mark) ? [name] : [])));
  return { readable: named("read", "write"), writable: named("write") };
}

/** Fields with a mark that means nothing. */
export function markProblems({
  shape,
}: z.ZodObject): readonly { readonly name: string; readonly message: string }[] {
  return Object.entries(shape).flatMap(([name, schema]) => {
    const mark = markOf(schema);
    if (mark === undefined || mark === "read" || mark === "write") return [];
    return [{ name, message: `meta({ customer }) must be "read" or "write", not ${JSON.stringify(mark)}` }];
  });
}

/** The outermost mark: metadata does not carry over `.optional()`, `.nullable()` and the like. */
function markOf(schema: z.core.$ZodType): unknown {
  let inner = schema;
  for (;;) {
    const mark = z.globalRegistry.get(inner)?.customer;
    if (mark !== undefined) return mark;
    const { def } = inner._zod;
    if ("innerType" in def && isSchema(def.innerType)) inner = def.innerType;
    else if (inner instanceof z.ZodPipe) inner = inner.def.in;
    else return undefined;
  }
}

function isSchema(value: unknown): value is z.core.$ZodType {
  return typeof value === "object" && value !== null && "_zod" in value;
}

/** The fields with these names. */
export function pickFields(fields: FieldValues, names: ReadonlySet<string>): FieldValues {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => names.has(name)));
}
