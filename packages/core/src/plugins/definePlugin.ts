import type * as z from "zod";
import type { ConditionField } from "../conditions/index.ts";
import type { SupportErrorCodes } from "../errors/index.ts";
import type {
  ActingKind,
  BuiltInRole,
  Calls,
  ErrorTraits,
  JobHandlers,
  Migration,
  OperationNamespace,
  Permission,
  Reaction,
  Room,
  SourceLists,
  Sweep,
  Who,
} from "../kernel/index.ts";
import type { TemplateKindDefinitions } from "../templates/index.ts";
import type { PluginHost } from "./host.ts";

/** A template of a plugin; a tenant's own with the same key and locale takes precedence. */
export interface PluginTemplate {
  readonly key: string;
  readonly locale: string;
  /** Determines which variables it can use: `reply`, `acknowledgement`, or one of `templateKinds`. Default `reply`. */
  readonly kind?: string;
  /** Default: keeps the subject of the case. */
  readonly subject?: string;
  readonly text: string;
  /** Default: generated from the text. */
  readonly html?: string;
}

/** Who code can give a permission to, besides the host and the desk itself, which have all. */
export type Grantee = BuiltInRole | "bot" | "customer" | "anonymous";

/**
 * A domain of its own, beside the core's rooms and built on the same API. All its code gets a transaction or a read
 * context: of one tenant, writing only its own tables, and calling operations of core and of the plugins that it
 * depends on.
 */
export interface PluginDefinition<Id extends string, Operations>
  extends Pick<Room, "tables" | "derivations" | "schedules" | "walks"> {
  /** How the desk names it, as `support.<id>`: camelCase. Its tables, events, jobs and permissions begin with it. */
  readonly id: Id;
  /** Its configuration; its operations read it with `tx.use(stateKey(id))`. */
  readonly options?: unknown;
  /** Validates the options when the desk is created; operations read its output. */
  readonly optionsSchema?: z.ZodType;
  /** Ids of required plugins, whose reactions run first and whose operations it can call. */
  readonly dependsOn?: readonly string[];
  /** Kinds of actors as which it can call operations, besides the current actor. */
  readonly actsAs?: readonly ActingKind[];
  /** Its operations, as exported by a module: `import * as operations from "./operations.ts"`. */
  readonly operations?: Operations;
  /** Adds to commits because of events in them. */
  readonly reactions?: readonly Reaction[];
  /** Handles background jobs. Kinds start with the id. */
  readonly jobs?: JobHandlers;
  /** Handles due rows of its own tables. Created by `defineSweep`. */
  readonly sweeps?: readonly Sweep[];
  /**
   * Changes of its data, in the order in which they are made, each once in a tenant. Made by `defineMigration`. One that
   * has run keeps its name and its place.
   */
  readonly migrations?: readonly Migration[];
  /** What it knows for others to show: entries of timelines, cards, articles. */
  readonly sources?: Omit<SourceLists, "condition">;
  /** Fields that it adds to conditions, such as those of SLA policies. Created by `defineConditionField`. */
  readonly conditions?: readonly ConditionField[];
  /** What it lets people do, and who may. Declare the names by augmenting `Permissions`; they begin with the id. */
  readonly permissions?: Readonly<Partial<Record<Permission, readonly Grantee[]>>>;
  readonly templates?: readonly PluginTemplate[];
  /**
   * Kinds of templates with their own variables, by names that start with the id, as in `{ "stars.question": {
   * variables: z.object({ link: z.url() }) } }`.
   */
  readonly templateKinds?: TemplateKindDefinitions;
  /**
   * Its error codes. Declare the names by augmenting `SupportErrorCodes`; they start with the id: `STARS_NOT_ASKED`.
   */
  readonly errors?: Readonly<Partial<Record<keyof SupportErrorCodes, ErrorTraits>>>;
  /** Called by `support.start()`, after the plugins it depends on and before channels start. Not called by `tick`. */
  readonly start?: (host: PluginHost) => Promise<void> | void;
  /** Called by `support.stop()`, last, when everything running has ended. */
  readonly stop?: () => Promise<void> | void;
}

/** Any plugin, for lists. */
export type AnyPlugin = PluginDefinition<string, OperationNamespace>;

/** The operations of plugins by id. A mapped type over the list's ids, so that many plugins are cheap to compile. */
export type PluginCalls<Plugins extends readonly AnyPlugin[], Host, By extends Who = "staff"> = {
  readonly [Plugin in Plugins[number] as Plugin["id"]]: Calls<NonNullable<Plugin["operations"]>, Host, By>;
};

/**
 * Defines a plugin. Returns its argument; the types of its operations are inferred.
 *
 * ```ts
 * import * as operations from "./operations.ts";
 *
 * export const stars = definePlugin({ id: "stars", tables: [ratings], operations });
 * const support = await createSupport({ storage, plugins: [stars] });
 * await support.stars.rate({ caseId, stars: 5 });
 * ```
 */
export function definePlugin<
  const Id extends string,
  Operations extends OperationNamespace = Record<never, never>,
>(definition: PluginDefinition<Id, Operations>): PluginDefinition<Id, Operations> {
  return definition;
}
