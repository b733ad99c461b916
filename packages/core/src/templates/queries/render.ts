import * as z from "zod";
import { defineQuery, reference, shape } from "../../kernel/index.ts";
import { keyInput, variablesInput, wantedBrand, wantedLocale } from "../inputs.ts";
import { requireCaseReader } from "../readsCases.ts";
import { type RenderedTemplate, renderFor, topicOf } from "../render.ts";

const input = z.strictObject({
  key: keyInput,
  locale: wantedLocale,
  caseId: reference("case").optional(),
  customerId: reference("customer").optional().describe("Default: the requester of the case."),
  brandId: wantedBrand,
  variables: variablesInput,
});

const rendered = z.object({
  key: z.string(),
  locale: z.string().describe("Of the template that was chosen, which may not be the one asked for."),
  subject: z.string().nullable(),
  text: z.string(),
  html: z.string().nullable(),
});

/**
 * A template filled in, in the customer's language.
 * @throws SupportError NOT_FOUND; TEMPLATE_FAILED; INVALID_INPUT for variables that its kind does not have, and where it
 * speaks of a case or customer that is not named
 */
export const render = defineQuery({
  name: "templates.render",
  summary: "Fills in a template.",
  input,
  output: shape("RenderedTemplate", rendered),
  access: { permission: "templates.read" },
  http: "GET /templates/{key}/render",
  async run(read, { caseId, customerId, brandId, ...rendering }): Promise<RenderedTemplate> {
    await requireCaseReader(read);
    return renderFor(read, rendering, await topicOf(read, { caseId, customerId, brandId }));
  },
});
