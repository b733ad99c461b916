import type { FieldDefinition } from "./definitions.ts";

/** Why a field can't have the value, worded to follow the field's name; null if it can. */
export function valueProblem(value: unknown, { kind, options }: FieldDefinition): string | null {
  if (kind === "any") return isScalar(value) ? null : "takes text, a number, true or false";
  if (kind === "number") return Number.isFinite(value) ? null : "takes a number";
  if (kind === "boolean") return typeof value === "boolean" ? null : "takes true or false";
  if (typeof value !== "string") return "takes text";
  if (options === null || options.includes(value)) return null;
  return `takes one of ${options.join(", ")}, not "${value}"`;
}

function isScalar(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  return typeof value === "string" || typeof value === "boolean";
}
