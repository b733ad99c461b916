import * as z from "zod";
import { defineCommand, idInput } from "../../../kernel/index.ts";
import { grantOfRole } from "../../grants.ts";
import { refuseMoreThanOwn } from "../limits.ts";
import { requireOwnRole } from "../requireRole.ts";
import { type RoleRow, roles, roleView } from "../schema.ts";

/**
 * Archives a role: it grants nothing from the next call on. Agents who have it keep it, in case it is restored.
 * @throws SupportError NOT_FOUND; INVALID_INPUT for a built-in role; FORBIDDEN if it has permissions that the caller lacks
 */
export const archive = defineCommand({
  name: "roles.archive",
  summary: "Archives a role.",
  input: z.strictObject({ key: idInput }),
  output: roleView,
  access: { permission: "agents.write", cases: "none" },
  http: "POST /roles/{key}/archive",
  async run(tx, { key }): Promise<RoleRow> {
    const role = await requireOwnRole(tx, key);
    if (role.archivedAt !== null) return role;
    await refuseMoreThanOwn(tx, grantOfRole(role));
    tx.emit("role.updated", {}, { key, fields: ["archivedAt"] });
    return tx.update(roles, role, { archivedAt: tx.now });
  },
});
