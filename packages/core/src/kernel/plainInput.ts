import { SupportError } from "../errors/index.ts";
import { bounds } from "./bounds.ts";

/** Deeper than any valid input. */
const deepest = 24;

/**
 * Copies a caller's input as plain data: own values of plain objects, lists, bytes and dates. Reading the copy twice
 * gives the same, and changing the original has no effect. What runs code when it is read, or has no place in JSON
 * (getters, functions, symbols, NaN, class instances, names such as `__proto__`, lone surrogates), is rejected.
 *
 * @throws SupportError INVALID_INPUT naming the place
 */
export function plainInput(given: unknown, what: string): unknown {
  let values = 0;
  const copy = (value: unknown, place: string, depth: number): unknown => {
    if (++values > bounds.values) throw wrong(what, place, `has more than ${bounds.values} values`);
    if (depth > deepest) throw wrong(what, place, "is nested too deeply");
    if (value === null || value === undefined || typeof value === "boolean") return value;
    if (typeof value === "string") return wellFormed(value, what, place);
    if (typeof value === "number") {
      if (Number.isFinite(value)) return value;
      throw wrong(what, place, "must be a finite number");
    }
    if (typeof value !== "object") throw wrong(what, place, `must not be a ${typeof value}`);
    if (value instanceof Uint8Array) return new Uint8Array(value);
    if (value instanceof Date) return new Date(value.getTime());
    if (Array.isArray(value)) {
      if (value.length > bounds.values) throw wrong(what, place, `has more than ${bounds.values} entries`);
      return Array.from({ length: value.length }, (_, at) =>
        copy(ownValue(value, String(at), what, place), `${place}[${at}]`, depth + 1),
      );
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
      throw wrong(what, place, "must be a plain object");
    const plain: Record<string, unknown> = {};
    for (const key of Reflect.ownKeys(value)) {
      if (typeof key === "symbol") throw wrong(what, place, "must not have symbol keys");
      if (forbiddenNames.has(key)) throw wrong(what, place, `must not have the key "${key}"`);
      wellFormed(key, what, place);
      plain[key] = copy(ownValue(value, key, what, place), place === "" ? key : `${place}.${key}`, depth + 1);
    }
    return plain;
  };
  try {
    return copy(given, "", 0);
  } catch (error) {
    if (error instanceof SupportError) throw error;
    // A Proxy can run any code when it is read.
    throw wrong(what, "", "could not be read", error);
  }
}

const forbiddenNames: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

function ownValue(holder: object, key: string, what: string, place: string): unknown {
  const property = Object.getOwnPropertyDescriptor(holder, key);
  if (property === undefined) return undefined;
  if ("value" in property) return property.value;
  throw wrong(what, place, `must not have a getter "${key.slice(0, 50)}"`);
}

function wellFormed(text: string, what: string, place: string): string {
  if (/\p{Cs}/u.test(text)) throw wrong(what, place, "contains a lone surrogate (half a character)");
  return text;
}

function wrong(what: string, place: string, problem: string, cause?: unknown): SupportError {
  const path = place.slice(0, 100);
  return new SupportError("INVALID_INPUT", `${what}: invalid input. ${path || "input"}: ${problem}.`, {
    details: { issues: [{ path, code: "custom", message: problem }] },
    ...(cause === undefined ? {} : { cause }),
  });
}
