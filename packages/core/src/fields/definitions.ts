import * as z from "zod";

/** What a field holds, for comparisons; `any` without a schema. */
export type FieldKind = "text" | "choice" | "number" | "boolean" | "list" | "any";

/** A field that conditions can use. */
export interface FieldDefinition {
  readonly kind: FieldKind;
  /** The values of a choice, or of a list of choices; null if any value is allowed. */
  readonly options: readonly string[] | null;
  /** Whether the options of a choice are in ascending order, so that `greater` and `less` are meaningful. */
  readonly ordered: boolean;
}

/** Fields by path, such as `case.priority`; `customer.fields.*` stands for every field without its own entry. */
export type FieldDefinitions = Readonly<Record<string, FieldDefinition>>;

/** A field whose values are not known in advance. */
export const anyField: FieldDefinition = { kind: "any", options: null, ordered: false };

/** The field at a path; undefined if there is none. Names of the host's own fields may contain dots. */
export function fieldNamed(fields: FieldDefinitions, path: string): FieldDefinition | undefined {
  if (Object.hasOwn(fields, path)) return fields[path];
  const { owner, column, member } = placeOf(path);
  const group = `${owner}.${column}.*`;
  return member !== null && Object.hasOwn(fields, group) ? fields[group] : undefined;
}

/** Where a field's value is stored: for `case.fields.plan`, the member `plan` of the case's column `fields`. */
export interface FieldPlace {
  readonly owner: string;
  readonly column: string;
  /** Null if the value is the column itself. */
  readonly member: string | null;
}

/** Where the value of the field at a path is stored. Everything after the second dot is one name. */
export function placeOf(path: string): FieldPlace {
  const [owner = "", column = "", ...names] = path.split(".");
  return { owner, column, member: names.length === 0 ? null : names.join(".") };
}

/** Reads the fields of a zod object, by `prefix.name`: those of {@link definitionsOf}. */
export function fieldsOfSchema(
  prefix: string,
  schema: z.core.$ZodType,
  ordered: readonly string[] = [],
): FieldDefinitions {
  const found = Object.entries(definitionsOf(schema)).map(([name, definition]) => {
    const isOrdered = definition.kind === "choice" && ordered.includes(name);
    return [`${prefix}.${name}`, { ...definition, ordered: isOrdered }] as const;
  });
  return Object.fromEntries(found);
}

/** The fields of a zod object by name. Objects, and lists of anything but text, can't be compared and are skipped. */
export function definitionsOf(schema: z.core.$ZodType): FieldDefinitions {
  if (!(schema instanceof z.ZodObject)) return {};
  return Object.fromEntries(
    Object.entries(schema.shape).flatMap(([name, field]) => {
      const definition = definitionOf(field);
      return definition === null ? [] : [[name, definition] as const];
    }),
  );
}

function definitionOf(schema: z.core.$ZodType): FieldDefinition | null {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodBoolean) return plain("boolean");
  if (inner instanceof z.ZodNumber) return plain("number");
  if (inner instanceof z.ZodEnum) return oneOf(inner.options);
  if (inner instanceof z.ZodLiteral) return oneOf([...inner.values]);
  // JSON stores a date as ISO 8601 text.
  if (inner instanceof z.ZodString || inner instanceof z.ZodStringFormat || inner instanceof z.ZodDate)
    return plain("text");
  if (inner instanceof z.ZodTemplateLiteral) return plain("text");
  if (inner instanceof z.ZodUnion) return ofAny(inner.options.map(definitionOf));
  if (inner instanceof z.ZodAny || inner instanceof z.ZodUnknown || inner instanceof z.ZodTransform)
    return anyField;
  return inner instanceof z.ZodArray ? listOf(inner.element) : null;
}

function listOf(element: z.core.$ZodType): FieldDefinition | null {
  const item = definitionOf(element);
  return item?.kind === "text" || item?.kind === "choice" ? plain("list", item.options) : null;
}

/** Values of mixed types have no kind of their own. */
function oneOf(values: readonly unknown[]): FieldDefinition {
  const present = values.filter((value) => value !== null && value !== undefined);
  if (present.every((value) => typeof value === "string")) return plain("choice", present);
  if (present.every((value) => typeof value === "number")) return plain("number");
  return present.every((value) => typeof value === "boolean") ? plain("boolean") : anyField;
}

/** The kind of a field that may hold any of these; null if one of them can't be compared. */
function ofAny(definitions: readonly (FieldDefinition | null)[]): FieldDefinition | null {
  const [first = null, ...others] = definitions;
  if (first === null || others.includes(null)) return null;
  if (first.kind === "list" || others.some((other) => other?.kind !== first.kind)) return anyField;
  if (first.kind !== "choice") return plain(first.kind);
  return plain("choice", [...new Set(definitions.flatMap((definition) => definition?.options ?? []))]);
}

/** The schema of the stored value: inside wrappers, and at the end of a pipe. */
function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  let inner = schema;
  for (;;) {
    if (inner instanceof z.ZodPipe) inner = inner.def.out;
    else if (
      inner instanceof z.ZodNullable ||
      inner instanceof z.ZodOptional ||
      inner instanceof z.ZodExactOptional ||
      inner instanceof z.ZodNonOptional ||
      inner instanceof z.ZodDefault ||
      inner instanceof z.ZodPrefault ||
      inner instanceof z.ZodCatch ||
      inner instanceof z.ZodReadonly
    )
      inner = inner.def.innerType;
    else return inner;
  }
}

function plain(kind: FieldKind, options: readonly string[] | null = null): FieldDefinition {
  return { kind, options, ordered: false };
}
