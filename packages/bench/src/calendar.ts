import { createCalendar } from "@heedkit/core/calendar";
import { firstIntlInNewProcess, firstUse, firstUseInNewProcess, office } from "./calendar/cold.ts";
import { dayjsBusinessTime, openingHours, publicHolidays, type Scheduler, ZONE } from "./calendar/peers.ts";
import {
  againstBestPeer,
  type BenchOptions,
  type Contender,
  median,
  operationsPerSecond,
  pairedRatio,
  pairedRounds,
  type Result,
} from "./harness.ts";

const HOUR = 3_600_000;
const BENCH = "calendar";

/** Business time to add, and the elapsed time that contains about as much. */
const SPANS = [
  { name: "4h", business: 4 * HOUR, elapsed: 4 * HOUR },
  { name: "5d", business: 40 * HOUR, elapsed: 7 * 24 * HOUR },
  { name: "1y", business: 251 * 8 * HOUR, elapsed: 8766 * HOUR },
  { name: "10y", business: 2510 * 8 * HOUR, elapsed: 87_660 * HOUR },
] as const;

type Span = (typeof SPANS)[number];
type Method = "add" | "between";

const FIRST_START = Date.UTC(2024, 0, 1);
const LAST_START = Date.UTC(2028, 0, 1);
const STARTS = 4096;
const HOLIDAYS = publicHolidays(FIRST_START, LAST_START + 11 * 8766 * HOUR);

/** Time zones that nothing else here uses, so that each is new to the process. */
const FRESH_ZONES = Intl.supportedValuesOf("timeZone").filter((zone) => zone !== ZONE);

/**
 * `add` and `between` of a German office, Monday to Friday 9 to 17 with public holidays, from 4,096 instants of four
 * years, against the faster of two peers. Then what a longer span costs, and what the first use of a calendar costs.
 */
export async function* run(options: BenchOptions): AsyncGenerator<Result> {
  const starts = startInstants();
  const ours = createCalendar(office(ZONE, HOLIDAYS));
  const peers = [dayjsBusinessTime(HOLIDAYS), openingHours()];
  checkAgreement(ours, openingHours(), starts);

  for (const method of ["add", "between"] as const) {
    for (const span of SPANS) {
      yield await againstBestPeer(
        { bench: BENCH, case: `${method} ${span.name}`, unit: "ops/s" },
        contender("heedkit", ours, method, span, starts),
        peers.map((peer) => contender(peer.name, peer, method, span, starts)),
        options.rounds,
      );
    }
  }
  for (const method of ["add", "between"] as const) {
    yield* costOfSpan(method, ours, starts, options.rounds);
  }
  yield* coldCosts(options.rounds);
}

function contender(
  name: string,
  scheduler: Pick<Scheduler, Method>,
  method: Method,
  span: Span,
  starts: Float64Array,
): Contender {
  const start = (call: number) => starts[call & (STARTS - 1)] ?? 0;
  return method === "add"
    ? operationsPerSecond(name, (call) => scheduler.add(start(call), span.business))
    : operationsPerSecond(name, (call) => scheduler.between(start(call), start(call) + span.elapsed));
}

/** The cost of a longer span relative to four hours. */
async function* costOfSpan(
  method: Method,
  ours: Scheduler,
  starts: Float64Array,
  rounds: number,
): AsyncGenerator<Result> {
  const contenders = SPANS.map((span) => contender(span.name, ours, method, span, starts));
  const [shortest = [], ...longer] = await pairedRounds(contenders, rounds);
  for (const [index, values] of longer.entries()) {
    const ratio = pairedRatio(shortest, values);
    const name = `${method} ${SPANS[index + 1]?.name}/4h`;
    yield { bench: BENCH, case: name, value: ratio, unit: "x cost", baseline: `${method} 4h`, ratio };
  }
}

/**
 * Building a calendar and its first `add`: in zones that the process has not used before, and in new processes,
 * where most of it is the runtime's first Intl object.
 */
async function* coldCosts(rounds: number): AsyncGenerator<Result> {
  const zones = FRESH_ZONES.slice(0, rounds);
  const inFreshZones = zones.map((zone) => firstUse(zone, HOLIDAYS));
  yield { bench: BENCH, case: "cold", value: median(inFreshZones), unit: "ms", baseline: null, ratio: null };

  const [ours = [], intl = []] = await pairedRounds(
    [
      { name: "heedkit", measure: () => firstUseInNewProcess(ZONE) },
      { name: "first Intl object", measure: () => firstIntlInNewProcess(ZONE) },
    ],
    rounds,
  );
  yield {
    bench: BENCH,
    case: "cold, new process",
    value: median(ours),
    unit: "ms",
    baseline: "first Intl object",
    ratio: pairedRatio(ours, intl),
  };
}

/** Whole minutes, because one peer counts nothing finer. Seeded: every run measures the same. */
function startInstants(): Float64Array {
  let state = 1;
  return Float64Array.from({ length: STARTS }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const instant = FIRST_START + (state / 2 ** 32) * (LAST_START - FIRST_START);
    return Math.floor(instant / 60_000) * 60_000;
  });
}

/** Comparing different answers would be meaningless. */
function checkAgreement(ours: Scheduler, peer: Scheduler, starts: Float64Array): void {
  for (const start of starts.subarray(0, 100)) {
    for (const { business, elapsed } of SPANS.slice(0, 2)) {
      const isSame =
        ours.add(start, business) === peer.add(start, business) &&
        ours.between(start, start + elapsed) === peer.between(start, start + elapsed);
      if (!isSame) throw new Error(`Heedkit and ${peer.name} disagree at ${new Date(start).toISOString()}.`);
    }
  }
}
