import { isSupportError } from "@heedkit/core";
import type { Interception } from "../desk/intercepted.ts";
import type { DeskProcess } from "../desk/process.ts";
import type { Place } from "../places.ts";
import { drain, settled } from "../settling.ts";
import { createSimulation, type Simulation } from "../simulation.ts";
import { endState } from "./endState.ts";
import { type ReopeningStorage, reopening } from "./reopening.ts";
import type { UseCase } from "./useCases.ts";

/** A crash point: before or after the call with this number. */
interface Death {
  readonly call: number;
  readonly side: "before" | "after";
}

interface Run {
  readonly calls: readonly string[];
  readonly state: readonly string[];
  /** How often the provider got each message, and whether it was recorded. */
  readonly handedOver: readonly number[];
}

/** The results of crashing at every point of one use case. */
export interface Enumerated {
  readonly calls: number;
  readonly points: number;
  /** Points after which the end state differed, and how. */
  readonly differences: readonly string[];
}

/** Crashes before and after each call that a use case makes to storage and connector, and compares the end states. */
export async function enumerate(useCase: UseCase, place: () => Place): Promise<Enumerated> {
  const undisturbed = await run(useCase, place(), null);
  const differences: string[] = [];
  let points = 0;
  for (const [at, call] of undisturbed.calls.entries()) {
    for (const side of ["before", "after"] as const) {
      points++;
      const { state, handedOver } = await run(useCase, place(), { call: at + 1, side });
      const difference = differenceOf(undisturbed.state, state);
      if (difference !== null) differences.push(`${side} call ${at + 1}, ${call}: ${difference}`);
      if (handedOver.length !== undisturbed.handedOver.length || handedOver.includes(0))
        differences.push(`${side} call ${at + 1}, ${call}: the provider got ${handedOver.length} messages.`);
    }
  }
  return { calls: undisturbed.calls.length, points, differences };
}

async function run(useCase: UseCase, place: Place, death: Death | null): Promise<Run> {
  const file = reopening(place.open);
  const simulation = createSimulation(1, { storage: file.storage, calm: true, inOrder: true });
  const { world, provider } = simulation;
  const pass = (ms: number) => world.skipTo(world.elapsed + ms);
  const calls: string[] = [];
  const { promise: died, resolve: dead } = Promise.withResolvers<null>();
  let isActing = false;
  const intercept: Interception = async (call, perform) => {
    if (!isActing) return perform();
    calls.push(call);
    if (calls.length !== death?.call) return perform();
    if (death.side === "after") await perform();
    dead(null);
    return new Promise(() => undefined);
  };
  const { prepare } = useCase;
  try {
    let ids: readonly string[] = [];
    if (prepare !== undefined) {
      const { support } = await settled(simulation, simulation.start(0));
      ids = await settled(simulation, prepare({ support, pass }));
      pass(1_000);
    }
    // Without preparation, the process may die while starting.
    isActing = prepare === undefined;
    const acting = simulation.start(1, intercept).then(async (started) => {
      isActing = true;
      await useCase.act(started.support, ids);
      return started;
    });
    acting.catch(() => undefined);
    const survivor = await settled(simulation, Promise.race([acting, died]));
    isActing = false;
    const heir = survivor ?? (await succeed(simulation, file, pass));
    if (survivor === null) await settled(simulation, again(useCase, heir.support, ids));
    await drain(simulation, heir);
    const state = await endState(file.storage, file.tables());
    return { calls, state, handedOver: [...provider.taken.values()].map(({ times }) => times) };
  } finally {
    await file.close();
    await place.dispose?.();
  }
}

/** Discards the dead process, from which nothing arrives any more, and starts another one in its place. */
async function succeed(
  simulation: Simulation,
  file: ReopeningStorage,
  pass: (ms: number) => void,
): Promise<DeskProcess> {
  // One that died while starting waits for its last call forever.
  simulation.processes[1]?.die(true);
  await file.reopen();
  pass(1_000);
  return settled(simulation, simulation.start(1));
}

/** Callers that got no answer retry. */
async function again({ act, doneAlready = [] }: UseCase, ...call: Parameters<UseCase["act"]>): Promise<void> {
  try {
    await act(...call);
  } catch (error) {
    if (!isSupportError(error) || !doneAlready.includes(error.code)) throw error;
  }
}

function differenceOf(expected: readonly string[], found: readonly string[]): string | null {
  const at = Array.from({ length: Math.max(expected.length, found.length) }).findIndex(
    (_, line) => expected[line] !== found[line],
  );
  return at < 0 ? null : `\n  expected ${expected[at] ?? "nothing"}\n  found    ${found[at] ?? "nothing"}`;
}
