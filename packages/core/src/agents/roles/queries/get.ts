import * as z from "zod";
import { defineQuery, idInput } from "../../../kernel/index.ts";
import { requireRole } from "../requireRole.ts";
import { type RoleRow, roleView } from "../schema.ts";

/** Returns a role, also if it is archived. @throws SupportError NOT_FOUND naming the nearest */
export const get = defineQuery({
  name: "roles.get",
  summary: "Returns a role.",
  input: z.strictObject({ key: idInput }),
  output: roleView,
  access: { permission: "agents.read", cases: "none" },
  http: "GET /roles/{key}",
  run: (read, { key }): Promise<RoleRow> => requireRole(read, key),
});
