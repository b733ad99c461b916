import { setImmediate } from "node:timers/promises";
import { expect } from "vitest";
import type { FakeClock } from "../../fakeClock.ts";
import { quiet } from "./quiet.ts";

const longestWaitMs = 10_000;

/** Lets time pass in sixty steps, with real moments between them for storage that does real work. */
export async function passing({ clock }: { readonly clock: FakeClock }, ms: number): Promise<void> {
  const step = Math.ceil(ms / 60);
  for (let passed = 0; passed < ms; passed += step) {
    await clock.advance(Math.min(step, ms - passed));
    await quiet();
  }
}

/** Lets what is running go on until a claim holds, in real time: storage may be far away, and the machine busy. */
export async function until(claim: () => boolean): Promise<void> {
  const began = performance.now();
  while (!claim() && performance.now() - began < longestWaitMs) await setImmediate();
  expect(claim()).toBe(true);
}
