import { expect, it } from "vitest";
import type { BusinessCalendar, CalendarDefinition } from "./index.ts";
import { createCalendar } from "./index.ts";
import { changesOf, lookAt, type Oracle, occurrencesOf } from "./oracle.ts";
import { type Random, randomDefinition, seededRandom } from "./sampling.ts";

const SECOND = 1000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How many instants to sample, `CALENDAR_SAMPLES=1000000 npx vitest run --project core oracle`. */
const SAMPLES = Number(process.env.CALENDAR_SAMPLES ?? 100_000);
const SEED = Number(process.env.CALENDAR_SEED ?? 1);

const FROM = Date.UTC(2000, 0);
const TO = Date.UTC(2038, 0);
const AROUND = 40 * HOUR;
const DEFINITIONS_PER_ZONE = 2;
const MOMENTS_WITHOUT_CHANGES = 12;

const zones = Intl.supportedValuesOf("timeZone");

interface Moment {
  readonly definition: CalendarDefinition;
  readonly calendar: BusinessCalendar;
  readonly at: number;
}

it("agrees with a minute-by-minute look around every change of every zone from 2000 to 2037", () => {
  const startedAt = performance.now();
  const random = seededRandom(SEED);
  const moments = zones.flatMap((zone) => momentsOf(zone, random));
  const stride = Math.max(1, Math.floor((moments.length * 3) / SAMPLES));
  const chosen = moments.filter((_, index) => index % stride === 0);
  let samples = 0;
  for (const [index, moment] of chosen.entries()) {
    const from = Math.floor((moment.at - AROUND) / MINUTE) * MINUTE;
    const oracle = lookAt(moment.definition, from, from + 2 * AROUND);
    const wanted = Math.round((SAMPLES * (index + 1)) / chosen.length);
    const instants = [moment.at - SECOND, moment.at, moment.at + SECOND];
    while (samples + instants.length < wanted)
      instants.push(moment.at + random.integer(-AROUND / 2, AROUND / 2));
    for (const instant of instants) compare(moment, oracle, instant, random);
    samples += instants.length;
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(
    `${samples} samples at ${chosen.length} moments of ${zones.length} zones agree, in ${seconds} s`,
  );
  expect(samples).toBeGreaterThanOrEqual(SAMPLES);
}, 600_000);

it("agrees with a day-by-day sum over years in every zone", () => {
  const random = seededRandom(SEED + 1);
  for (const zone of zones) {
    const from = random.integer(FROM, TO - 366 * DAY);
    const to = from + (random.chance(0.02) ? 10 * 365 * DAY : 30 * DAY);
    const definition = randomDefinition(random, zone, [from, to]);
    const calendar = createCalendar(definition);
    const expected = openTimeWithin(definition, from, to);
    expect(calendar.between(from, to), describeSample(definition, from)).toBe(expected);
    const reached = calendar.add(from, expected);
    expect(calendar.between(from, reached), describeSample(definition, from)).toBe(expected);
    expect(reached).toBeLessThanOrEqual(to);
  }
}, 600_000);

/** Each change of a zone, or some instants in a zone without any, each with one of a few calendars. */
function momentsOf(zone: string, random: Random): readonly Moment[] {
  const changes = changesOf(zone, FROM, TO);
  const instants =
    changes.length > 0
      ? changes
      : Array.from({ length: MOMENTS_WITHOUT_CHANGES }, () => random.integer(FROM / HOUR, TO / HOUR) * HOUR);
  const calendars = Array.from({ length: DEFINITIONS_PER_ZONE }, () => {
    const definition = randomDefinition(random, zone, instants);
    return { definition, calendar: createCalendar(definition) };
  });
  return instants.flatMap((at, index) => {
    const chosen = calendars[index % DEFINITIONS_PER_ZONE];
    return chosen === undefined ? [] : [{ ...chosen, at }];
  });
}

function compare({ definition, calendar }: Moment, oracle: Oracle, instant: number, random: Random): void {
  const other = instant + random.integer(-AROUND / 2, AROUND / 2);
  const durationMs = random.chance(0.5) ? random.integer(0, 20 * HOUR) : random.integer(0, 40) * 30 * MINUTE;
  const answers: readonly [string, unknown, unknown][] = [
    ["isOpen", calendar.isOpen(instant), oracle.isOpen(instant)],
    ["between", calendar.between(instant, other), oracle.between(instant, other)],
    ["add", calendar.add(instant, durationMs), oracle.add(instant, durationMs)],
    ["subtract", calendar.subtract(instant, durationMs), oracle.subtract(instant, durationMs)],
    ["nextOpen", calendar.nextOpen(instant), oracle.nextOpen(instant)],
    ["nextClose", calendar.nextClose(instant), oracle.nextClose(instant)],
  ];
  for (const [method, actual, expected] of answers) {
    if (expected === undefined || Object.is(actual, expected)) continue;
    expect.fail(
      `${method} gave ${String(actual)} instead of ${String(expected)}, with ${durationMs} ms or ${other}: ` +
        describeSample(definition, instant),
    );
  }
}

/** Open time that is covered twice, by a union or when a change pushes two intervals together, counts once. */
function openTimeWithin(definition: CalendarDefinition, from: number, to: number): number {
  const occurrences = occurrencesOf(definition, from, to).toSorted((a, b) => a.start - b.start);
  let count = 0;
  let counted = from;
  for (const { start, end } of occurrences) {
    const first = Math.max(start, counted);
    const last = Math.min(end, to);
    if (last <= first) continue;
    count += last - first;
    counted = last;
  }
  return count;
}

function describeSample(definition: CalendarDefinition, instant: number): string {
  return `${new Date(instant).toISOString()} in ${JSON.stringify(definition)}, seed ${SEED}`;
}
