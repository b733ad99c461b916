import type { Room } from "../kernel/index.ts";
import { suppressions } from "./schema.ts";

export function suppressionsRoom(): Room {
  return { tables: [suppressions] };
}
