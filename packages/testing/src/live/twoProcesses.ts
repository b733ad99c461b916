import { setTimeout as pause } from "node:timers/promises";
import type { Live, LiveMessage } from "@heedkit/core";
import { expect } from "vitest";
import type { LiveSuiteOptions, LiveWorld } from "./options.ts";

/** A message as a listener heard it. */
export type Heard = readonly [topic: string, message: LiveMessage];

export interface TwoProcesses {
  readonly here: Live;
  readonly there: Live;
  readonly world: LiveWorld;
  readonly reports: readonly { readonly error: unknown; readonly what: string }[];
  /** Listens, and resolves when messages on each of the topics arrive. */
  listen(live: Live, topics: readonly string[], from: Live): Promise<Listening>;
}

export interface Listening {
  readonly heard: readonly Heard[];
  stop(): void;
}

const probe = "probe";

/** Runs a test on two processes that share a world, which are closed at its end. */
export async function onTwoProcesses(
  options: LiveSuiteOptions,
  body: (processes: TwoProcesses) => Promise<void>,
): Promise<void> {
  const world = await options.create();
  const reports: { readonly error: unknown; readonly what: string }[] = [];
  const report = (error: unknown, what: string) => void reports.push({ error, what });
  const [here, there] = [world.open(report), world.open(report)];
  try {
    await body({ here, there, world, reports, listen });
  } finally {
    await here.close?.();
    await there.close?.();
    await world.dispose?.();
  }
}

async function listen(live: Live, topics: readonly string[], from: Live): Promise<Listening> {
  const heard: Heard[] = [];
  const awaited = new Set(topics);
  const stop = live.subscribe(topics, (topic, message) => {
    if (probe in message) awaited.delete(topic);
    else heard.push([topic, message]);
  });
  await eventually(async () => {
    // It takes a moment until a new listener is known to the server, and a publisher may have to connect again.
    for (const topic of awaited) await from.publish(topic, { [probe]: true }).catch(() => undefined);
    return awaited.size === 0;
  });
  return { heard, stop };
}

/** Waits in real time until a claim holds. */
export async function eventually(claim: () => Promise<boolean> | boolean, withinMs = 10_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await claim()) && performance.now() < end) await pause(10);
  expect(await claim()).toBe(true);
}
