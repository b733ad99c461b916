export {
  type Article,
  type ArticleQuestion,
  type ArticleSource,
  defineArticleSource,
  type FindArticles,
} from "./articles.ts";
export type { BuiltIn } from "./builtIn/index.ts";
export type { Problem } from "./check.ts";
export type { SentTemplate } from "./commands/send.ts";
export { type Deadlines, deadlines } from "./deadlines.ts";
export type { PlacedProblem } from "./invalid.ts";
export { ownTemplateKinds, type TemplateKindDefinition, type TemplateKindDefinitions } from "./kinds.ts";
export { requireUsableMacro } from "./macros/requireMacro.ts";
export { type MacroRun, runMacro } from "./macros/runMacro.ts";
export type { PlacedTemplate } from "./queries/get.ts";
export type { TemplateVariable } from "./queries/variables.ts";
export type { RenderedTemplate } from "./render.ts";
export { type TemplatesRoomOptions, templatesRoom } from "./room.ts";
export {
  type Macro,
  type MacroRow,
  macros,
  type Template,
  type TemplateRow,
  templates,
} from "./schema.ts";
export type { AcknowledgementOptions, Contact, TemplatesOptions } from "./settings.ts";
