import * as z from "zod";

/** What a template may find under a name, so that misspellings are detected when the template is saved. */
export type Shape =
  | { readonly of: "text" | "number" | "boolean" | "anything"; readonly about?: string }
  /** Epoch milliseconds, for the filter `time`. */
  | { readonly of: "instant"; readonly about?: string }
  | { readonly of: "list"; readonly item: Shape; readonly about?: string }
  | { readonly of: "object"; readonly fields: Readonly<Record<string, Shape>>; readonly about?: string };

export type ObjectShape = Extract<Shape, { readonly of: "object" }>;

/** One step of a path: a name, a number, or null if the template computes it. */
export type Step = string | number | null;

export const anything: Shape = { of: "anything" };
const number: Shape = { of: "number" };

/** The shape at the end of a path; null if there can be nothing. */
export function follow(shape: Shape, path: readonly Step[]): Shape | null {
  let current: Shape | null = shape;
  for (const step of path) {
    if (current === null || current.of === "anything") return current;
    current = child(current, step);
  }
  return current;
}

function child(shape: Shape, step: Step): Shape | null {
  if (shape.of === "object") {
    if (step === null) return anything;
    const fields = shape.fields;
    return Object.hasOwn(fields, step) ? (fields[step] ?? null) : null;
  }
  if (step === "size" && (shape.of === "text" || shape.of === "list")) return number;
  if (shape.of !== "list") return null;
  return typeof step === "string" && step !== "first" && step !== "last" ? null : shape.item;
}

/** What a loop over a value iterates over. */
export function itemOf(shape: Shape): Shape {
  return shape.of === "list" ? shape.item : shape.of === "text" ? shape : anything;
}

/** Every possible path, with its description. Items of lists are shown under `[0]`. */
export function pathsOf(
  shape: Shape,
  prefix = "",
): readonly { readonly path: string; readonly shape: Shape }[] {
  if (shape.of === "object") {
    return Object.entries(shape.fields).flatMap(([name, field]) =>
      pathsOf(field, prefix === "" ? name : `${prefix}.${name}`),
    );
  }
  if (shape.of === "list") return [{ path: prefix, shape }, ...pathsOf(shape.item, `${prefix}[0]`)];
  return [{ path: prefix, shape }];
}

/** The shape of values that a zod schema accepts. What can't be determined is treated as anything. */
export function shapeOf(schema: z.core.$ZodType): Shape {
  const about = z.globalRegistry.get(schema)?.description;
  return { ...bareShapeOf(schema), ...(about === undefined ? {} : { about }) };
}

function bareShapeOf(schema: z.core.$ZodType): Shape {
  if (schema instanceof z.ZodObject) {
    const fields = Object.entries<z.core.$ZodType>(schema.shape);
    return {
      of: "object",
      fields: Object.fromEntries(fields.map(([name, field]) => [name, shapeOf(field)])),
    };
  }
  if (schema instanceof z.ZodArray) return { of: "list", item: shapeOf(schema.element) };
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodReadonly
  )
    return shapeOf(schema.def.innerType);
  // Formats such as `z.email()` are strings, but not of the class ZodString.
  if (schema._zod.def.type === "string" || schema instanceof z.ZodEnum) return { of: "text" };
  if (schema instanceof z.ZodNumber) return number;
  if (schema instanceof z.ZodBoolean) return { of: "boolean" };
  return anything;
}

/** A made-up value of a shape, for trying out a template. */
export function sampleOf(shape: Shape, name = "value"): unknown {
  switch (shape.of) {
    case "text":
      return `‹${name}›`;
    case "number":
    case "instant":
      return 1_800_000_000_000;
    case "boolean":
      return true;
    case "list":
      return [sampleOf(shape.item, `${name} 1`), sampleOf(shape.item, `${name} 2`)];
    case "object":
      return Object.fromEntries(
        Object.entries(shape.fields).map(([field, inner]) => [field, sampleOf(inner, field)]),
      );
    case "anything":
      return `‹${name}›`;
  }
}
