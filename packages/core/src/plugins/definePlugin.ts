import type {
  ActingKind,
  Actor,
  Calls,
  OperationNamespace,
  Permission,
  Reaction,
  Role,
  Room,
  Transaction,
  Who,
} from "../kernel/index.ts";
import type { Storage } from "../ports/index.ts";
import type { TemplateKind } from "../templates/index.ts";

/** What a plugin's services work with: bound to one tenant and one actor. */
export interface PluginContext {
  readonly tenantId: string;
  readonly actor: Actor;
  /** For reads. Scope every query by `tenantId`; the reads of `transact` are scoped already. */
  readonly storage: Storage;
  /** Reads, decides, and commits at once with what the reactions add. Runs again on a conflict. */
  transact<Result>(decide: (tx: Transaction) => Promise<Result> | Result): Promise<Result>;
  /** @throws SupportError FORBIDDEN unless the actor has the permission. */
  authorize(permission: Permission): Promise<void>;
}

/** A template that comes with a plugin; a tenant's own of the same key and locale goes first. */
export interface PluginTemplate {
  readonly key: string;
  readonly locale: string;
  /** Says which variables it may use. Default `reply`. */
  readonly kind?: TemplateKind;
  /** Default: keeps the subject of the case. */
  readonly subject?: string;
  readonly text: string;
  /** Default: made from the text. */
  readonly html?: string;
}

/** Who may be given a permission, beside the host and the desk itself, who have all. */
export type Grantee = Role | "bot" | "customer" | "anonymous";

/** A domain of its own, or of somebody else's, beside the core's rooms and through the same door. */
export interface PluginDefinition<Id extends string, Operations, Services>
  extends Omit<Room, "references" | "state"> {
  /** How the desk names it, as `support.<id>`: camelCase. Its tables, events, jobs and permissions begin with it. */
  readonly id: Id;
  /** What it was configured with; its operations read it by `tx.use(stateKey(id))`. */
  readonly options?: unknown;
  /** Ids of plugins that must be there, whose reactions run first and whose operations it may call. */
  readonly dependsOn?: readonly string[];
  /** Kinds of actors in whose name it may call operations, beside the one whose call is being handled. */
  readonly actsAs?: readonly ActingKind[];
  /** What it can do, as a module exports it: `import * as operations from "./operations.ts"`. */
  readonly operations?: Operations;
  /** Adds to commits because of what happens in them. */
  readonly reactions?: readonly Reaction[];
  /** What it lets people do, and who may. Declare the names by augmenting `Permissions`; they begin with the id. */
  readonly permissions?: Readonly<Partial<Record<Permission, readonly Grantee[]>>>;
  readonly templates?: readonly PluginTemplate[];
  /** What the host calls, as `support.plugins[id]`. */
  readonly services?: (context: PluginContext) => Services;
}

/** Any plugin, for lists of them. */
export type AnyPlugin = PluginDefinition<string, OperationNamespace, unknown>;

/** The operations of plugins by id. A mapped type over the list's ids, so that many plugins cost little to compile. */
export type PluginCalls<Plugins extends readonly AnyPlugin[], Host, By extends Who = "staff"> = {
  readonly [Plugin in Plugins[number] as Plugin["id"]]: Calls<Plugin["operations"], Host, By>;
};

/** The services of plugins by id. */
export type PluginServices<Plugins extends readonly AnyPlugin[]> = {
  readonly [Plugin in Plugins[number] as Plugin["id"]]: Plugin extends PluginDefinition<
    string,
    OperationNamespace,
    infer Services
  >
    ? Services
    : never;
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
  Services = Record<never, never>,
>(definition: PluginDefinition<Id, Operations, Services>): PluginDefinition<Id, Operations, Services> {
  return definition;
}
