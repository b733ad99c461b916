import { zoneOffsetAt } from "../../calendar/index.ts";
import type { Instant } from "../../ports/index.ts";
import { type Code, inCode } from "../code.ts";
import { Run } from "../run.ts";
import type { Transaction } from "../transaction.ts";
import { type Cron, parseCron } from "./cron.ts";

/** A time that a schedule runs for. */
export interface ScheduledTime {
  /** When it was scheduled. */
  readonly at: Instant;
  /** Earlier times that were missed and are not run. */
  readonly missed: number;
}

/** Something to do at certain times, in each tenant. */
export interface Schedule {
  /** Unique in the desk; a plugin's starts with its id: `stars.weeklyReport`. Identifies its rows. */
  readonly name: string;
  /** Five fields: minute, hour, day of month, month, day of week. `0 9 * * mon-fri`: at nine on working days. */
  readonly cron: string;
  /**
   * The time zone, such as `Europe/Berlin`. A skipped local time moves forward by the length of the gap; a repeated one
   * counts once, the first time, unless the hour is `*`. Default `UTC`.
   */
  readonly timeZone?: string;
  /**
   * What happens to times at which no worker was running, or which are more than five minutes past: `skip` runs none of
   * them; `once` runs the last one; `all` runs each, oldest first, up to the last hundred. Default `once`.
   */
  readonly missed?: "skip" | "once" | "all";
  /**
   * Runs in one commit with the schedule's next time, so that it takes effect exactly once for each time, despite
   * crashes. Enqueue a job for slow work or external calls. Errors are reported, and it is retried when the lease
   * expires.
   */
  run(tx: Transaction, time: ScheduledTime): Promise<void> | void;
}

/**
 * Defines a schedule for a room or a plugin. Returns its argument; `createSupport` lists what is wrong with it.
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

/** A validated schedule. */
export interface CheckedSchedule extends Required<Omit<Schedule, "run">> {
  readonly times: Cron;
  run(tx: Transaction, time: ScheduledTime): Promise<void>;
}

/** A schedule and its plugin; undefined: of core. */
export interface OwnedSchedule {
  readonly schedule: Schedule;
  readonly code: Code | undefined;
}

const missedRules: readonly unknown[] = ["skip", "once", "all"];

/** Checks schedules; errors go to `problems`, and the schedule is skipped. */
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
      ...(typeof schedule.run === "function" ? [] : ["it has no run() function"]),
    ];
    names.add(name);
    problems.push(...wrong.map((text) => `schedules: "${name}": ${text}.`));
    if (wrong.length > 0 || typeof times === "string") return [];
    const run: CheckedSchedule["run"] = (tx, time) =>
      inCode(code, `The schedule "${name}"`, () => schedule.run(Run.inHands(tx, code), time));
    return [{ name, cron, timeZone, missed, times, run }];
  });
}
