import { cases } from "../cases/index.ts";
import { defineSweep, type Sweep } from "../kernel/index.ts";
import { caughtUp } from "./clock.ts";
import { writeClock } from "./clockRows.ts";
import { calendarIn } from "./definitions.ts";
import type { DefinitionsStore } from "./definitionsStore.ts";
import { slaClocks } from "./schema.ts";

/**
 * Gives the warnings and breaches that are due. Of several workers that hold the same clock, the one whose fence is
 * the newest commits; the clock's version keeps it from missing a reply that came meanwhile.
 */
export function slaSweep(store: DefinitionsStore): Sweep {
  return defineSweep({
    name: "sla",
    table: slaClocks,
    async handle(tx, taken) {
      const row = await tx.get(slaClocks, taken.id);
      if (row === null || row.fence !== taken.fence) return;
      const definitions = await store.current(tx);
      const calendars = await store.calendarsFor(tx, definitions, [row.calendar]);
      const found = await tx.get(cases, row.caseId);
      if (found === null) {
        tx.update(slaClocks, row, { dueAt: null, leasedUntil: null }, { fence: taken.fence });
        return;
      }
      const clock = caughtUp(row, tx.now, (key) => calendarIn(calendars, key));
      await writeClock(tx, found, row, clock, definitions, { fence: taken.fence });
    },
  });
}
