import * as z from "zod";
import { idInput, recordInput } from "../../kernel/index.ts";

/** The editable fields of a company. */
export const companyProfile = {
  name: z.string().min(1).max(500),
  hostId: idInput.nullable().describe("The company's id in the host application."),
  domain: z.string().min(1).max(253).toLowerCase().nullable(),
  fields: recordInput.describe("The host's own fields."),
};

/** A new company, with defaults for all but the name. */
export const newCompany = z.strictObject({
  ...companyProfile,
  hostId: companyProfile.hostId.default(null),
  domain: companyProfile.domain.default(null),
  fields: companyProfile.fields.default({}),
});
