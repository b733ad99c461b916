import { caseSnoozes, jobs, slaClocks } from "@heedkit/core";
import { beginning, type DeskProcess } from "./desk/process.ts";
import type { Simulation } from "./simulation.ts";
import { allRows } from "./world/ledger.ts";

/** Lets the world go on until a promise is settled. */
export async function settled<Result>(
  { world }: Pick<Simulation, "world">,
  promise: Promise<Result>,
): Promise<Result> {
  let isPending = true;
  const watched = promise.finally(() => {
    isPending = false;
  });
  watched.catch(() => undefined);
  await world.runUntil(() => !isPending);
  return watched;
}

const mostRounds = 500;

/** Lets a process do what is due, from one due moment to the next, until nothing ever will be. */
export async function drain(simulation: Simulation, { support }: DeskProcess): Promise<void> {
  for (let round = 0; round < mostRounds; round++) {
    const due = await nextDue(simulation);
    if (due === null) return;
    simulation.world.skipTo(due - beginning);
    await settled(simulation, support.tick());
  }
  throw new Error(`Something is due again and again, ${mostRounds} times.`);
}

/** When the next job, clock or snooze may be taken. */
async function nextDue({ storage }: Simulation): Promise<number | null> {
  const waiting = (await allRows(storage, jobs)).filter(({ diedAt }) => diedAt === null);
  const swept = [...(await allRows(storage, slaClocks)), ...(await allRows(storage, caseSnoozes))];
  const moments = [...waiting, ...swept].flatMap(({ dueAt, leasedUntil }) =>
    dueAt === null ? [] : [Math.max(dueAt, leasedUntil ?? 0)],
  );
  return moments.length === 0 ? null : Math.min(...moments);
}
