import * as z from "zod";
import { SupportError } from "../../errors/index.ts";
import type { Table } from "../../ports/index.ts";
import { idInput } from "../bounds.ts";
import type { Scope } from "../grants.ts";
import type { Read } from "../transaction.ts";
import type { Access } from "./operation.ts";

const kinds = z.registry<{ readonly kind: string }>();

/**
 * The id of a row in an input: `reference("case")` takes an id or a tracking code. The kernel replaces codes with ids,
 * and checks that the row belongs to the calling customer.
 */
export function reference(kind: string) {
  return idInput
    .describe(kind === "case" ? "Id or tracking code of the case." : `Id of the ${kind}.`)
    .register(kinds, { kind });
}

/** How references of a kind are resolved, and whose they are. Declared by their room. */
export interface ReferenceRule {
  /** The table of its rows, if results of commands that are such rows need the same check when a call is repeated. */
  readonly table?: Table;
  /** The id of the row, or null if there is none. Default: the id as given. */
  find?(read: Read, given: string): Promise<string | null>;
  /** Whether it belongs to the transaction's actor, a customer or visitor. Without it, nothing is theirs. */
  isOwn?(read: Read, id: string): Promise<boolean>;
  /**
   * Whether it is within a scope of the acting agent. Only for rows that belong to cases: scopes don't apply to references
   * without it.
   */
  isWithin?(read: Read, id: string, scope: Exclude<Scope, "tenant">): Promise<boolean>;
  missing(given: string): SupportError;
}

/** An input field that refers to a row. */
interface Reference {
  readonly field: string;
  readonly kind: string;
  readonly isList: boolean;
}

const known = new WeakMap<z.ZodType, readonly Reference[]>();

/** The top-level references of an input, whatever they are wrapped in. */
export function referencesOf(input: z.ZodType): readonly Reference[] {
  const found = known.get(input);
  if (found !== undefined) return found;
  const made = Object.entries(shapeOf(input)).flatMap(([field, schema]) => {
    const { inner, isList } = unwrapped(schema);
    const entry = kinds.get(inner);
    return entry === undefined ? [] : [{ field, kind: entry.kind, isList }];
  });
  known.set(input, made);
  return made;
}

export function shapeOf(input: z.core.$ZodType): Readonly<Record<string, z.core.$ZodType>> {
  const { inner } = unwrapped(input);
  return inner instanceof z.ZodObject ? inner.shape : {};
}

function unwrapped(schema: z.core.$ZodType): { readonly inner: z.core.$ZodType; readonly isList: boolean } {
  let inner = schema;
  let isList = false;
  for (;;) {
    const { def } = inner._zod;
    if (inner instanceof z.ZodArray && !isList) {
      isList = true;
      inner = inner.def.element;
    } else if ("innerType" in def && isSchema(def.innerType)) inner = def.innerType;
    else if (inner instanceof z.ZodPipe) inner = inner.def.in;
    else return { inner, isList };
  }
}

function isSchema(value: unknown): value is z.core.$ZodType {
  return typeof value === "object" && value !== null && "_zod" in value;
}

/** Whether a schema has references deeper than `referencesOf` looks. */
function hasNested(input: z.ZodType): boolean {
  const look = (value: unknown, seen: Set<unknown>): boolean => {
    if (typeof value !== "object" || value === null || seen.has(value)) return false;
    seen.add(value);
    if (isSchema(value)) return kinds.has(value) || look(value._zod.def, seen);
    if (Array.isArray(value)) return value.some((one) => look(one, seen));
    return Object.values(value).some((one) => look(one, seen));
  };
  return Object.values(shapeOf(input)).some((schema) => {
    const { inner } = unwrapped(schema);
    return !kinds.has(inner) && look(inner, new Set());
  });
}

/** @throws SupportError INVALID_CONFIGURATION if customers can call it but their ownership can't be checked */
export function checkReferences({
  name,
  input,
  access,
}: {
  readonly name: string;
  readonly input: z.ZodType;
  readonly access: Access;
}): void {
  if (access.customer !== "own" && access.anonymous !== "own") return;
  if (referencesOf(input).length === 0)
    throw unchecked(name, 'its input has no reference(...). Add one, or restrict the result with "scoped"');
  if (hasNested(input))
    throw unchecked(name, "its input has a nested reference(...). Move it to the top level");
}

function unchecked(name: string, problem: string): SupportError {
  return new SupportError(
    "INVALID_CONFIGURATION",
    `${name} is open to customers for their own data, but ${problem}, so that ownership can be checked.`,
  );
}
