import * as z from "zod";

/** What a field holds, as far as comparing goes; `any` where no schema tells. */
export type FieldKind = "text" | "choice" | "number" | "boolean" | "list" | "any";

/** A field that conditions may look at. */
export interface FieldDefinition {
  readonly kind: FieldKind;
  /** The values of a choice, and of a list whose items are a choice; null where anything goes. */
  readonly options: readonly string[] | null;
  /** Whether the options of a choice are in ascending order, so that `greater` and `less` mean something. */
  readonly ordered: boolean;
}

/** Fields by their path, such as `case.priority`; `customer.fields.*` stands for every field without one of its own. */
export type FieldDefinitions = Readonly<Record<string, FieldDefinition>>;

/** A field whose values are not known beforehand. */
export const anyField: FieldDefinition = { kind: "any", options: null, ordered: false };

/** The field at a path; undefined when there is none. */
export function fieldNamed(fields: FieldDefinitions, path: string): FieldDefinition | undefined {
  if (Object.hasOwn(fields, path)) return fields[path];
  const group = `${path.slice(0, path.lastIndexOf("."))}.*`;
  return Object.hasOwn(fields, group) ? fields[group] : undefined;
}

/** Reads the fields of a zod object. What is neither scalar nor a list of strings can't be compared and is left out. */
export function fieldsOfSchema(
  prefix: string,
  schema: z.core.$ZodType,
  ordered: readonly string[] = [],
): FieldDefinitions {
  if (!(schema instanceof z.ZodObject)) return {};
  const found: [string, FieldDefinition][] = [];
  for (const [name, field] of Object.entries(schema.shape)) {
    const definition = definitionOf(field);
    if (definition === null) continue;
    const isOrdered = definition.kind === "choice" && ordered.includes(name);
    found.push([`${prefix}.${name}`, { ...definition, ordered: isOrdered }]);
  }
  return Object.fromEntries(found);
}

function definitionOf(schema: z.core.$ZodType): FieldDefinition | null {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodBoolean) return plain("boolean");
  if (inner instanceof z.ZodNumber || inner instanceof z.ZodDate) return plain("number");
  if (inner instanceof z.ZodEnum) return plain("choice", inner.options.map(String));
  if (inner instanceof z.ZodLiteral) return plain("choice", [...inner.values].map(String));
  if (inner instanceof z.ZodString || inner instanceof z.ZodStringFormat) return plain("text");
  if (!(inner instanceof z.ZodArray)) return null;
  const item = unwrapped(inner.element);
  if (item instanceof z.ZodEnum) return plain("list", item.options.map(String));
  return item instanceof z.ZodString ? plain("list") : null;
}

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  let inner = schema;
  while (
    inner instanceof z.ZodNullable ||
    inner instanceof z.ZodOptional ||
    inner instanceof z.ZodDefault ||
    inner instanceof z.ZodReadonly
  ) {
    inner = inner.def.innerType;
  }
  return inner;
}

function plain(kind: FieldKind, options: readonly string[] | null = null): FieldDefinition {
  return { kind, options, ordered: false };
}
