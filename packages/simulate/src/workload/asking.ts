import { isSupportError, type Support } from "@heedkit/core";
import type { DeskProcess } from "../desk/process.ts";
import type { Simulation } from "../simulation.ts";
import type { Dice } from "../world/dice.ts";
import type { Owner } from "../world/world.ts";

/** A client outside the desk: a mail server that delivers mail, an agent's browser. */
export interface Client extends Owner {
  readonly dice: Dice;
  sleep(ms: number): Promise<void>;
}

export function createClient({ world, dice }: Simulation, name: string): Client {
  const owner: Owner = { name, isAlive: true, stoppedUntil: 0 };
  const sleep = (ms: number) =>
    world.step(owner, "sleep", { delayMs: ms, perform: () => undefined }).then(() => undefined);
  return Object.assign(owner, { dice: dice.fork(), sleep });
}

/** No answer: the process died or took too long. The request may have been done, or may still be. */
class NoAnswer extends Error {}

const patienceMs = 150_000;

/** Sends a request to one process, once. */
async function ask<Result>(
  { world }: Simulation,
  client: Client,
  process: DeskProcess,
  label: string,
  what: (support: Support) => Promise<Result>,
): Promise<Result> {
  if (!process.isAlive) throw new NoAnswer("The process is dead.");
  const over = new AbortController();
  const answer = world
    .step(process, `asked: ${label}`, { perform: () => undefined })
    .then(() => what(process.support));
  // It may fail after nobody listens any more.
  answer.catch(() => undefined);
  const silence = new Promise<never>((_, reject) => {
    const forget = process.onDeath(() => reject(new NoAnswer("The process died.")));
    over.signal.addEventListener("abort", forget);
  });
  silence.catch(() => undefined);
  const patience = world.step(client, `patience: ${label}`, {
    delayMs: patienceMs,
    signal: over.signal,
    perform: () => undefined,
  });
  const tooLong = patience.then(() => {
    throw new NoAnswer("The process took too long.");
  });
  tooLong.catch(() => undefined);
  try {
    return await Promise.race([answer, silence, tooLong]);
  } finally {
    over.abort("answered");
  }
}

/** The result of a request: done, or refused for good. */
export type Outcome<Result> = { readonly result: Result } | { readonly refused: string };

/** Sends a request to random processes until one answers. A null result means there was nothing to do. */
export async function askUntilTold<Result>(
  simulation: Simulation,
  client: Client,
  { task, label }: { readonly task: string; readonly label: string },
  what: (support: Support) => Promise<Result>,
): Promise<Outcome<Result>> {
  for (;;) {
    const process = client.dice.pick(simulation.processes);
    try {
      const result = await ask(simulation, client, process, label, what);
      simulation.count(task, result === null ? "nothing to do" : "done");
      return { result };
    } catch (error) {
      if (isSupportError(error) && !error.retryable) {
        simulation.count(task, error.code);
        return { refused: error.code };
      }
      if (!isSupportError(error) && !(error instanceof NoAnswer))
        simulation.broken.push(`${label} failed with what is no SupportError: ${String(error)}`);
    }
    await client.sleep(client.dice.between(500, 30_000));
  }
}
