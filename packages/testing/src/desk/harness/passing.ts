import { setImmediate } from "node:timers/promises";
import { expect } from "vitest";
import type { FakeClock } from "../../fakeClock.ts";
import { quiet } from "./quiet.ts";

const longestWaitMs = 10_000;

/** Lets time pass in sixty steps, with real pauses for storage that does real work. */
export async function passing({ clock }: { readonly clock: FakeClock }, ms: number): Promise<void> {
  const step = Math.ceil(ms / 60);
  for (let passed = 0; passed < ms; passed += step) {
    await clock.advance(Math.min(step, ms - passed));
    await quiet();
  }
}

/** Waits in real time until a condition holds: storage may be remote, and the machine busy. */
export async function until(claim: () => boolean): Promise<void> {
  const began = performance.now();
  while (!claim() && performance.now() - began < longestWaitMs) await setImmediate();
  expect(claim()).toBe(true);
}
