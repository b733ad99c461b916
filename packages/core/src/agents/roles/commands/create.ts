import * as z from "zod";
import { SupportError } from "../../../errors/index.ts";
import { defineCommand, idInput } from "../../../kernel/index.ts";
import { grantOfRole } from "../../grants.ts";
import { rolesState } from "../book.ts";
import { copiedPermissions, described, roleKey } from "../inputs.ts";
import { checkPermissions, refuseMoreThanOwn } from "../limits.ts";
import { requireRole } from "../requireRole.ts";
import { mostRoles, type RoleRow, roles, roleView } from "../schema.ts";

const input = z.strictObject({
  key: roleKey.describe("What agents have as their `role`. Never changes."),
  ...described,
  labels: described.labels.default({}),
  copyOf: idInput.optional().describe("Role to copy the permissions of. Default: none."),
  permissions: copiedPermissions
    .default({})
    .describe("Permissions to add or change, with their scope; null removes a copied one."),
});

/**
 * Adds a role. It can't have permissions that the caller lacks.
 * @throws SupportError ALREADY_EXISTS, INVALID_INPUT naming the nearest permission, FORBIDDEN
 */
export const create = defineCommand({
  name: "roles.create",
  summary: "Adds a role.",
  input,
  output: roleView,
  access: { permission: "agents.write", cases: "none" },
  http: "POST /roles",
  async run(tx, { copyOf, permissions: given, ...values }): Promise<RoleRow> {
    const { key } = values;
    if (tx.use(rolesState).builtIn.has(key) || (await tx.get(roles, key)) !== null)
      throw new SupportError("ALREADY_EXISTS", `There is a role "${key}" already. Choose another key.`, {
        details: { role: key },
      });
    const copied = copyOf === undefined ? {} : (await requireRole(tx, copyOf)).permissions;
    const permissions = withoutNulls({ ...copied, ...given });
    checkPermissions(tx, permissions);
    await refuseMoreThanOwn(tx, grantOfRole({ permissions }));
    if ((await tx.find(roles, { limit: mostRoles })).length >= mostRoles)
      throw new SupportError("INVALID_INPUT", `There are ${mostRoles} roles, which is the most.`);
    const role = tx.insert(roles, { id: key, ...values, permissions, source: "stored" });
    tx.emit("role.created", {}, { key });
    return role;
  },
});

function withoutNulls(given: z.output<typeof copiedPermissions>): RoleRow["permissions"] {
  return Object.fromEntries(
    Object.entries(given).flatMap(([permission, scope]) => (scope === null ? [] : [[permission, scope]])),
  );
}
