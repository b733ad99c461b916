import * as z from "zod";
import { defineQuery, shape } from "../../kernel/index.ts";
import { catalogueOf } from "../catalogueOf.ts";
import { kindInput } from "../inputs.ts";
import { pathsOf } from "../shapes.ts";
import { templatesState } from "../state.ts";

const variable = z.object({
  path: z.string().describe("As written in a template: `case.code`; list items under `[0]`."),
  type: z.string(),
  about: z.string().nullable(),
});

/** A variable that templates of a kind can use. */
export interface TemplateVariable extends Readonly<z.output<typeof variable>> {}

/**
 * Lists the variables that templates of a kind can use. For template editors. @throws SupportError INVALID_INPUT for an
 * unknown kind
 */
export const variables = defineQuery({
  name: "templates.variables",
  summary: "Lists the variables that templates of a kind can use.",
  input: z.strictObject({ kind: kindInput.default("reply") }),
  output: shape("TemplateVariables", z.array(variable).readonly()),
  access: { permission: "templates.read", cases: "none" },
  http: "GET /templates/variables",
  async run(read, { kind }): Promise<readonly TemplateVariable[]> {
    const catalogue = await catalogueOf(read, read.use(templatesState).kinds.require(kind));
    return pathsOf(catalogue).map(({ path, shape: { of, about } }) => ({
      path,
      type: of,
      about: about ?? null,
    }));
  },
});
