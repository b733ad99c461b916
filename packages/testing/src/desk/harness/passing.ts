import { setImmediate } from "node:timers/promises";
import { expect } from "vitest";
import type { FakeClock } from "../../fakeClock.ts";

/** Lets time pass in sixty steps, with real moments between them for storage that does real work. */
export async function passing({ clock }: { readonly clock: FakeClock }, ms: number): Promise<void> {
  const step = Math.ceil(ms / 60);
  for (let passed = 0; passed < ms; passed += step) {
    await clock.advance(Math.min(step, ms - passed));
    for (let moments = 0; moments < 5; moments++) await setImmediate();
  }
}

/** Lets what is running go on until a claim holds, at most so many moments. */
export async function until(claim: () => boolean): Promise<void> {
  for (let moments = 0; moments < 20_000 && !claim(); moments++) await setImmediate();
  expect(claim()).toBe(true);
}
