import type { PositionedEvent, Support } from "@heedkit/core";
import { settled } from "../settling.ts";
import type { Simulation } from "../simulation.ts";
import { askUntilTold, createClient } from "./asking.ts";

/** A follower of events, such as a webhook: what it received, in order. */
export interface Follower {
  readonly name: string;
  readonly seen: PositionedEvent[];
  position: number;
}

export const newFollower = (name: string): Follower => ({ name, seen: [], position: 0 });

/** Follows the events through whichever process answers, until told to stop. */
export async function follow(
  simulation: Simulation,
  follower: Follower,
  isOver: () => boolean,
): Promise<void> {
  const client = createClient(simulation, follower.name);
  const { dice } = client;
  while (!isOver()) {
    await client.sleep(dice.between(1_000, 60_000));
    const query = { after: follower.position, limit: dice.between(1, 40) };
    const what = { task: "follow", label: `${follower.name} from ${query.after}` };
    const outcome = await askUntilTold(simulation, client, what, (support) => support.events.follow(query));
    if ("result" in outcome) take(follower, outcome.result);
  }
}

/** Reads to the end once nothing happens any more. */
export async function catchUp(simulation: Simulation, support: Support, follower: Follower): Promise<void> {
  for (;;) {
    const answer = await settled(simulation, support.events.follow({ after: follower.position }));
    take(follower, answer);
    if (answer.isAtEnd) return;
  }
}

function take(
  follower: Follower,
  { rows, position }: Awaited<ReturnType<Support["events"]["follow"]>>,
): void {
  follower.seen.push(...rows);
  follower.position = position;
}
