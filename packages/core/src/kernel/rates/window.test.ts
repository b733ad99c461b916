import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { JobLane } from "../../ports/index.ts";
import { jobLanes } from "../lanes.ts";
import { decideStart, freshRate, type RateState } from "./window.ts";

const arrivals = fc.array(fc.record({ afterMs: fc.nat({ max: 400 }), lane: fc.constantFrom(...jobLanes) }), {
  minLength: 1,
  maxLength: 60,
});

/** Simulates arrivals: each job is checked when it arrives and whenever its pause ends. */
function starts(
  given: readonly { readonly afterMs: number; readonly lane: JobLane }[],
  rate: { readonly limit: number; readonly perMs: number },
) {
  let state: RateState = freshRate;
  const due: { at: number; readonly lane: JobLane; readonly index: number; looks: number }[] = [];
  for (const [index, { afterMs, lane }] of given.entries())
    due.push({ at: (due.at(-1)?.at ?? 1_000_000) + afterMs, lane, index, looks: 0 });
  const started: { readonly at: number; readonly lane: JobLane; readonly index: number }[] = [];
  while (due.length > 0) {
    due.sort(
      (left, right) => left.at - right.at || jobLanes.indexOf(left.lane) - jobLanes.indexOf(right.lane),
    );
    const [job] = due;
    if (job === undefined) break;
    if (++job.looks > 200) throw new Error(`Job ${job.index} does not start.`);
    const decision = decideStart(state, { lane: job.lane, rate: { key: "k", ...rate } }, job.at);
    state = decision.state;
    if (decision.putOffTo === null)
      started.push({ at: job.at, lane: job.lane, index: due.shift()?.index ?? -1 });
    else job.at = decision.putOffTo;
  }
  return started;
}

test("in no span of time do more jobs start than may, and every job starts", () => {
  fc.assert(
    fc.property(
      arrivals,
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 1_500 }),
      (given, limit, perMs) => {
        const moments = starts(given, { limit, perMs }).map(({ at }) => at);
        expect(moments).toHaveLength(given.length);
        for (const [index, moment] of moments.entries())
          expect((moments[index + limit] ?? Number.POSITIVE_INFINITY) - moment).toBeGreaterThanOrEqual(perMs);
      },
    ),
    { numRuns: 500 },
  );
});

test("with nobody waiting, as many start at once as may", () => {
  const bulk = Array.from({ length: 10 }, () => ({ afterMs: 0, lane: "bulk" as const }));
  expect(starts(bulk, { limit: 10, perMs: 1_000 }).map(({ at }) => at)).toEqual(Array(10).fill(1_000_000));
});

test("an interactive job that comes behind hundreds of bulk has the next start", () => {
  const bulk = Array.from({ length: 300 }, () => ({ afterMs: 0, lane: "bulk" as const }));
  const started = starts([...bulk, { afterMs: 250, lane: "interactive" }], { limit: 2, perMs: 1_000 });
  const reply = started.find(({ lane }) => lane === "interactive");
  expect((reply?.at ?? 0) - 1_000_250).toBeLessThanOrEqual(1_000);
});

test("a lower lane has its turn after eight starts of higher ones, however many come", () => {
  const many = Array.from({ length: 60 }, () => ({ afterMs: 50, lane: "interactive" as const }));
  const started = starts([{ afterMs: 0, lane: "interactive" }, { afterMs: 0, lane: "bulk" }, ...many], {
    limit: 1,
    perMs: 100,
  });
  expect(started.findIndex(({ lane }) => lane === "bulk")).toBeLessThanOrEqual(25);
});

test("a key whose jobs have other rates keeps the strictest in mind", () => {
  const slow = { lane: "normal", rate: { key: "k", limit: 1, perMs: 10_000 } } as const;
  const quick = { lane: "normal", rate: { key: "k", limit: 5, perMs: 100 } } as const;
  const first = decideStart(freshRate, slow, 1_000);
  const second = decideStart(first.state, quick, 1_500);
  expect([first.putOffTo, second.putOffTo]).toEqual([null, null]);
  expect(decideStart(second.state, slow, 2_000).putOffTo).toBe(11_500);
});
