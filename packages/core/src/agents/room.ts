import type { Room } from "../kernel/index.ts";
import { references } from "./references.ts";
import { agents, teams } from "./schema.ts";

export function agentsRoom(): Room {
  return { tables: [agents, teams], references };
}
