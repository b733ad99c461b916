/**
 * Removes commands from a Redis client's error and its causes: the one for authentication contains the password.
 * Changes the error itself, so that other holders of it can't log the password either.
 */
export function withoutCommand(error: unknown): unknown {
  const seen = new Set<unknown>();
  const clean = (value: unknown): void => {
    if (typeof value !== "object" || value === null || seen.has(value)) return;
    seen.add(value);
    Reflect.deleteProperty(value, "command");
    for (const name of ["cause", "lastNodeError", "previousErrors", "errors"]) {
      const inner: unknown = Reflect.get(value, name);
      for (const one of Array.isArray(inner) ? inner : [inner]) clean(one);
    }
  };
  clean(error);
  return error;
}
