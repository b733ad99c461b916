import type { Room } from "../kernel/index.ts";
import { references } from "./references.ts";
import { type RoleBook, rolesState } from "./roles/book.ts";
import { roles } from "./roles/schema.ts";
import { agents, teams } from "./schema.ts";

export function agentsRoom(book: RoleBook): Room {
  return { tables: [agents, teams, roles], references, state: { id: rolesState.id, value: book } };
}
