import * as z from "zod";
import { idInput, lineInput, recordInput } from "../../kernel/index.ts";
import { domainInput } from "../inputs.ts";

/** The editable fields of a company. */
export const companyProfile = {
  name: lineInput(500),
  hostId: idInput.nullable().describe("The company's id in the host application."),
  domain: domainInput.nullable(),
  fields: recordInput.describe("The host's own fields."),
};

/** A new company, with defaults for all but the name. */
export const newCompany = z.strictObject({
  ...companyProfile,
  hostId: companyProfile.hostId.default(null),
  domain: companyProfile.domain.default(null),
  fields: companyProfile.fields.default({}),
});
