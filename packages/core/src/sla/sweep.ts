import { cases } from "../cases/index.ts";
import { defineSweep, type Sweep } from "../kernel/index.ts";
import { caughtUp } from "./clock.ts";
import { writeClock } from "./clockRows.ts";
import { calendarIn } from "./definitions.ts";
import type { DefinitionsStore } from "./definitionsStore.ts";
import { slaClocks } from "./schema.ts";

/**
 * Issues due warnings and breaches. Of several workers with the same clock, the one with the newest fence commits; the
 * clock's version makes sure that it does not miss a concurrent reply.
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
