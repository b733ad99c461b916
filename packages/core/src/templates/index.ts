export type { FirstReplyDeadline, TakeAutomaticSlot } from "./acknowledgement.ts";
export type { MacroRun } from "./applyMacro.ts";
export type { BuiltIn } from "./builtIn/index.ts";
export type { Problem } from "./check.ts";
export type {
  ApplyMacroInput,
  PreviewInput,
  RenderInput,
  SaveMacroInput,
  SaveTemplateInput,
  TemplateListQuery,
  TemplatePlace,
} from "./inputs.ts";
export type { PlacedProblem } from "./invalid.ts";
export type { RenderedTemplate } from "./render.ts";
export {
  type MacrosFacade,
  type TemplatesDeps,
  type TemplatesFacade,
  type TemplateVariable,
  templatesRoom,
} from "./room.ts";
export { type Macro, macros, type Template, type TemplateKind, templateKinds, templates } from "./schema.ts";
export type {
  AcknowledgementOptions,
  Article,
  ArticleQuestion,
  Contact,
  TemplatesOptions,
} from "./settings.ts";
