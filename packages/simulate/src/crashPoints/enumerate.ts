import { isSupportError } from "@heedkit/core";
import type { Interception } from "../desk/intercepted.ts";
import type { Place } from "../places.ts";
import { drain, settled } from "../settling.ts";
import { createSimulation } from "../simulation.ts";
import { endState } from "./endState.ts";
import { reopening } from "./reopening.ts";
import type { UseCase } from "./useCases.ts";

/** A moment to die at: before or after the call with this number. */
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

/** What came of dying at every point of one use case. */
export interface Enumerated {
  readonly calls: number;
  readonly points: number;
  /** Points after which not all was as it would have been, and how. */
  readonly differences: readonly string[];
}

/** Dies before and after each call to storage and connector that a use case makes, and compares what is left in the end. */
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
  let dead: () => void = () => undefined;
  const died = new Promise<"died">((resolve) => {
    dead = () => resolve("died");
  });
  let isActing = true;
  const intercept: Interception = async (call, perform) => {
    if (!isActing) return perform();
    calls.push(call);
    if (calls.length !== death?.call) return perform();
    if (death.side === "after") await perform();
    dead();
    return new Promise(() => undefined);
  };
  try {
    const office = await settled(simulation, simulation.start(0));
    const ids = await settled(simulation, useCase.prepare({ support: office.support, pass }));
    pass(1_000);
    const victim = await settled(simulation, simulation.start(1, intercept));
    const answer = useCase.act(victim.support, ids).then(() => "answered" as const);
    answer.catch(() => undefined);
    const outcome = await settled(simulation, Promise.race([answer, died]));
    isActing = false;
    let heir = victim;
    if (outcome === "died") {
      victim.die(true);
      await file.reopen();
      pass(1_000);
      heir = await settled(simulation, simulation.start(1));
      await settled(simulation, again(useCase, heir.support, ids));
    }
    await drain(simulation, heir);
    const state = await endState(file.storage, file.tables());
    return { calls, state, handedOver: [...provider.taken.values()].map(({ times }) => times) };
  } finally {
    await file.close();
    await place.dispose?.();
  }
}

/** Whoever asked and got no answer asks again. */
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
