import { messages, type QueuedJob, type Storage } from "@heedkit/core";
import { beginning } from "../desk/process.ts";
import { type Provider, poison } from "../desk/provider.ts";
import { drain, settled } from "../settling.ts";
import { createSimulation } from "../simulation.ts";
import { createClient } from "../workload/asking.ts";
import { allRows } from "../world/ledger.ts";
import type { World } from "../world/world.ts";

/** How long messages waited for delivery, and what became of the one the provider never accepts. */
export interface Delays {
  /** Milliseconds of the simulated clock, ascending, without the poisoned message. */
  readonly waitedMs: readonly number[];
  readonly dead: readonly QueuedJob[];
}

const repliesPerCase = 50;
const everyMs = 8;
const takesMs = 60;

/**
 * Sends a reply every 8 ms through a provider that takes 60 ms for each of eight at once and so is almost never idle. With
 * `isPoisoned`, there is one more that the provider never accepts.
 */
export async function measureDelays(
  storage: Storage,
  count: number,
  { isPoisoned, concurrency = 8 }: { readonly isPoisoned: boolean; readonly concurrency?: number },
): Promise<Delays> {
  const simulation = createSimulation(1, {
    storage,
    calm: true,
    inOrder: true,
    configure: {
      worker: { concurrency },
      templates: { acknowledgement: { enabled: false } },
      sla: {},
    },
  });
  const { world, provider } = simulation;
  const takenAt = new Map<string, number>();
  provider.deliver = steadyDelivery(world, takenAt);
  const { support } = await settled(simulation, simulation.start(0));
  await support.start();
  const client = createClient(simulation, "agent");
  const send = async () => {
    const { id: customerId } = await support.customers.create({
      name: "Ada",
      identities: [{ kind: "email", value: "ada@example.com" }],
    });
    let caseId = "";
    for (let at = 0; at < count; at++) {
      if (at % repliesPerCase === 0)
        caseId = (
          await support.cases.open({ customerId, subject: `Case ${at}`, message: { text: "Where?" } })
        ).id;
      if (isPoisoned && at === Math.floor(count / 10)) await support.cases.reply({ caseId, text: poison });
      await client.sleep(everyMs);
      await support.cases.reply({ caseId, text: `Answer ${at}` });
    }
  };
  await settled(simulation, send());
  await settled(simulation, support.stop());
  const last = await settled(simulation, simulation.start(0));
  await drain(simulation, last);
  const { rows: dead } = await settled(simulation, last.support.jobs.list({ state: "dead" }));
  const outgoing = (await allRows(storage, messages)).filter(({ direction }) => direction === "out");
  const waitedMs = outgoing.flatMap(({ id, at }) => {
    const taken = takenAt.get(id);
    return taken === undefined ? [] : [beginning + taken - at];
  });
  return { waitedMs: waitedMs.toSorted((left, right) => left - right), dead };
}

/** A provider that takes the same time for each message, accepted or not. */
function steadyDelivery(world: World, takenAt: Map<string, number>): Provider["deliver"] {
  return (process, _network, message, key) =>
    world.step(process, `deliver ${key}`, {
      delayMs: takesMs,
      perform: () => {
        if (message.text.includes(poison)) throw new Error("A fault of the connector.");
        takenAt.set(key, world.elapsed);
        return { externalId: `<${key}@provider.example>`, refused: [], detail: null };
      },
    });
}

/** The 99th percentile. */
export function p99(ascending: readonly number[]): number {
  return ascending[Math.ceil(ascending.length * 0.99) - 1] ?? Number.NaN;
}
