import { drain, settled } from "./settling.ts";
import { createSimulation, type Simulation } from "./simulation.ts";
import { type Written, work } from "./workload/agents.ts";
import { createClient } from "./workload/asking.ts";
import { disturb } from "./workload/chaos.ts";
import { converse, handOver, type Post, tellNews } from "./workload/customers.ts";
import { catchUp, type Follower, follow, newFollower } from "./workload/followers.ts";
import { lookAfter, replayKept } from "./workload/operator.ts";
import { bringUp } from "./workload/supervisor.ts";

/** What people did with the desk, as they know it. */
export interface Story {
  readonly post: Post;
  readonly written: readonly Written[];
  readonly followers: readonly Follower[];
}

const addresses = ["ada", "bob", "cleo"].map((name) => ({
  kind: "email",
  value: `${name}@example.com`,
  name,
}));

/** Lets people and the provider work with the desk while things go wrong; then nothing does any more, and what is due is done. */
export async function tell(simulation: Simulation): Promise<Story> {
  const { dice, faults, processes } = simulation;
  const post: Post = { letters: [], accepted: new Map() };
  const written: Written[] = [];
  const followers = [newFollower("follower 0"), newFollower("follower 1")];
  const agentIds = await hire(simulation);
  for (const place of [0, 1, 2].slice(0, dice.between(2, 3)))
    await settled(simulation, bringUp(simulation, place));

  const news = tellNews(simulation, post);
  const conversations = Array.from({ length: dice.between(3, 6) }, (_, at) =>
    converse(simulation, post, `conversation ${at}`, dice.pick(addresses)),
  );
  const working = agentIds.map((agentId, at) => work(simulation, written, `agent ${at}`, agentId));
  let isOver = false;
  const everybody = Promise.all([
    ...conversations,
    ...working,
    garble(simulation, post),
    lookAfter(simulation),
  ]);
  const all = everybody.then(news.told).finally(() => {
    isOver = true;
  });
  const watching = followers.map((follower) => follow(simulation, follower, () => isOver));
  await settled(simulation, Promise.all([all, disturb(simulation, () => isOver), ...watching]));

  faults.end();
  for (const process of processes) process.skewMs = 0;
  await settled(simulation, Promise.all(processes.map(({ support }) => support.stop())));
  const last = await settled(simulation, simulation.start(0));
  await drain(simulation, last);
  await settled(simulation, news.told());
  await replayKept(simulation, last);
  await drain(simulation, last);
  for (const follower of followers) await catchUp(simulation, last.support, follower);
  return { post, written, followers };
}

/** Agents are there before anything goes wrong. */
async function hire({ storage }: Simulation): Promise<readonly string[]> {
  const before = createSimulation(0, { storage, calm: true });
  const { support } = await settled(before, before.start(0));
  const hired = await settled(
    before,
    Promise.all(["Grace", "Alan"].map((name) => support.agents.create({ name }))),
  );
  return hired.map(({ id }) => id);
}

/** What no connector understands comes in. */
async function garble(simulation: Simulation, post: Post): Promise<void> {
  const client = createClient(simulation, "stranger");
  for (let at = 0; at < 3; at++) {
    await client.sleep(client.dice.between(0, 300_000));
    if (simulation.faults.strikes("delivery comes in that nobody understands"))
      await handOver(simulation, client, post, `garbage ${at}`, `garbage ${at}`);
  }
}
