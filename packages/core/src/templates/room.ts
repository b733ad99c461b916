import type { CaseRow, CasesDeps } from "../cases/index.ts";
import { requireCase } from "../cases/index.ts";
import {
  authorize,
  type Context,
  type Kernel,
  parseId,
  parseInput,
  type Room,
  type Transaction,
  transact,
} from "../kernel/index.ts";
import type { Filter } from "../ports/index.ts";
import { acknowledging, type FirstReplyDeadline, type TakeAutomaticSlot } from "./acknowledgement.ts";
import { applyMacro, type MacroDeps, type MacroRun, requireMacro, runMacro } from "./applyMacro.ts";
import { type BuiltIn, builtIns as ownBuiltIns } from "./builtIn/index.ts";
import { catalogueOf } from "./catalogue.ts";
import { atPlace, noTemplate, removeTemplate, saveTemplate } from "./commands.ts";
import { createCompiler, type Source } from "./compile.ts";
import {
  type ApplyMacroInput,
  type PreviewInput,
  previewInput,
  type RenderInput,
  renderInput,
  type SaveMacroInput,
  type SaveTemplateInput,
  type TemplateListQuery,
  type TemplatePlace,
  templateListQuery,
  templatePlace,
} from "./inputs.ts";
import { listMacros, removeMacro, saveMacro } from "./macroCommands.ts";
import { fillIn, type RenderedTemplate, renderFor } from "./render.ts";
import { type Macro, macros, type Template, type TemplateKind, templateKinds, templates } from "./schema.ts";
import { type TemplatesOptions, templateSettings } from "./settings.ts";
import { pathsOf } from "./shapes.ts";
import { createShelf } from "./shelf.ts";

/** What the room needs of the others; the desk wires it. */
export interface TemplatesDeps {
  readonly kernel: Kernel;
  readonly cases: CasesDeps;
  readonly options: TemplatesOptions;
  /** Templates that plugins bring. Default: none. */
  readonly fromPlugins?: readonly BuiltIn[];
  /** Of the SLA. */
  readonly firstReplyDeadline: FirstReplyDeadline;
  /** Of the delivery. */
  readonly takeAutomaticSlot: TakeAutomaticSlot;
}

/** A variable that templates of a kind may use. */
export interface TemplateVariable {
  /** As it is written: `case.code`; items of a list under `[0]`. */
  readonly path: string;
  readonly type: string;
  readonly about: string | null;
}

/**
 * Texts that the desk sends, macros, and the acknowledgement of new cases. Register its reactions after those of the
 * SLA: the acknowledgement names the deadline that they set.
 *
 * @throws SupportError INVALID_CONFIGURATION; TEMPLATE_INVALID for a plugin's template.
 */
export function templatesRoom(given: TemplatesDeps) {
  const settings = templateSettings(given.options);
  const compiler = createCompiler();
  const catalogue = catalogueOf(given.cases.settings);
  const { fromPlugins = [] } = given;
  for (const template of fromPlugins) {
    compiler.check(template, `template "${template.key}"`, catalogue[template.kind]);
  }
  const builtIns = [...ownBuiltIns, ...fromPlugins];
  const shelf = createShelf(given.kernel, compiler, catalogue, fromPlugins);
  const { wording } = compiler;
  const deps = { ...given, settings, compiler, catalogue, shelf, wording } satisfies MacroDeps;
  const room: Room = { tables: [templates, macros], reactions: acknowledging(deps) };

  const bind = (context: Context) => ({
    save: (input: SaveTemplateInput) => saveTemplate(context, deps, input),
    remove: (input: TemplatePlace) => removeTemplate(context, input),

    /** The template of exactly this key and locale: the tenant's own, else the built-in. @throws SupportError NOT_FOUND */
    get: async (input: TemplatePlace): Promise<Template | BuiltIn> => {
      await authorize(context, "templates.read");
      const { key, locale } = parseInput(templatePlace, input, "templates.get");
      const own = await transact(context, (tx) => atPlace(tx, key, locale));
      const found = own ?? builtIns.find((builtIn) => builtIn.key === key && builtIn.locale === locale);
      if (found === undefined) throw noTemplate(key, locale);
      return found;
    },

    /** The tenant's own templates, by id. */
    list: async (query: TemplateListQuery = {}): Promise<readonly Template[]> => {
      await authorize(context, "templates.read");
      const { key, kind, after, limit } = parseInput(templateListQuery, query, "templates.list");
      const leaves: Filter<Template>[] = [
        { field: "tenantId", is: context.tenantId },
        ...(key === undefined ? [] : [{ field: "key", is: key } as const]),
        ...(kind === undefined ? [] : [{ field: "kind", is: kind } as const]),
      ];
      const page = after === undefined ? { limit } : { limit, after };
      return context.storage.find(templates, { where: { and: leaves }, ...page });
    },

    /** Those that come with Heedkit and its plugins. */
    builtIns: (): readonly BuiltIn[] => builtIns,

    /** A template filled in for a case. @throws SupportError NOT_FOUND, TEMPLATE_FAILED */
    render: async (input: RenderInput): Promise<RenderedTemplate> => {
      await authorize(context, "templates.read");
      await authorize(context, "cases.read");
      const values = parseInput(renderInput, input, "templates.render");
      return transact(context, (tx) => renderFor(tx, deps, values));
    },

    /** A draft filled in for a case, without saving it. @throws SupportError TEMPLATE_INVALID */
    preview: async (input: PreviewInput): Promise<Source> => {
      await authorize(context, "templates.read");
      await authorize(context, "cases.read");
      const { kind, locale, caseId, ...source } = parseInput(previewInput, input, "templates.preview");
      const compiled = compiler.check(source, "the draft", catalogue[kind]);
      return transact(context, async (tx) =>
        fillIn(tx, deps, compiled, locale, await requireCase(tx, caseId)),
      );
    },

    /** The variables that templates of a kind may use, for an editor. */
    variables: (kind: TemplateKind): readonly TemplateVariable[] =>
      pathsOf(catalogue[parseInput(templateKinds, kind, "templates.variables")]).map(({ path, shape }) => ({
        path,
        type: shape.of,
        about: shape.about ?? null,
      })),
  });

  const bindMacros = (context: Context) => ({
    save: (input: SaveMacroInput): Promise<Macro> => saveMacro(context, deps, input),
    remove: (macroId: string): Promise<void> => removeMacro(context, macroId),
    list: (): Promise<readonly Macro[]> => listMacros(context),
    apply: (input: ApplyMacroInput): Promise<CaseRow> => applyMacro(context, deps, input),

    /** @throws SupportError NOT_FOUND */
    get: async (macroId: string): Promise<Macro> => {
      await authorize(context, "templates.read");
      return transact(context, (tx) => requireMacro(tx, parseId(macroId, "macros.get")));
    },
  });

  return {
    ...room,
    bind,
    bindMacros,
    /** Applies a macro inside a transaction, for the actions of other rooms. */
    runMacro: (tx: Transaction, run: MacroRun): Promise<CaseRow> => runMacro(tx, deps, run),
  };
}

export type TemplatesFacade = ReturnType<ReturnType<typeof templatesRoom>["bind"]>;
export type MacrosFacade = ReturnType<ReturnType<typeof templatesRoom>["bindMacros"]>;
