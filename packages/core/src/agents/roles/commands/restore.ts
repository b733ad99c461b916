import * as z from "zod";
import { defineCommand, idInput } from "../../../kernel/index.ts";
import { grantOfRole } from "../../grants.ts";
import { refuseMoreThanOwn } from "../limits.ts";
import { requireOwnRole } from "../requireRole.ts";
import { type RoleRow, roles, roleView } from "../schema.ts";

/**
 * Restores an archived role, and with it the permissions of its agents.
 * @throws SupportError NOT_FOUND; INVALID_INPUT for a built-in role; FORBIDDEN if it has permissions that the caller lacks
 */
export const restore = defineCommand({
  name: "roles.restore",
  summary: "Restores a role.",
  input: z.strictObject({ key: idInput }),
  output: roleView,
  access: { permission: "agents.write", cases: "none" },
  http: "POST /roles/{key}/restore",
  async run(tx, { key }): Promise<RoleRow> {
    const role = await requireOwnRole(tx, key);
    if (role.archivedAt === null) return role;
    await refuseMoreThanOwn(tx, grantOfRole(role));
    tx.emit("role.updated", {}, { key, fields: ["archivedAt"] });
    return tx.update(roles, role, { archivedAt: null });
  },
});
