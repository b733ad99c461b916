import { SupportError } from "../errors/index.ts";
import { bounds } from "./bounds.ts";

/** Further in than any input goes. */
const deepest = 24;

/**
 * A copy of what a caller gave, as plain data: own values of plain objects, lists, bytes and dates. Reading it twice
 * gives the same, and changing what was given changes nothing. What runs code when it is read, or has no place in JSON
 * (getters, functions, symbols, NaN, objects of classes, names such as `__proto__`, lone surrogates), is refused.
 *
 * @throws SupportError INVALID_INPUT naming the place
 */
export function plainInput(given: unknown, what: string): unknown {
  let values = 0;
  const copy = (value: unknown, place: string, depth: number): unknown => {
    if (++values > bounds.values) throw wrong(what, place, `holds more than ${bounds.values} values`);
    if (depth > deepest) throw wrong(what, place, "is nested too deep");
    if (value === null || value === undefined || typeof value === "boolean") return value;
    if (typeof value === "string") return wellFormed(value, what, place);
    if (typeof value === "number") {
      if (Number.isFinite(value)) return value;
      throw wrong(what, place, "must be a number that can be written down");
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
      if (typeof key === "symbol") throw wrong(what, place, "must not have symbols for names");
      if (forbiddenNames.has(key)) throw wrong(what, place, `must not have the name "${key}"`);
      wellFormed(key, what, place);
      plain[key] = copy(ownValue(value, key, what, place), place === "" ? key : `${place}.${key}`, depth + 1);
    }
    return plain;
  };
  try {
    return copy(given, "", 0);
  } catch (error) {
    if (error instanceof SupportError) throw error;
    // A Proxy runs what it likes when it is looked at.
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
  if (/\p{Cs}/u.test(text)) throw wrong(what, place, "has half a character (a lone surrogate)");
  return text;
}

function wrong(what: string, place: string, problem: string, cause?: unknown): SupportError {
  const path = place.slice(0, 100);
  return new SupportError("INVALID_INPUT", `${what} was given wrong input. ${path || "input"}: ${problem}.`, {
    details: { issues: [{ path, code: "custom", message: problem }] },
    ...(cause === undefined ? {} : { cause }),
  });
}
