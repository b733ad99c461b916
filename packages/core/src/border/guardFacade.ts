import { asSupportError } from "../errors/index.ts";

/**
 * The last border before the caller: every function of a facade, at any depth, throws and rejects with SupportErrors
 * alone. What gets here as anything else is a fault of ours, or of a port that has no guard of its own.
 */
export function guardFacade<Facade extends object>(facade: Facade, path = "support"): Facade {
  const guarded = Object.entries(facade).map(([name, value]) => [
    name,
    guard(value, facade, `${path}.${name}`),
  ]);
  // The same names with values of the same types.
  return Object.fromEntries(guarded) as Facade;
}

type Callable = (...values: readonly unknown[]) => unknown;

function guard(value: unknown, owner: object, path: string): unknown {
  if (isCallable(value)) return guardCall(value, owner, path);
  if (isInstance(value)) return guardInstance(value, path);
  return isPlain(value) &&
    Object.values(value).some((part) => isCallable(part) || isPlain(part) || isInstance(part))
    ? guardFacade(value, path)
    : value;
}

function guardCall(call: Callable, owner: object, path: string): Callable {
  const fail = (error: unknown) => {
    throw asSupportError(error, "INTERNAL", `${path}()`);
  };
  return (...values) => {
    try {
      const result: unknown = Reflect.apply(call, owner, values);
      return result instanceof Promise ? result.catch(fail) : result;
    } catch (error) {
      return fail(error);
    }
  };
}

/** An instance of a class, as a plugin may have for its services: its methods are found where they are called. */
function guardInstance(instance: object, path: string): object {
  return new Proxy(instance, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      const isMethod = typeof name === "string" && name !== "constructor" && isCallable(value);
      // Of a frozen property a proxy may return nothing but the value.
      const isFrozen = Reflect.getOwnPropertyDescriptor(target, name)?.configurable === false;
      return isMethod && !isFrozen ? guardCall(value, target, `${path}.${name}`) : value;
    },
  });
}

function isInstance(value: unknown): value is object {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype !== Object.prototype && prototype !== null;
}

function isCallable(value: unknown): value is Callable {
  return typeof value === "function";
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
