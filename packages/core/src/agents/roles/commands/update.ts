import * as z from "zod";
import { withoutUndefined } from "../../../customers/index.ts";
import { defineCommand, idInput } from "../../../kernel/index.ts";
import { grantOfRole } from "../../grants.ts";
import { described, permissionsInput } from "../inputs.ts";
import { checkPermissions, refuseMoreThanOwn } from "../limits.ts";
import { requireOwnRole } from "../requireRole.ts";
import { type RoleRow, roles, roleView } from "../schema.ts";

const input = z.strictObject({
  key: idInput,
  ...z.strictObject({ ...described, permissions: permissionsInput }).partial().shape,
});

/**
 * Updates a role made at run time. `permissions` replaces all of its permissions, and takes effect with the next call of
 * its agents.
 * @throws SupportError NOT_FOUND, INVALID_INPUT, FORBIDDEN if the role has, or would get, permissions that the caller lacks
 */
export const update = defineCommand({
  name: "roles.update",
  summary: "Updates a role.",
  input,
  output: roleView,
  access: { permission: "agents.write", cases: "none" },
  http: "PATCH /roles/{key}",
  async run(tx, { key, ...changes }): Promise<RoleRow> {
    const role = await requireOwnRole(tx, key);
    const patch = withoutUndefined(changes);
    if (Object.keys(patch).length === 0) return role;
    if (patch.permissions !== undefined) {
      checkPermissions(tx, patch.permissions);
      await refuseMoreThanOwn(tx, grantOfRole({ permissions: patch.permissions }));
    }
    await refuseMoreThanOwn(tx, grantOfRole(role));
    tx.emit("role.updated", {}, { key, fields: Object.keys(patch) });
    return tx.update(roles, role, patch);
  },
});
