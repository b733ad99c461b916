import type { Instant, JobLane, JobRate } from "../../ports/index.ts";
import { jobLanes } from "../lanes.ts";
import type { JobRateRow } from "./schema.ts";

/** What is known about a key: when its jobs started, and which had to wait. */
export type RateState = Pick<JobRateRow, "starts" | "keptMs" | "putOffTo" | "passed" | "turn">;

export interface RatedJob {
  readonly lane: JobLane;
  readonly rate: JobRate;
}

export interface StartDecision {
  readonly state: RateState;
  /** The time to which the job is postponed; null if it starts now. */
  readonly putOffTo: Instant | null;
}

/** How long a start is reserved for the job that was postponed to it, in case it is claimed late. */
const heldFreeMs = 2_000;
/** After this many consecutive starts that a lower lane had to wait for, it is that lane's turn. */
const turnAfter = 8;
/** A job that is postponed for longer is checked in between, in case it is waiting for jobs that were cancelled. */
const longestPutOffMs = 600_000;

export const freshRate: RateState = {
  starts: [],
  keptMs: 0,
  putOffTo: { interactive: null, normal: null, bulk: null },
  passed: 0,
  turn: null,
};

/**
 * Whether a job may start now. Jobs that may not are postponed, those of a lane one after the other, so that a thousand
 * of them are not checked each time one may start. The next start is reserved for a waiting job of a higher lane, and
 * after eight of those for a lower one.
 */
export function decideStart(before: RateState, job: RatedJob, now: Instant): StartDecision {
  const { lane, rate } = job;
  const keptMs = Math.max(before.keptMs, rate.perMs);
  const state = { ...before, keptMs, starts: before.starts.filter((at) => at > now - keptMs) };
  const freeAt = nextFree(state.starts, rate, now);
  const kept = keptFreeUntil(state, lane, now);
  if (freeAt <= now && kept === null) return { state: started(state, lane, now), putOffTo: null };

  const spacing = rate.perMs / rate.limit;
  const soonest = Math.max(freeAt, now + 1);
  if (state.passed >= turnAfter && state.turn === null && kept !== null) {
    return { state: { ...state, turn: { lane, at: soonest } }, putOffTo: soonest };
  }
  const behind = state.putOffTo[lane] ?? 0;
  const slot = Math.max(soonest, (kept ?? 0) + spacing, behind < now ? 0 : behind + spacing);
  const putOffTo = Math.min(Math.ceil(slot), now + Math.max(longestPutOffMs, rate.perMs));
  return { state: { ...state, putOffTo: { ...state.putOffTo, [lane]: putOffTo } }, putOffTo };
}

/** When the period has room for another start. Starts of a process with a fast clock count as well. */
function nextFree(starts: readonly Instant[], { limit, perMs }: JobRate, now: Instant): Instant {
  const recent = starts.filter((at) => at > now - perMs);
  const oldest = recent[recent.length - limit];
  return oldest === undefined ? now : oldest + perMs;
}

/** Until when starts are reserved for other lanes; null if they are not. */
function keptFreeUntil({ putOffTo, turn }: RateState, lane: JobLane, now: Instant): Instant | null {
  const isWaitedFor = (at: Instant) => at + heldFreeMs > now;
  if (turn !== null && isWaitedFor(turn.at)) return turn.lane === lane ? null : Math.max(turn.at, now);
  const higher = jobLanes.slice(0, jobLanes.indexOf(lane)).flatMap((above) => putOffTo[above] ?? []);
  const waiting = higher.filter(isWaitedFor);
  return waiting.length === 0 ? null : Math.max(...waiting, now);
}

function started(state: RateState, lane: JobLane, now: Instant): RateState {
  const { putOffTo, turn } = state;
  const isOver = (at: Instant | null | undefined, ms: number) => at == null || at + ms <= now;
  const isLowerWaiting = jobLanes
    .slice(jobLanes.indexOf(lane) + 1)
    .some((lower) => !isOver(putOffTo[lower], heldFreeMs));
  const endsTurn = turn !== null && (turn.lane === lane || isOver(turn.at, heldFreeMs));
  return {
    ...state,
    starts: [...state.starts, now].sort((left, right) => left - right),
    putOffTo: { ...putOffTo, [lane]: isOver(putOffTo[lane], 0) ? null : (putOffTo[lane] ?? null) },
    passed: isLowerWaiting && !endsTurn ? state.passed + 1 : 0,
    turn: endsTurn ? null : turn,
  };
}
