/** Calls back with each value until the returned function is called. */
export type Subscribe<Value> = (listener: (value: Value) => void) => () => void;

/**
 * The next value that matches. Subscribe before triggering it. Fails after ten seconds with an error that names what did
 * not come, so that nothing waits forever.
 */
export function next<Value>(
  subscribe: Subscribe<Value>,
  what: string,
  fits: (value: Value) => boolean = () => true,
  limitMs = 10_000,
): Promise<Value> {
  const coming = new Promise<Value>((resolve, reject) => {
    const late = setTimeout(() => {
      stop();
      reject(new Error(`Waited ${limitMs / 1000} seconds for ${what}, which did not come.`));
    }, limitMs).unref();
    const stop = subscribe((value) => {
      if (!fits(value)) return;
      clearTimeout(late);
      stop();
      resolve(value);
    });
  });
  // The caller may fail before it waits; then nobody handles the rejection.
  coming.catch(() => undefined);
  return coming;
}
