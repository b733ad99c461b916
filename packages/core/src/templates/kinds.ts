import * as z from "zod";
import type { CaseSettings } from "../cases/index.ts";
import { SupportError } from "../errors/index.ts";
import { parseInput } from "../kernel/index.ts";
import { suggest } from "../suggest.ts";
import { agentShape, brandShape, commonShapes } from "./catalogue.ts";
import { type ObjectShape, type Shape, shapeOf } from "./shapes.ts";

/** What templates of a kind are rendered with, besides what every template can use. */
export interface TemplateKindDefinition {
  /**
   * The kind's own variables, by their name in templates. A description says what a variable is; values are validated
   * whenever a template is rendered.
   *
   * ```ts
   * { variables: z.object({ link: z.url().describe("Where the customer answers.") }) }
   * ```
   */
  readonly variables: z.ZodObject;
}

/** Kinds by their names. */
export type TemplateKindDefinitions = Readonly<Record<string, TemplateKindDefinition>>;

/** A kind of templates, ready to validate them. */
export interface TemplateKind {
  readonly name: string;
  /** Everything that its templates can use. */
  readonly shape: ObjectShape;
  /** Validated values of the kind's own variables. @throws SupportError INVALID_INPUT */
  parse(variables: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
}

/** The kinds of a desk. */
export interface TemplateKinds {
  /** @throws SupportError INVALID_INPUT suggesting the closest kind */
  require(name: string): TemplateKind;
  readonly reply: TemplateKind;
  readonly acknowledgement: TemplateKind;
  readonly signature: TemplateKind;
}

/** Maximum articles shown in an acknowledgement. */
export const mostArticles = 5;

const article = z.object({
  title: z.string().max(1_000).describe("Title of the article."),
  url: z.string().max(2_000).describe("Address of the article."),
});

const ownKinds = {
  reply: { variables: z.object({}) },
  signature: { variables: z.object({}) },
  acknowledgement: {
    variables: z.object({
      articles: z.array(article).max(mostArticles).default([]).describe("Articles that may solve it."),
    }),
  },
} satisfies TemplateKindDefinitions;

/** Names of the built-in kinds. */
export const ownTemplateKinds: readonly string[] = Object.keys(ownKinds);

/**
 * The built-in kinds and those of plugins.
 *
 * @throws SupportError INVALID_CONFIGURATION for a duplicate kind, or one that hides a variable of all templates
 */
export function templateKinds(settings: CaseSettings, fromPlugins: TemplateKindDefinitions): TemplateKinds {
  const all = { ...commonShapes(settings), agent: agentShape };
  const make = (name: string, { variables }: TemplateKindDefinition): TemplateKind => {
    const common = commonTo(name, all);
    const own = shapeOf(variables);
    const fields = own.of === "object" ? own.fields : {};
    const hidden = Object.keys(fields).filter((variable) => Object.hasOwn(all, variable));
    if (hidden.length > 0)
      throw new SupportError(
        "INVALID_CONFIGURATION",
        `templateKinds: the kind "${name}" has a variable "${hidden[0]}", which every template already has. Rename it.`,
      );
    const strict = variables.strict();
    return {
      name,
      shape: { of: "object", fields: { ...common, ...fields } },
      parse: (given) => parseInput(strict, given, `A template of the kind "${name}"`),
    };
  };
  const kinds = new Map<string, TemplateKind>();
  for (const [name, definition] of Object.entries<TemplateKindDefinition>(ownKinds))
    kinds.set(name, make(name, definition));
  for (const [name, definition] of Object.entries(fromPlugins)) {
    if (kinds.has(name))
      throw new SupportError("INVALID_CONFIGURATION", `templateKinds: duplicate kind "${name}".`);
    kinds.set(name, make(name, definition));
  }
  const kindNamed = (name: string): TemplateKind => {
    const kind = kinds.get(name);
    if (kind !== undefined) return kind;
    const hint = suggest(name, [...kinds.keys()]);
    throw new SupportError(
      "INVALID_INPUT",
      `Unknown template kind "${name}".${hint === "" ? ` Known kinds: ${[...kinds.keys()].join(", ")}.` : hint}`,
      { details: { kind: name } },
    );
  };
  return {
    require: kindNamed,
    reply: kindNamed("reply"),
    acknowledgement: kindNamed("acknowledgement"),
    signature: kindNamed("signature"),
  };
}

/** What templates of a kind may use of what there is for all. */
function commonTo(kind: string, all: Readonly<Record<string, Shape>>): Readonly<Record<string, Shape>> {
  const { agent: _agent, ...withoutAgent } = all;
  const { sla: _sla, ...withoutPromises } = all;
  // The desk itself acknowledges; nobody has answered yet.
  if (kind === "acknowledgement") return withoutAgent;
  return kind === "signature" ? { ...withoutPromises, brand: brandShape } : all;
}
