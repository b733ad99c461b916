import { SupportError } from "../../errors/index.ts";
import type { Actor, Permission } from "../actors.ts";
import { forbidden, notNarrowed } from "../authorize.ts";
import { namedValues } from "../bounds.ts";
import type { Scope } from "../grants.ts";
import { parseInput } from "../input.ts";
import type { Read } from "../transaction.ts";
import type { Access, AnyOperation } from "./operation.ts";
import type { Viewer } from "./output.ts";
import { type ReferenceRule, referencesOf, shapeOf } from "./reference.ts";

/** Rules for references, by kind. */
export type ReferenceRules = ReadonlyMap<string, ReferenceRule>;

export function viewerOf({ kind }: Actor): Viewer {
  return kind === "customer" || kind === "anonymous" ? "customer" : "staff";
}

/**
 * Parses the input of an operation for an actor.
 *
 * @throws SupportError INVALID_INPUT; FORBIDDEN for what is not open to customers, or not theirs to set
 */
export function parseFor(actor: Actor, { name, input, access }: AnyOperation, given: unknown): unknown {
  if (viewerOf(actor) === "customer") {
    const open = actor.kind === "customer" ? access.customer : access.anonymous;
    if (open === undefined) throw forbidden({ actor }, access.permission ?? name);
    refuseUnsettable(actor, name, input, access.customerMay, given);
  }
  return parseInput(input, given === undefined ? {} : given, name);
}

function refuseUnsettable(
  actor: Actor,
  name: string,
  input: AnyOperation["input"],
  may: readonly string[] | undefined,
  given: unknown,
): void {
  if (may === undefined || given === undefined) return;
  const shape = shapeOf(input);
  for (const field of Object.keys(parseInput(namedValues, given, name)))
    if (Object.hasOwn(shape, field) && !may.includes(field))
      throw forbidden({ actor }, `${name} with ${field}`);
}

/**
 * Checks a transaction's actor: permission and ownership. Returns the input with references resolved to ids.
 *
 * @throws SupportError FORBIDDEN; NOT_FOUND for what does not exist, or is not the customer's
 */
export async function admit(
  read: Read,
  { name, input, access }: AnyOperation,
  values: unknown,
  rules: ReferenceRules,
): Promise<unknown> {
  const { actor } = read;
  const isCustomer = viewerOf(actor) === "customer";
  const reach = isCustomer
    ? null
    : isItself(actor, access, input, values)
      ? await reachOfItself(read, name, access)
      : await reachOf(read, name, access);
  const isOwnOnly = isCustomer && (actor.kind === "customer" ? access.customer : access.anonymous) === "own";
  const references = referencesOf(input);
  if (references.length === 0) return values;
  // The schema parsed it: an object, if it has references.
  let resolved = values as Readonly<Record<string, unknown>>;
  for (const { field, kind, isList } of references) {
    const given = resolved[field];
    const rule = rules.get(kind);
    const ids: readonly unknown[] = isList && Array.isArray(given) ? given : [given];
    const found: unknown[] = [];
    for (const one of ids)
      found.push(typeof one === "string" ? await resolve(read, rule, one, isOwnOnly, reach, name) : one);
    if (found.some((id, at) => id !== ids[at]))
      resolved = { ...resolved, [field]: isList && Array.isArray(given) ? found : found[0] };
  }
  return resolved;
}

async function resolve(
  read: Read,
  rule: ReferenceRule | undefined,
  given: string,
  isOwnOnly: boolean,
  reach: Reach | null,
  name: string,
): Promise<string> {
  if (rule === undefined) {
    if (isOwnOnly) throw forbidden(read, name);
    return given;
  }
  const id = rule.find === undefined ? given : await rule.find(read, given);
  if (id === null) throw rule.missing(given);
  if (isOwnOnly && !(await (rule.isOwn?.(read, id) ?? false))) throw rule.missing(given);
  if (reach !== null) await requireWithin(read, rule, { id, given }, reach);
  return id;
}

/** The scopes of an agent whose role covers only some cases. */
interface Reach {
  readonly permission: Permission | null;
  /** By the permission of the operation. */
  readonly own: Scope;
  /** By `cases.read`: cases outside it don't exist for them. */
  readonly reading: Scope;
}

/**
 * The scopes of the actor for an operation; null if that is the whole tenant, or the operation is not about cases.
 *
 * @throws SupportError FORBIDDEN without the permission, and for an operation that can't be narrowed to some cases
 */
async function reachOf(read: Read, name: string, { permission, cases }: Access): Promise<Reach | null> {
  const { actor } = read;
  if (actor.kind === "host" || actor.kind === "system") return null;
  // Rejects agents who have left.
  const reading = await read.scopeOf("cases.read");
  if (permission === null && actor.kind !== "agent" && actor.kind !== "bot")
    throw new SupportError("FORBIDDEN", "Only agents and bots can do this.");
  const own = permission === null ? "tenant" : await read.scopeOf(permission);
  if (own === null) throw forbidden(read, permission ?? name);
  if (own === "tenant" && (reading === "tenant" || reading === null)) return null;
  if (cases === undefined || (cases === "none" && own !== "tenant"))
    throw notNarrowed(read, permission, name);
  return cases === "none" ? null : { permission, own, reading: reading ?? own };
}

/** What agents do for themselves needs no permission, but is about cases that they can read. */
function reachOfItself(read: Read, name: string, access: Access): Promise<Reach | null> | null {
  return access.cases === "named" ? reachOf(read, name, { ...access, permission: null }) : null;
}

/**
 * One rule for every operation: a case that the agent can't read is NOT_FOUND, and one that they can read but lack this
 * permission for is FORBIDDEN.
 */
async function requireWithin(
  read: Read,
  rule: ReferenceRule,
  { id, given }: { readonly id: string; readonly given: string },
  { permission, own, reading }: Reach,
): Promise<void> {
  const isWithin = async (scope: Scope) =>
    scope === "tenant" || rule.isWithin === undefined || (await rule.isWithin(read, id, scope));
  if (!(await isWithin(reading))) throw rule.missing(given);
  if (!(await isWithin(own))) throw forbidden(read, permission ?? "cases.read");
}

/** Whether an agent acts on themselves, where that needs no permission. */
function isItself(
  actor: Actor,
  access: AnyOperation["access"],
  input: AnyOperation["input"],
  values: unknown,
): boolean {
  if (access.agent !== "self" || actor.kind !== "agent") return false;
  const held = values as Readonly<Record<string, unknown>>;
  const agents = referencesOf(input).filter(({ kind }) => kind === "agent");
  return agents.length > 0 && agents.every(({ field }) => held[field] === actor.id);
}
