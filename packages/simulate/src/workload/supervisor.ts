import { isSupportError } from "@heedkit/core";
import type { Simulation } from "../simulation.ts";
import { createClient } from "./asking.ts";

/** A start that takes longer is abandoned, such as one whose storage never answers. */
const patienceMs = 600_000;

/** Restarts a desk until it runs: a desk that can't reach its storage refuses to start. */
export async function bringUp(simulation: Simulation, place: number): Promise<void> {
  const client = createClient(simulation, `supervisor ${place}`);
  for (;;) {
    try {
      const begun = simulation.start(place).then(({ support }) => support.start());
      // It may fail after nobody waits for it any more.
      begun.catch(() => undefined);
      const isUp = await Promise.race([begun.then(() => true), client.sleep(patienceMs).then(() => false)]);
      if (!isUp) {
        simulation.count("start", "no answer");
        continue;
      }
      simulation.count("start", "done");
      return;
    } catch (error) {
      if (!isSupportError(error) || !error.retryable) throw error;
      simulation.count("start", error.code);
    }
    await client.sleep(client.dice.between(1_000, 30_000));
  }
}
