import { isSupportError, messages } from "@heedkit/core";
import type { DeskProcess } from "../desk/process.ts";
import { settled } from "../settling.ts";
import type { Simulation } from "../simulation.ts";
import { allRows } from "../world/ledger.ts";

/** Takes in what was kept. News about a message that the desk knows by now must not stay outside. */
export async function replayKept(simulation: Simulation, { support }: DeskProcess): Promise<void> {
  const kept = await settled(simulation, support.intake.listKept());
  const known = new Set((await allRows(simulation.storage, messages)).map(({ externalId }) => externalId));
  for (const { id, body, dedupeKey } of kept) {
    try {
      await settled(simulation, support.intake.replay(id));
    } catch (error) {
      const code = isSupportError(error) ? error.code : String(error);
      if (code === "UNPARSEABLE" && dedupeKey.startsWith("garbage")) continue;
      const [, externalId = ""] = /"externalId":"([^"]+)"/.exec(new TextDecoder().decode(body)) ?? [];
      if (code === "NOT_FOUND" && !known.has(externalId)) continue;
      simulation.broken.push(`${dedupeKey} was kept and cannot be replayed: ${code}.`);
    }
  }
}
