import type { CasesDeps } from "../cases/index.ts";
import type { Kernel, Room } from "../kernel/index.ts";
import { acknowledging } from "./acknowledgement.ts";
import { articleDesk } from "./articles.ts";
import { type BuiltIn, builtIns as ownBuiltIns } from "./builtIn/index.ts";
import { createCompiler } from "./compile.ts";
import { type TemplateKindDefinitions, templateKinds } from "./kinds.ts";
import { references } from "./macros/requireMacro.ts";
import { macros, templates } from "./schema.ts";
import { type TemplatesOptions, templateSettings } from "./settings.ts";
import { createShelf } from "./shelf.ts";
import { type TemplatesState, templatesState } from "./state.ts";

/** The options of the room. */
export interface TemplatesDeps {
  readonly kernel: Kernel;
  readonly cases: CasesDeps;
  readonly options: TemplatesOptions;
  /** Templates of plugins. Default: none. */
  readonly fromPlugins?: readonly BuiltIn[];
  /** Kinds of templates of plugins, by name. Default: none. */
  readonly kindsOfPlugins?: TemplateKindDefinitions;
}

/**
 * Texts that the desk sends, macros, and the acknowledgement of new cases.
 *
 * @throws SupportError INVALID_CONFIGURATION; TEMPLATE_INVALID for a plugin's template.
 */
export function templatesRoom({
  kernel,
  cases,
  options,
  fromPlugins = [],
  kindsOfPlugins = {},
}: TemplatesDeps): Room {
  const settings = templateSettings(options);
  const compiler = createCompiler();
  const kinds = templateKinds(cases.settings, kindsOfPlugins);
  for (const template of fromPlugins)
    compiler.check(template, `template "${template.key}"`, kinds.require(template.kind).shape);
  const value: TemplatesState = {
    ...{ cases, settings, compiler, kinds },
    shelf: createShelf(kernel, compiler, kinds, fromPlugins),
    builtIns: [...ownBuiltIns, ...fromPlugins],
    articles: articleDesk(settings.articlesTimeoutMs),
  };
  return {
    tables: [templates, macros],
    reactions: [acknowledging],
    references,
    state: { id: templatesState.id, value },
  };
}
