import { suggest } from "../suggest.ts";
import type { FieldDefinitions } from "./definitions.ts";

/** The error text for an unknown field name. */
export function unknownField(name: string, fields: FieldDefinitions): string {
  const known = Object.keys(fields);
  if (known.length === 0) return `Unknown field "${name}". No fields are defined.`;
  const hint = suggest(name, known);
  return `Unknown field "${name}".${hint === "" ? ` Known fields: ${known.join(", ")}.` : hint}`;
}
