import * as z from "zod";
import { requireCase } from "../../cases/index.ts";
import { isTimeZone } from "../../customers/index.ts";
import { defineQuery, lineInput, reference, shape } from "../../kernel/index.ts";
import type { CalendarOf } from "../clock.ts";
import { clocksOf } from "../clocksOf.ts";
import { calendarIn } from "../definitions.ts";
import { explainClock } from "../explainClock.ts";
import { type Explanation, explanation } from "../explained.ts";
import { slaState } from "../state.ts";

const input = z.strictObject({
  caseId: reference("case"),
  timeZone: lineInput(100)
    .refine(isTimeZone, "is not an IANA time zone such as Europe/Berlin")
    .default("UTC")
    .describe("Time zone of the times in the texts."),
});

/**
 * Explains the clocks of a case. For each clock it returns which stretches were counted, which were not and why, the
 * sum, and the deadline.
 * @throws SupportError NOT_FOUND
 */
export const explain = defineQuery({
  name: "sla.explain",
  summary: "Explains the clocks of a case.",
  input,
  output: shape("Explanation", explanation),
  access: { permission: "sla.read" },
  http: "GET /cases/{caseId}/sla",
  async run(read, { caseId, timeZone }): Promise<Explanation> {
    const { store } = read.use(slaState);
    const { code } = await requireCase(read, caseId);
    const rows = await clocksOf(read, caseId);
    const definitions = await store.current(read);
    const keys = rows.flatMap(({ log }) => log.flatMap(({ calendar }) => calendar ?? []));
    const calendars = await store.calendarsFor(read, definitions, keys);
    const calendarOf: CalendarOf = (key) => calendarIn(calendars, key);
    const clocks = rows.map((row) => explainClock(row.id, row, read.now, calendarOf, timeZone));
    const lines = clocks.flatMap(({ summary, moments }) => [
      summary,
      ...moments.map(({ words }) => `  ${words}`),
    ]);
    return { caseId, code, now: read.now, timeZone, clocks, text: [code, ...lines].join("\n") };
  },
});
