import { suggest } from "../suggest.ts";
import type { FieldDefinitions } from "./definitions.ts";

/** What to tell about a name that no field has. */
export function unknownField(name: string, fields: FieldDefinitions): string {
  const known = Object.keys(fields);
  if (known.length === 0) return `Unknown field "${name}". There are none.`;
  const hint = suggest(name, known);
  return `Unknown field "${name}".${hint === "" ? ` There are: ${known.join(", ")}.` : hint}`;
}
