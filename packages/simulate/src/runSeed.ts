import { isSupportError } from "@heedkit/core";
import { judge } from "./invariants/judge.ts";
import type { Place } from "./places.ts";
import { createSimulation, type SimulationOptions } from "./simulation.ts";
import { type Story, tell } from "./story.ts";
import type { FaultKind } from "./world/faults.ts";

/** What came of one seed. */
export interface SeedResult {
  readonly seed: number;
  /** The same in every run of this seed. */
  readonly hash: string;
  /** Broken rules, in words; none when all is well. */
  readonly broken: readonly string[];
  readonly struck: ReadonlyMap<FaultKind, number>;
  /** How often each task of the people was done, or refused with which code. */
  readonly outcomes: ReadonlyMap<string, number>;
  readonly figures: Readonly<Record<"letters" | "written" | "taken" | "commits", number>>;
}

/** Runs a desk through one seed and judges what is left. */
export async function runSeed(seed: number, options: SimulationOptions = {}): Promise<SeedResult> {
  const simulation = createSimulation(seed, options);
  const { world, trace, ledger, faults, provider, broken } = simulation;
  const onRejection = (error: unknown) => void broken.push(`A rejection was not handled: ${String(error)}`);
  process.on("unhandledRejection", onRejection);
  let story: Story | null = null;
  try {
    story = await tell(simulation);
    broken.push(...(await judge(simulation, story)));
  } catch (error) {
    broken.push(error instanceof Error ? error.message : String(error));
  } finally {
    process.off("unhandledRejection", onRejection);
  }
  for (const { error } of simulation.reports)
    simulation.count("a desk reported", isSupportError(error) ? error.code : "another error");
  trace.add(`${world.elapsed} end, ${broken.length} rules broken`);
  return {
    seed,
    broken,
    hash: trace.digest(),
    struck: faults.struck,
    outcomes: simulation.outcomes,
    figures: {
      letters: story?.post.letters.length ?? 0,
      written: story?.written.length ?? 0,
      taken: provider.taken.size,
      commits: ledger.entries.filter(({ kind }) => kind === "commit").length,
    },
  };
}

/** The same on a storage that is made for it. */
export async function runSeedIn(
  place: Place,
  seed: number,
  options: SimulationOptions = {},
): Promise<SeedResult> {
  const storage = place.open();
  try {
    return await runSeed(seed, { ...options, storage });
  } finally {
    await storage.close();
    await place.dispose?.();
  }
}
