import * as z from "zod";
import { defineTable, defineView, instant, named, type StaffOf, scopes } from "../../kernel/index.ts";
import type { RowOf } from "../../ports/index.ts";

/** Most roles made at run time in one tenant. */
export const mostRoles = 200;

export const scopeSchema = z.enum(scopes);

export const roles = defineTable("roles", {
  comment: "Roles of agents made at run time.",
  idPrefix: "rol",
  fields: {
    key: z.string().describe("What agents have as their role. It never changes."),
    label: z.string(),
    labels: z.record(z.string(), z.string()).describe("The label by locale, where it differs."),
    permissions: z
      .record(z.string(), scopeSchema)
      .describe("What its agents may do, and how far that reaches: own cases, those of the team, or all."),
    archived: z.boolean().describe("Its agents may do nothing, and no others get it."),
    source: z.enum(["code", "stored"]).describe("Whether the code brings it, or it was made at run time."),
    createdAt: instant(),
    updatedAt: instant(),
  },
  personal: "none",
});

export interface RoleRow extends RowOf<typeof roles> {}

const columns = defineView("Role", roles, { customer: null });

/** What agents may do. */
export interface Role extends StaffOf<typeof columns> {}

export const roleView = named<Role, never>()(columns);

declare module "../../kernel/events.ts" {
  interface CoreEvents {
    "role.created": { readonly key: string };
    "role.updated": { readonly key: string; readonly fields: readonly string[] };
  }
}
