import { createSupport, type Storage, type Support, type SupportOptions } from "@heedkit/core";
import type { Sabotage } from "../sabotage/sabotages.ts";
import type { Dice } from "../world/dice.ts";
import type { Faults } from "../world/faults.ts";
import type { Owner, World } from "../world/world.ts";
import { connector } from "./connector.ts";
import { type Interception, interceptedChannel, interceptedStorage } from "./intercepted.ts";
import type { Provider } from "./provider.ts";
import { remoteStorage } from "./remoteStorage.ts";

/** A process that runs a desk. */
export interface DeskProcess extends Owner {
  readonly support: Support;
  /** Milliseconds by which its clock is off. */
  skewMs: number;
  /** Calls back once when the process dies. */
  onDeath(listener: () => void): () => void;
  /** Nothing in it happens any more. What it sent may still arrive, unless it is declared lost. */
  die(sentIsLost?: boolean): void;
}

export interface Report {
  readonly error: unknown;
  readonly what: string;
}

export interface ProcessOptions {
  readonly name: string;
  readonly world: World;
  readonly dice: Dice;
  readonly faults: Faults;
  /** As the process sees it, without the network in between. */
  readonly storage: Storage;
  readonly provider: Provider;
  readonly report: (report: Report) => void;
  readonly sabotage?: Sabotage;
  readonly configure?: Partial<SupportOptions> | undefined;
  /** Between the desk and all calls that leave it. */
  readonly intercept?: Interception | undefined;
}

/** Monday, 5 January 2026, 9:00 UTC: when simulations start. */
export const beginning = Date.UTC(2026, 0, 5, 9);

export async function startProcess(options: ProcessOptions): Promise<DeskProcess> {
  const { name, world, dice, faults, provider, report, intercept = goOn, sabotage = {} } = options;
  const owner: Owner = { name, isAlive: true, stoppedUntil: 0 };
  const network: Owner = { name: `${name}'s network`, isAlive: true, stoppedUntil: 0 };
  const listeners = new Set<() => void>();
  const process = Object.assign(owner, {
    skewMs: 0,
    onDeath(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    die(sentIsLost = dice.chance(0.5)) {
      owner.isAlive = false;
      network.isAlive = !sentIsLost;
      for (const listener of listeners) listener();
    },
  });
  const remote = remoteStorage(options.storage, { world, dice, faults, process: owner, network });
  const channel = interceptedChannel(connector(provider, owner, network), intercept);
  const support: Support = await createSupport({
    storage: interceptedStorage(remote, intercept),
    clock: {
      now: () => beginning + world.elapsed + process.skewMs,
      wait: (ms, signal) => world.step(owner, "wait", { delayMs: ms, signal, perform: () => undefined }),
    },
    random: { fraction: () => dice.fraction(), bytes: (count) => dice.bytes(count) },
    channels: [sabotage.channel?.(channel) ?? channel],
    report: (error, what) => report({ error, what }),
    ...options.configure,
  });
  return Object.assign(process, { support: sabotage.support?.(support) ?? support });
}

const goOn: Interception = (_, perform) => perform();
