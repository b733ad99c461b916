import * as z from "zod";
import { labelInput, labelsInput } from "../../customers/index.ts";
import { idInput } from "../../kernel/index.ts";
import { scopeSchema } from "./schema.ts";

export const roleKey = z
  .string()
  .max(41)
  .regex(
    /^[a-z][a-z0-9_]{0,40}$/,
    "must be of lower-case letters, digits and _, at most 41, beginning with a letter",
  );

/** Maximum permissions of a role. */
const mostPermissions = 500;

const isFew = (record: object) => Object.keys(record).length <= mostPermissions;
const tooMany = {
  error: `has more than ${mostPermissions} permissions`,
  // Also where one of them is wrong.
  when: () => true,
};

export const permissionsInput = z
  .record(idInput, scopeSchema)
  .refine(isFew, tooMany)
  .describe("Permissions with their scope: own (assigned or followed cases), team or tenant.");

/** Changes to copied permissions: null removes one. */
export const copiedPermissions = z.record(idInput, scopeSchema.nullable()).refine(isFew, tooMany);

export const described = {
  label: labelInput.describe("What people read."),
  labels: labelsInput.describe("Translations of the label, by locale (BCP 47)."),
};
