import * as z from "zod";
import { defineQuery, type Page, page, pageOf, paging } from "../../../kernel/index.ts";
import { allRoles } from "../requireRole.ts";
import { type RoleRow, roleView } from "../schema.ts";

const input = z.strictObject({
  archived: z.exactOptional(z.boolean()).describe("Default: both, as agents may still have archived ones."),
  ...paging,
});

/** Lists roles: built-in ones first, then those made at run time. */
export const list = defineQuery({
  name: "roles.list",
  summary: "Lists roles.",
  input,
  output: page(roleView),
  access: { permission: "agents.read", cases: "none" },
  http: "GET /roles",
  async run(read, { archived, ...paged }): Promise<Page<RoleRow>> {
    const rows = await allRoles(read);
    const wanted = rows.filter((role) => archived === undefined || (role.archivedAt !== null) === archived);
    return pageOf(wanted, ({ key }) => key, paged);
  },
});
