import type * as z from "zod";
import type { SupportErrorCodes } from "../errors/index.ts";
import type {
  ActingKind,
  Calls,
  ErrorTraits,
  JobHandlers,
  Migration,
  OperationNamespace,
  Permission,
  Reaction,
  Role,
  Room,
  SourceLists,
  Sweep,
  Who,
} from "../kernel/index.ts";
import type { TemplateKindDefinitions } from "../templates/index.ts";
import type { PluginHost } from "./life.ts";

/** A template that comes with a plugin; a tenant's own of the same key and locale goes first. */
export interface PluginTemplate {
  readonly key: string;
  readonly locale: string;
  /** Says which variables it may use: `reply`, `acknowledgement`, or one of `templateKinds`. Default `reply`. */
  readonly kind?: string;
  /** Default: keeps the subject of the case. */
  readonly subject?: string;
  readonly text: string;
  /** Default: made from the text. */
  readonly html?: string;
}

/** Who may be given a permission, beside the host and the desk itself, who have all. */
export type Grantee = Role | "bot" | "customer" | "anonymous";

/**
 * A domain of its own, or of somebody else's, beside the core's rooms and through the same door. Everything that it runs
 * gets a transaction or its reads: of one tenant, writing its own tables only, and calling operations of core and of the
 * plugins that it depends on.
 */
export interface PluginDefinition<Id extends string, Operations>
  extends Pick<Room, "tables" | "derivations" | "schedules" | "walks"> {
  /** How the desk names it, as `support.<id>`: camelCase. Its tables, events, jobs and permissions begin with it. */
  readonly id: Id;
  /** What it was configured with; its operations read it by `tx.use(stateKey(id))`. */
  readonly options?: unknown;
  /** Checks the options when the desk is made; what it outputs is what operations read. */
  readonly optionsSchema?: z.ZodType;
  /** Ids of plugins that must be there, whose reactions run first and whose operations it may call. */
  readonly dependsOn?: readonly string[];
  /** Kinds of actors in whose name it may call operations, beside the one whose call is being handled. */
  readonly actsAs?: readonly ActingKind[];
  /** What it can do, as a module exports it: `import * as operations from "./operations.ts"`. */
  readonly operations?: Operations;
  /** Adds to commits because of what happens in them. */
  readonly reactions?: readonly Reaction[];
  /** Does what must wait or go out. Kinds begin with the id. */
  readonly jobs?: JobHandlers;
  /** Handles rows of its own tables when they are due. Made by `defineSweep`. */
  readonly sweeps?: readonly Sweep[];
  /**
   * Changes of its data, in the order in which they are made, each once in a tenant. Made by `defineMigration`. One that
   * has run keeps its name and its place.
   */
  readonly migrations?: readonly Migration[];
  /** What it knows for others to show: entries of timelines, cards, articles. */
  readonly sources?: SourceLists;
  /** What it lets people do, and who may. Declare the names by augmenting `Permissions`; they begin with the id. */
  readonly permissions?: Readonly<Partial<Record<Permission, readonly Grantee[]>>>;
  readonly templates?: readonly PluginTemplate[];
  /**
   * Kinds of templates with variables of their own, by names that begin with the id, as in
   * `{ "stars.question": { variables: z.object({ link: z.url() }) } }`.
   */
  readonly templateKinds?: TemplateKindDefinitions;
  /** Its error codes. Declare the names by augmenting `SupportErrorCodes`; they begin with the id: `STARS_NOT_ASKED`. */
  readonly errors?: Readonly<Partial<Record<keyof SupportErrorCodes, ErrorTraits>>>;
  /** Called by `support.start()`, after the plugins it depends on and before anything comes in. Not by `tick`. */
  readonly start?: (host: PluginHost) => Promise<void> | void;
  /** Called by `support.stop()`, last, when what ran has ended. */
  readonly stop?: () => Promise<void> | void;
}

/** Any plugin, for lists of them. */
export type AnyPlugin = PluginDefinition<string, OperationNamespace>;

/** The operations of plugins by id. A mapped type over the list's ids, so that many plugins cost little to compile. */
export type PluginCalls<Plugins extends readonly AnyPlugin[], Host, By extends Who = "staff"> = {
  readonly [Plugin in Plugins[number] as Plugin["id"]]: Calls<NonNullable<Plugin["operations"]>, Host, By>;
};

/**
 * Makes a plugin. Returns its argument; the types of its operations are inferred.
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
