import * as z from "zod";
import { defineTable, defineView, instant, named, type StaffOf, scopes } from "../../kernel/index.ts";
import type { RowOf } from "../../ports/index.ts";

/** Maximum roles made at run time in one tenant. */
export const mostRoles = 200;

export const scopeSchema = z.enum(scopes);

export const roles = defineTable("roles", {
  comment: "Roles made at run time.",
  idPrefix: "rol",
  fields: {
    key: z.string().describe("What agents have as their `role`. Never changes."),
    label: z.string(),
    labels: z.record(z.string(), z.string()).describe("Translations of the label, by locale."),
    permissions: z
      .record(z.string(), scopeSchema)
      .describe("Permissions with their scope: own, team or tenant."),
    archivedAt: instant()
      .nullable()
      .describe("When it was archived: it grants nothing to the agents who have it, and can't be assigned."),
    source: z
      .enum(["code", "stored"])
      .describe("code: built in, with the permissions that plugins add. stored: made at run time."),
    createdAt: instant(),
    updatedAt: instant(),
  },
  personal: "none",
});

export interface RoleRow extends RowOf<typeof roles> {}

const columns = defineView("Role", roles, { customer: null });

/** A role: the permissions of the agents who have it. */
export interface Role extends StaffOf<typeof columns> {}

export const roleView = named<Role, never>()(columns);

declare module "../../kernel/events.ts" {
  interface CoreEvents {
    "role.created": { readonly key: string };
    "role.updated": { readonly key: string; readonly fields: readonly string[] };
  }
}
