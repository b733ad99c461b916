import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCalendar } from "./index.ts";
import { randomDefinition, seededRandom } from "./sampling.ts";

const HOUR = 3_600_000;
const FIRST = Date.UTC(2019, 0);
const LAST = Date.UTC(2029, 0);

const zone = fc.constantFrom(...Intl.supportedValuesOf("timeZone"));
const instant = fc.integer({ min: FIRST, max: LAST });
const duration = fc.oneof(fc.integer({ min: 0, max: 40 * HOUR }), fc.integer({ min: 0, max: 3000 * HOUR }));

const definition = fc
  .tuple(fc.integer(), zone, fc.array(instant, { maxLength: 5 }))
  .map(([seed, timeZone, instants]) => randomDefinition(seededRandom(seed), timeZone, instants));

const calendar = definition.map(createCalendar);

/** Shrinking random definitions is slow and says no more than the seed does. */
const RUNS = { numRuns: 200, endOnFailure: true };

describe("add and subtract", { timeout: 60_000 }, () => {
  it("subtract takes back what add put on, from an open instant", () => {
    fc.assert(
      fc.property(calendar, instant, duration, (calendar, from, durationMs) => {
        const open = calendar.nextOpen(from) ?? from;
        expect(calendar.subtract(calendar.add(open, durationMs), durationMs)).toBe(open);
      }),
      RUNS,
    );
  });

  it("add takes back what subtract took off, from an instant just after open time", () => {
    fc.assert(
      fc.property(calendar, instant, duration, (calendar, from, durationMs) => {
        const close = calendar.nextClose(from) ?? from;
        expect(calendar.add(calendar.subtract(close, durationMs), durationMs)).toBe(close);
      }),
      RUNS,
    );
  });

  it("what was added is between", () => {
    fc.assert(
      fc.property(calendar, instant, duration, (calendar, from, durationMs) => {
        expect(calendar.between(from, calendar.add(from, durationMs))).toBe(durationMs);
        expect(calendar.between(calendar.subtract(from, durationMs), from)).toBe(durationMs);
      }),
      RUNS,
    );
  });

  it("add ends at the earliest instant that will do, subtract at the latest", () => {
    fc.assert(
      fc.property(calendar, instant, duration, (calendar, from, durationMs) => {
        if (durationMs === 0) return;
        const later = calendar.add(from, durationMs);
        expect(calendar.between(from, later - 1)).toBe(durationMs - 1);
        const earlier = calendar.subtract(from, durationMs);
        expect(calendar.between(earlier + 1, from)).toBe(durationMs - 1);
      }),
      RUNS,
    );
  });

  it("a later start or a longer duration never ends earlier", () => {
    fc.assert(
      fc.property(calendar, instant, instant, duration, duration, (calendar, a, b, c, d) => {
        const [first, second] = [Math.min(a, b), Math.max(a, b)];
        const [shorter, longer] = [Math.min(c, d), Math.max(c, d)];
        expect(calendar.add(first, shorter)).toBeLessThanOrEqual(calendar.add(second, shorter));
        expect(calendar.add(first, shorter)).toBeLessThanOrEqual(calendar.add(first, longer));
        expect(calendar.subtract(first, shorter)).toBeLessThanOrEqual(calendar.subtract(second, shorter));
        expect(calendar.subtract(first, shorter)).toBeGreaterThanOrEqual(calendar.subtract(first, longer));
      }),
      RUNS,
    );
  });
});

describe("between", { timeout: 60_000 }, () => {
  it("is additive and antisymmetric", () => {
    fc.assert(
      fc.property(calendar, instant, instant, instant, (calendar, a, b, c) => {
        expect(calendar.between(a, b) + calendar.between(b, c)).toBe(calendar.between(a, c));
        expect(calendar.between(a, b) + calendar.between(b, a)).toBe(0);
      }),
      RUNS,
    );
  });

  it("is never more than the time that passes, and grows with its end", () => {
    fc.assert(
      fc.property(calendar, instant, instant, instant, (calendar, a, b, c) => {
        const [first = 0, second = 0, third = 0] = [a, b, c].sort((x, y) => x - y);
        expect(calendar.between(first, second)).toBeGreaterThanOrEqual(0);
        expect(calendar.between(first, second)).toBeLessThanOrEqual(second - first);
        expect(calendar.between(first, second)).toBeLessThanOrEqual(calendar.between(first, third));
      }),
      RUNS,
    );
  });

  it("is the sum of the intervals", () => {
    fc.assert(
      fc.property(calendar, instant, fc.integer({ min: 0, max: 2000 * HOUR }), (calendar, from, length) => {
        const intervals = [...calendar.intervals(from, from + length)];
        const sum = intervals.reduce((total, { start, end }) => total + end - start, 0);
        expect(sum).toBe(calendar.between(from, from + length));
        for (const { start, end } of intervals) {
          expect([calendar.isOpen(start), calendar.isOpen(end - 1)]).toEqual([true, true]);
          expect(calendar.nextClose(start)).toBeGreaterThanOrEqual(end);
        }
      }),
      RUNS,
    );
  });
});

describe("a union", { timeout: 60_000 }, () => {
  it("is open exactly when a part is, and counts no less than its longest part and no more than the sum", () => {
    fc.assert(
      fc.property(
        fc.array(definition, { minLength: 1, maxLength: 3 }),
        instant,
        instant,
        (calendars, a, b) => {
          const union = createCalendar({ kind: "union", calendars });
          const parts = calendars.map(createCalendar);
          expect(union.isOpen(a)).toBe(parts.some((part) => part.isOpen(a)));
          const openings = parts.map((part) => part.nextOpen(a) ?? Number.POSITIVE_INFINITY);
          expect(union.nextOpen(a)).toBe(Math.min(...openings));
          const [from, to] = [Math.min(a, b), Math.max(a, b)];
          const counts = parts.map((part) => part.between(from, to));
          expect(union.between(from, to)).toBeGreaterThanOrEqual(Math.max(...counts));
          expect(union.between(from, to)).toBeLessThanOrEqual(counts.reduce((sum, count) => sum + count, 0));
        },
      ),
      RUNS,
    );
  });

  it("of a calendar with itself is that calendar", () => {
    fc.assert(
      fc.property(definition, instant, duration, (part, from, durationMs) => {
        const union = createCalendar({ kind: "union", calendars: [part, part] });
        expect(union.add(from, durationMs)).toBe(createCalendar(part).add(from, durationMs));
      }),
      RUNS,
    );
  });
});
