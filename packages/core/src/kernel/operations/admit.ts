import { SupportError } from "../../errors/index.ts";
import type { Actor } from "../actors.ts";
import { forbidden } from "../authorize.ts";
import { namedValues } from "../bounds.ts";
import { parseInput } from "../input.ts";
import type { Read } from "../transaction.ts";
import type { AnyOperation } from "./operation.ts";
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
  if (!isCustomer && !isItself(actor, access, input, values))
    await requirePermission(read, access.permission);
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
      found.push(typeof one === "string" ? await resolve(read, rule, one, isOwnOnly, name) : one);
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
  name: string,
): Promise<string> {
  if (rule === undefined) {
    if (isOwnOnly) throw forbidden(read, name);
    return given;
  }
  const id = rule.find === undefined ? given : await rule.find(read, given);
  if (id === null) throw rule.missing(given);
  if (isOwnOnly && !(await (rule.isOwn?.(read, id) ?? false))) throw rule.missing(given);
  return id;
}

async function requirePermission(
  read: Read,
  permission: AnyOperation["access"]["permission"],
): Promise<void> {
  const { actor } = read;
  if (actor.kind === "host" || actor.kind === "system") return;
  if (permission !== null) {
    if (!(await read.may(permission))) throw forbidden(read, permission);
    return;
  }
  // Only the agents of the desk; asking rejects those who left.
  await read.may("cases.read");
  if (actor.kind !== "agent" && actor.kind !== "bot")
    throw new SupportError("FORBIDDEN", "Only agents and bots can do this.");
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
