import * as z from "zod";
import { SupportError } from "../errors/index.ts";

type FieldValues = Readonly<Record<string, unknown>>;

/** Which of the host's own fields customers can see, and which they can also set when they open a case. */
export interface CustomerFields {
  readonly readable: ReadonlySet<string>;
  readonly writable: ReadonlySet<string>;
}

/**
 * Reads the marks in the host's schema: `.meta({ customer: "read" })` or `.meta({ customer: "write" })`, which includes
 * reading. Fields without a mark are hidden from customers.
 *
 * @throws SupportError INVALID_CONFIGURATION for any other value
 */
export function customerFieldsOf({ shape }: z.ZodObject): CustomerFields {
  const readable = new Set<string>();
  const writable = new Set<string>();
  for (const [name, schema] of Object.entries(shape)) {
    const mark = markOf(schema);
    if (mark === undefined) continue;
    if (mark !== "read" && mark !== "write")
      throw new SupportError(
        "INVALID_CONFIGURATION",
        `cases.fields.${name}: meta({ customer }) must be "read" or "write", not ${JSON.stringify(mark)}.`,
      );
    readable.add(name);
    if (mark === "write") writable.add(name);
  }
  return { readable, writable };
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
