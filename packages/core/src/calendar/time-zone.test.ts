import { expect, it } from "vitest";
import { timeZoneNamed } from "./time-zone.ts";

const DAY = 86_400_000;

/** Reads the wall clock, which the engine never does. */
function offsetByClock(format: Intl.DateTimeFormat, instant: number): number {
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? Number.NaN;
  const wallTime = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
  return wallTime - instant;
}

it.each([
  "Africa/Casablanca",
  "America/Recife",
  "America/Sao_Paulo",
  "Asia/Gaza",
  "Asia/Kathmandu",
  "Asia/Pyongyang",
  "Australia/Lord_Howe",
  "Europe/Dublin",
  "Europe/Istanbul",
  "Europe/Volgograd",
  "Pacific/Apia",
  "America/Caracas",
])("the changes of %s are those that a look at each day finds, to the second", (name) => {
  const [from, to] = [Date.UTC(2000, 0), Date.UTC(2045, 0)];
  const zone = timeZoneNamed(name);
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: name,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const transitions = zone.transitions(from, to);
  let next = 0;
  let offset = zone.offsetAt(from);
  for (let instant = from; instant < to; instant += DAY) {
    for (
      let change = transitions[next];
      change !== undefined && change.at <= instant;
      change = transitions[next]
    ) {
      expect(change.offsetBefore).toBe(offset);
      expect(offsetByClock(format, change.at - 1000)).toBe(change.offsetBefore);
      expect(offsetByClock(format, change.at)).toBe(change.offsetAfter);
      offset = change.offsetAfter;
      next++;
    }
    if (offsetByClock(format, instant) !== offset)
      expect.fail(`missed a change before ${new Date(instant).toISOString()}`);
  }
});
