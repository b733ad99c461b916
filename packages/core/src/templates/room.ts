import type { CaseSettings } from "../cases/index.ts";
import { collect } from "../configuration/index.ts";
import type { Kernel, Room } from "../kernel/index.ts";
import { acknowledging } from "./acknowledgement.ts";
import { articleDesk } from "./articles.ts";
import { type BuiltIn, builtIns as ownBuiltIns } from "./builtIn/index.ts";
import { createCompiler } from "./compile.ts";
import { type TemplateKindDefinitions, templateKinds } from "./kinds.ts";
import { references } from "./macros/requireMacro.ts";
import { macros, templates } from "./schema.ts";
import { templateSettings } from "./settings.ts";
import { createSignatures } from "./signing.ts";
import { type TemplatesState, templatesState } from "./state.ts";
import { createTemplateLookup } from "./templateLookup.ts";

/** What the room of the templates is built from. */
export interface TemplatesRoomOptions {
  readonly kernel: Kernel;
  readonly cases: CaseSettings;
  /** As the host gave them. */
  readonly options: unknown;
  /** Templates that plugins bring. */
  readonly fromPlugins: readonly BuiltIn[];
  /** Kinds of templates that plugins bring, by name. */
  readonly kindsOfPlugins: TemplateKindDefinitions;
}

/**
 * Texts that the desk sends, macros, and the acknowledgement of new cases. What is wrong with the options, and with
 * templates of plugins, goes to `problems`.
 */
export function templatesRoom(
  { kernel, cases, options, fromPlugins, kindsOfPlugins }: TemplatesRoomOptions,
  problems: string[],
): Room {
  const settings = templateSettings(options, problems);
  const compiler = createCompiler();
  const kinds = collect(problems, () => templateKinds(cases, kindsOfPlugins)) ?? templateKinds(cases, {});
  const usable = fromPlugins.filter((template) => {
    const isMade = collect(problems, () => {
      compiler.check(template, `template "${template.key}"`, kinds.require(template.kind).shape);
      return true;
    });
    return isMade === true;
  });
  const value: TemplatesState = {
    ...{ settings, compiler, kinds },
    signing: createSignatures(compiler, kinds, settings),
    lookup: createTemplateLookup(kernel, compiler, kinds, usable),
    builtIns: [...ownBuiltIns, ...usable],
    articles: articleDesk(settings.articlesTimeoutMs),
  };
  return {
    tables: [templates, macros],
    reactions: [acknowledging],
    references,
    state: { id: templatesState.id, value },
  };
}
