import type { Actor, Permission, Reactions, Role, Room, Transaction } from "../kernel/index.ts";
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

/** A domain of its own, or of somebody else's, beside the core's rooms and through the same door. */
export interface PluginDefinition<Id extends string, Services> extends Room {
  /** How `support.plugins` names it; lower-case letters, digits and dashes. Its tables begin with it in camelCase. */
  readonly id: Id;
  /** Ids of plugins that must be there, and whose reactions run first. */
  readonly dependsOn?: readonly string[];
  /** Adds to commits because of what happens in them. */
  readonly reactions?: Reactions;
  /** What it lets people do, and which roles may. Declare the names by augmenting `Permissions`. */
  readonly permissions?: Readonly<Partial<Record<Permission, readonly Role[]>>>;
  readonly templates?: readonly PluginTemplate[];
  /** What the host calls, as `support.plugins[id]`. */
  readonly services?: (context: PluginContext) => Services;
}

/** Any plugin, for lists of them. */
export type AnyPlugin = PluginDefinition<string, unknown>;

/** The services of plugins by id. A mapped type over the list's ids, so that many plugins cost little to compile. */
export type PluginServices<Plugins extends readonly AnyPlugin[]> = {
  readonly [Plugin in Plugins[number] as Plugin["id"]]: Plugin extends PluginDefinition<
    string,
    infer Services
  >
    ? Services
    : never;
};

/**
 * Makes a plugin. Returns its argument; the types of its services are inferred.
 *
 * ```ts
 * const stars = definePlugin({ id: "stars", tables: [ratings], services: (context) => ({ ... }) });
 * const support = await createSupport({ storage, plugins: [stars] });
 * await support.plugins.stars.rate({ caseId, stars: 5 });
 * ```
 */
export function definePlugin<const Id extends string, Services = Record<never, never>>(
  definition: PluginDefinition<Id, Services>,
): PluginDefinition<Id, Services> {
  return definition;
}
