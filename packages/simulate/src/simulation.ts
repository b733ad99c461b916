import type { Storage, SupportOptions } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import type { Interception } from "./desk/intercepted.ts";
import { type DeskProcess, type Report, startProcess } from "./desk/process.ts";
import { createProvider, type Provider } from "./desk/provider.ts";
import { deskSettings } from "./desk/settings.ts";
import type { Sabotage } from "./sabotage/sabotages.ts";
import { type Dice, seededDice } from "./world/dice.ts";
import { drawFaults, type Faults } from "./world/faults.ts";
import { createLedger, type Ledger } from "./world/ledger.ts";
import { createTrace, type Trace } from "./world/trace.ts";
import { createWorld, type World } from "./world/world.ts";

/** A desk of several processes over one storage, and the world around it. */
export interface Simulation {
  readonly seed: number;
  readonly world: World;
  readonly trace: Trace;
  readonly dice: Dice;
  readonly faults: Faults;
  readonly provider: Provider;
  readonly ledger: Ledger;
  /** What is really there. */
  readonly storage: Storage;
  /** By their places; one that died is followed by another in its place. */
  readonly processes: DeskProcess[];
  /** Background failures that desks reported. */
  readonly reports: Report[];
  /** How often each task was done, or refused with which code, as `reply: done`. */
  readonly outcomes: ReadonlyMap<string, number>;
  count(task: string, outcome: string): void;
  /** Broken rules, in words. */
  readonly broken: string[];
  /** Starts a process in a place. */
  start(place: number, intercept?: Interception): Promise<DeskProcess>;
}

export interface SimulationOptions {
  /** Default: in memory. */
  readonly storage?: Storage;
  /** What breaks its promises, to see that it is found out. */
  readonly sabotage?: Sabotage;
  readonly configure?: Partial<SupportOptions>;
  /** Told of each step. */
  readonly onStep?: ((line: string) => void) | undefined;
  /** Nothing goes wrong. Default: in one of eight seeds. */
  readonly calm?: boolean;
  /** See `WorldOptions`. */
  readonly inOrder?: boolean;
}

export function createSimulation(seed: number, options: SimulationOptions = {}): Simulation {
  const { storage = memoryStorage(), sabotage = {}, onStep, inOrder = false } = options;
  const dice = seededDice(Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995);
  const trace = createTrace(onStep);
  const world = createWorld({ dice: dice.fork(), trace, inOrder, ...(inOrder ? { stepMs: 0 } : {}) });
  const faults = drawFaults(dice.fork(), options.calm ?? dice.chance(1 / 8));
  const ledger = createLedger(storage, () => world.elapsed);
  const provider = createProvider(world, dice.fork(), faults);
  const processes: DeskProcess[] = [];
  const reports: Report[] = [];
  const generations: number[] = [];
  const outcomes = new Map<string, number>();
  return {
    ...{ seed, world, trace, dice, faults, provider, ledger, storage, processes, reports, outcomes },
    broken: [],
    count: (task, outcome) => {
      const name = `${task}: ${outcome}`;
      outcomes.set(name, (outcomes.get(name) ?? 0) + 1);
    },
    async start(place, intercept) {
      const generation = (generations[place] ?? 0) + 1;
      generations[place] = generation;
      const name = `desk ${place}.${generation}`;
      const own = ledger.storageFor(name);
      const process = await startProcess({
        name,
        world,
        faults,
        provider,
        dice: dice.fork(),
        storage: sabotage.storage?.(own, dice.fork()) ?? own,
        report: (report) => void reports.push(report),
        intercept,
        sabotage,
        configure: { ...deskSettings, ...options.configure, ...sabotage.configure },
      });
      processes[place] = process;
      return process;
    },
  };
}
