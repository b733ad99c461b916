import { isSupportError, messages } from "@heedkit/core";
import type { DeskProcess } from "../desk/process.ts";
import { settled } from "../settling.ts";
import type { Simulation } from "../simulation.ts";
import { allRows } from "../world/ledger.ts";
import { askUntilTold, createClient } from "./asking.ts";

/** Looks after the desk: replays dead jobs, retries failed messages, edits SLA policies. */
export async function lookAfter(simulation: Simulation): Promise<void> {
  const client = createClient(simulation, "operator");
  const { dice } = client;
  for (let at = 0; at < 5; at++) {
    await client.sleep(dice.between(60_000, 400_000));
    const task = dice.pick([
      "replay a job",
      "replay a job",
      "retry a message",
      "retry a message",
      "promise",
    ] as const);
    const minutes = dice.between(3, 12);
    const position = dice.fraction();
    await askUntilTold(simulation, client, { task, label: `${task} ${at}` }, async (support) => {
      if (task === "replay a job") {
        const dead = (await support.jobs.list({ state: "dead" })).rows;
        const job = dead[Math.floor(position * dead.length)];
        if (job === undefined) return null;
        await support.jobs.replay({ jobId: job.id });
      } else if (task === "retry a message") {
        const { rows } = await support.cases.list({ limit: 20 });
        const found = rows[Math.floor(position * rows.length)];
        if (found === undefined) return null;
        const sent = await support.cases.messages({ caseId: found.id });
        const failed = sent.rows.find(({ deliveryState }) => deliveryState === "failed");
        if (failed === undefined) return null;
        await support.delivery.retry({ messageId: failed.id });
      } else {
        await support.policies.save({
          id: "hurried",
          when: { field: "case.priority", is: "high" },
          onWarning: [{ do: "event", name: "warned" }],
          targets: [{ metric: "next_reply", within: `${minutes}m`, warnings: ["1m"] }],
        });
      }
      return "done";
    });
  }
}

/** Replays kept deliveries. A receipt for a message that the desk now knows must not stay kept. */
export async function replayKept(simulation: Simulation, { support }: DeskProcess): Promise<void> {
  const { rows: kept } = await settled(simulation, support.intake.listKept());
  const known = new Set((await allRows(simulation.storage, messages)).map(({ externalId }) => externalId));
  for (const { id, dedupeKey } of kept) {
    try {
      await settled(simulation, support.intake.replay({ inboundId: id }));
    } catch (error) {
      const code = isSupportError(error) ? error.code : String(error);
      if (code === "UNPARSEABLE" && dedupeKey.startsWith("garbage")) continue;
      const { body } = await settled(simulation, support.intake.openRaw({ inboundId: id }));
      const [, externalId = ""] = /"externalId":"([^"]+)"/.exec(new TextDecoder().decode(body)) ?? [];
      if (code === "NOT_FOUND" && !known.has(externalId)) continue;
      simulation.broken.push(`${dedupeKey} was kept and cannot be replayed: ${code}.`);
    }
  }
}
