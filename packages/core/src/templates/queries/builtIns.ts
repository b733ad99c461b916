import * as z from "zod";
import { defineQuery, shape } from "../../kernel/index.ts";
import type { BuiltIn } from "../builtIn/index.ts";
import { templatesState } from "../state.ts";

const builtIn = z.object({
  key: z.string(),
  locale: z.string(),
  kind: z.string(),
  subject: z.string().nullable(),
  text: z.string(),
  html: z.string().nullable(),
});

/**
 * Lists the templates built into Heedkit and its plugins. A tenant's own with the same key and locale takes precedence.
 */
export const builtIns = defineQuery({
  name: "templates.builtIns",
  summary: "Lists the templates built into Heedkit and its plugins.",
  input: z.strictObject({}),
  output: shape("BuiltInTemplates", z.array(builtIn).readonly()),
  access: { permission: "templates.read" },
  http: "GET /templates/built-in",
  run: (read): readonly BuiltIn[] => read.use(templatesState).builtIns,
});
