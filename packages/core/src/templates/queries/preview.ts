import * as z from "zod";
import { defineQuery, reference, shape } from "../../kernel/index.ts";
import { catalogueOf } from "../catalogueOf.ts";
import { body, localeInput, variablesInput, wantedBrand } from "../inputs.ts";
import { requireCaseReader } from "../readsCases.ts";
import { fillIn, topicOf } from "../render.ts";
import type { Source } from "../source.ts";
import { templatesState } from "../state.ts";

const input = z.strictObject({
  ...body,
  locale: localeInput.default("en"),
  caseId: reference("case").optional(),
  customerId: reference("customer").optional().describe("Default: the requester of the case."),
  brandId: wantedBrand,
  variables: variablesInput,
});

const source = z.object({ subject: z.string().nullable(), text: z.string(), html: z.string().nullable() });

/**
 * Renders a draft of a template. Nothing is saved. @throws SupportError TEMPLATE_INVALID, TEMPLATE_FAILED,
 * INVALID_INPUT
 */
export const preview = defineQuery({
  name: "templates.preview",
  summary: "Renders a draft of a template.",
  input,
  output: shape("TemplatePreview", source),
  access: { permission: "templates.read", cases: "named" },
  http: "GET /templates/preview",
  async run(read, { kind: name, locale, caseId, customerId, brandId, variables, ...draft }): Promise<Source> {
    await requireCaseReader(read);
    const { compiler, kinds } = read.use(templatesState);
    const kind = kinds.require(name);
    const compiled = compiler.check(draft, "the draft", await catalogueOf(read, kind));
    const topic = await topicOf(read, { caseId, customerId, brandId });
    return fillIn(read, compiled, locale, topic, kind.parse(variables));
  },
});
