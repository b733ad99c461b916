import { isSupportError } from "@heedkit/core";
import type { Simulation } from "../simulation.ts";
import { createClient } from "./asking.ts";

/** Starts a desk in a place, again and again until it runs: a desk that can't reach its storage refuses to start. */
export async function bringUp(simulation: Simulation, place: number): Promise<void> {
  const client = createClient(simulation, `supervisor ${place}`);
  for (;;) {
    try {
      const { support } = await simulation.start(place);
      await support.start();
      simulation.count("start", "done");
      return;
    } catch (error) {
      if (!isSupportError(error) || !error.retryable) throw error;
      simulation.count("start", error.code);
    }
    await client.sleep(client.dice.between(1_000, 30_000));
  }
}
