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
  locale: z.string().describe("Locale of the chosen template, which may differ from the requested one."),
  subject: z.string().nullable(),
  text: z.string(),
  html: z.string().nullable(),
});

/**
 * Renders a template. Uses the customer's language.
 * @throws SupportError NOT_FOUND; TEMPLATE_FAILED; INVALID_INPUT for variables that its kind does not have, and if it
 * refers to a case or customer that is not given
 */
export const render = defineQuery({
  name: "templates.render",
  summary: "Renders a template.",
  input,
  output: shape("RenderedTemplate", rendered),
  access: { permission: "templates.read", cases: "named" },
  http: "GET /templates/{key}/render",
  async run(read, { caseId, customerId, brandId, ...rendering }): Promise<RenderedTemplate> {
    await requireCaseReader(read);
    return renderFor(read, rendering, await topicOf(read, { caseId, customerId, brandId }));
  },
});
