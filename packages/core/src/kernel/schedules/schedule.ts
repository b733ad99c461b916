import { zoneOffsetAt } from "../../calendar/index.ts";
import type { Instant } from "../../ports/index.ts";
import { type Code, inCode } from "../code.ts";
import { Run } from "../run.ts";
import type { Transaction } from "../transaction.ts";
import { type Cron, parseCron } from "./cron.ts";

/** A time that a schedule runs for. */
export interface ScheduledTime {
  /** When it was to run. */
  readonly at: Instant;
  /** Times before it that were missed and are not run for. */
  readonly missed: number;
}

/** What is done at certain times, in each tenant. */
export interface Schedule {
  /** Unique in the desk; a plugin's begins with its id: `stars.weeklyReport`. Rows are kept under it. */
  readonly name: string;
  /** Five fields: minute, hour, day of month, month, day of week. `0 9 * * mon-fri`: at nine on working days. */
  readonly cron: string;
  /**
   * Whose clock it goes by, such as `Europe/Berlin`. A time that the clock skips is as much later as it was put forward; one
   * that it shows twice counts once, the first time, unless the hour is `*`. Default `UTC`.
   */
  readonly timeZone?: string;
  /**
   * What becomes of times at which no worker ran, or which are more than five minutes past: `skip`, none of them is run
   * for; `once`, the last one is; `all`, each is, the oldest first, at most the last hundred. Default `once`.
   */
  readonly missed?: "skip" | "once" | "all";
  /**
   * Runs in one commit with the schedule's next time, so that it takes effect once for each time, whatever dies. Enqueue a
   * job for what takes long or calls others. What it throws is reported, and it is tried again after the lease.
   */
  run(tx: Transaction, time: ScheduledTime): Promise<void> | void;
}

/**
 * Makes a schedule for a room or a plugin. Returns its argument; `createSupport` lists what is wrong with it.
 *
 * ```ts
 * const report = defineSchedule({
 *   name: "stars.weeklyReport",
 *   cron: "0 9 * * mon",
 *   timeZone: "Europe/Berlin",
 *   run: (tx) => tx.enqueue("stars.report", {}, { lane: "bulk" }),
 * });
 * ```
 */
export function defineSchedule(schedule: Schedule): Schedule {
  return schedule;
}

/** A schedule that is known to be right. */
export interface CheckedSchedule extends Required<Omit<Schedule, "run">> {
  readonly times: Cron;
  run(tx: Transaction, time: ScheduledTime): Promise<void>;
}

/** A schedule and the plugin that it is of; undefined: of core. */
export interface OwnedSchedule {
  readonly schedule: Schedule;
  readonly code: Code | undefined;
}

const missedRules: readonly unknown[] = ["skip", "once", "all"];

/** Checks schedules; what is wrong goes to `problems`, and its schedule is left out. */
export function checkSchedules(
  owned: readonly OwnedSchedule[],
  problems: string[],
): readonly CheckedSchedule[] {
  const names = new Set<string>();
  return owned.flatMap(({ schedule, code }) => {
    const { name, cron, timeZone = "UTC", missed = "once" } = schedule;
    const times = typeof cron === "string" ? parseCron(cron) : "is missing";
    const wrong = [
      ...(/^[\w.-]{1,100}$/.test(name) ? [] : [`its name must be up to 100 letters, digits and _.-`]),
      ...(names.has(name) ? ["its name is taken by another schedule"] : []),
      ...(typeof times === "string" ? [`the cron "${cron}" ${times}`] : []),
      ...(zoneOffsetAt(timeZone, 0) === null ? [`there is no time zone "${timeZone}"`] : []),
      ...(missedRules.includes(missed) ? [] : [`missed must be "skip", "once" or "all", not "${missed}"`]),
      ...(typeof schedule.run === "function" ? [] : ["it has no function run"]),
    ];
    names.add(name);
    problems.push(...wrong.map((text) => `schedules: "${name}": ${text}.`));
    if (wrong.length > 0 || typeof times === "string") return [];
    const run: CheckedSchedule["run"] = (tx, time) =>
      inCode(code, `The schedule "${name}"`, () => schedule.run(Run.inHands(tx, code), time));
    return [{ name, cron, timeZone, missed, times, run }];
  });
}
