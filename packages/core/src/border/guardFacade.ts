import { asSupportError } from "../errors/index.ts";

/**
 * The last border before the caller: every function of a facade, at any depth, throws and rejects with SupportErrors
 * only. Anything else that gets here is a bug of ours, or of a port without a guard of its own.
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
  return isPlain(value) && Object.values(value).some((part) => isCallable(part) || isPlain(part))
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

function isCallable(value: unknown): value is Callable {
  return typeof value === "function";
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
