/** Calls back with each value until the returned function is called. */
export type Subscribe<Value> = (listener: (value: Value) => void) => () => void;

/**
 * The next value that fits. Subscribe before doing what brings it about. Fails after ten seconds with a sentence that
 * says what did not come, so that nobody waits for something that will not happen.
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
      reject(new Error(`Waited ${limitMs / 1000} seconds in vain for ${what}.`));
    }, limitMs);
    const stop = subscribe((value) => {
      if (!fits(value)) return;
      clearTimeout(late);
      stop();
      resolve(value);
    });
  });
  // Whoever asked may fail before waiting; the rejection is then nobody's.
  coming.catch(() => undefined);
  return coming;
}
