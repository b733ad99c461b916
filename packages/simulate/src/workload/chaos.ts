import { leaseMs } from "../desk/settings.ts";
import type { Simulation } from "../simulation.ts";
import { createClient } from "./asking.ts";
import { bringUp } from "./supervisor.ts";

/** Kills and replaces processes, pauses them past their lease and sets their clocks, until told to stop. */
export async function disturb(simulation: Simulation, isOver: () => boolean): Promise<void> {
  const { faults, processes } = simulation;
  const client = createClient(simulation, "chaos");
  const { dice } = client;
  while (!isOver()) {
    await client.sleep(dice.between(10_000, 90_000));
    const place = dice.between(0, processes.length - 1);
    const process = processes[place];
    if (process === undefined) continue;
    if (faults.strikes("process dies")) {
      process.die();
      await client.sleep(dice.between(1_000, 90_000));
      await bringUp(simulation, place);
    } else if (faults.strikes("process is replaced in peace")) {
      await process.support.stop();
      await bringUp(simulation, place);
    } else if (faults.strikes("process is stopped past its lease")) {
      process.stoppedUntil = simulation.world.elapsed + dice.between(leaseMs + 5_000, 4 * leaseMs);
    }
    if (faults.strikes("clock jumps forward")) process.skewMs += dice.between(1_000, 10 * leaseMs);
    if (faults.strikes("clock jumps back")) process.skewMs -= dice.between(1_000, 10 * leaseMs);
    // Its supervisor notices sooner or later.
    if (dice.chance(0.3)) process.skewMs = 0;
  }
}
