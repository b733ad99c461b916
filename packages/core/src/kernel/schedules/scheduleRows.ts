import { isConflictError } from "../../errors/index.ts";
import type { Change, Clock, Instant, Keyed, Storage } from "../../ports/index.ts";
import type { Kernel } from "../kernel.ts";
import { newRow } from "../newRow.ts";
import { defineSweep, type SweepRunner, sweepRunner } from "../sweeps.ts";
import { nextTime } from "./cronTimes.ts";
import { dueTimes } from "./dueTimes.ts";
import type { CheckedSchedule } from "./schedule.ts";
import { type ScheduleRow, schedules } from "./schema.ts";

/** Makes sure that each tenant has a due row for each schedule. */
export interface ScheduleRows {
  /** Creates a tenant's rows if it has none. Called whenever a tenant is used, and cached. */
  require(tenantId: string): Promise<void>;
  /** The schedules of the desk, and tenants that have them whether they are used or not. */
  define(defined: readonly CheckedSchedule[], tenants: readonly string[]): SweepRunner;
}

/** Maximum tenants that a process remembers to have their rows. */
const mostTenants = 10_000;
const page = 1_000;

export function scheduleRows(storage: Storage, clock: Clock): ScheduleRows {
  let defined: readonly CheckedSchedule[] = [];
  const known = new Set<string>();

  const require = async (tenantId: string) => {
    if (defined.length === 0 || known.has(tenantId)) return;
    const keys = defined.map(({ name }): Keyed => ({ tenantId, id: name }));
    const there = new Map((await storage.get(schedules, keys)).map((row) => [row.id, row]));
    const now = clock.now();
    for (const schedule of defined) {
      const row = there.get(schedule.name);
      const change = row === undefined ? rowOf(schedule, tenantId, now) : alignment(schedule, row, now);
      if (change !== null) await commitOnce(storage, change);
    }
    if (known.size >= mostTenants) known.clear();
    known.add(tenantId);
  };

  /** Rows written by another version of the code get the times of this one. */
  const align = async () => {
    for (const schedule of defined) {
      const { name, cron, timeZone } = schedule;
      const other = {
        or: [
          { field: "cron", isNot: cron },
          { field: "timeZone", isNot: timeZone },
        ],
      } as const;
      let rows: readonly ScheduleRow[];
      do {
        rows = await storage.find(schedules, {
          where: { and: [{ field: "id", is: name }, other] },
          limit: page,
        });
        for (const row of rows) {
          const change = alignment(schedule, row, clock.now());
          if (change !== null) await commitOnce(storage, change);
        }
      } while (rows.length === page);
    }
  };

  return {
    require,
    define(given, tenants) {
      defined = given;
      const byName = new Map(given.map((schedule) => [schedule.name, schedule]));
      const sweep = defineSweep<ScheduleRow>({
        name: "schedules",
        table: schedules,
        // Others belong to another version, which may be running beside this one.
        where: { field: "id", in: [...byName.keys()] },
        handle: (tx, { id }) => runDue(tx, id, byName.get(id)),
      });
      const runner = sweepRunner(sweep, undefined);
      let isPrepared = false;
      return {
        name: sweep.name,
        async run(kernel: Kernel, options) {
          if (given.length === 0) return 0;
          if (!isPrepared) {
            await align();
            for (const tenantId of tenants) await require(tenantId);
            isPrepared = true;
          }
          return runner.run(kernel, options);
        },
      };
    },
  };
}

/** Runs the due times, in one commit with the next one. */
async function runDue(
  tx: Parameters<CheckedSchedule["run"]>[0],
  name: string,
  schedule: CheckedSchedule | undefined,
): Promise<void> {
  const row = await tx.get(schedules, name);
  if (schedule === undefined || row === null || row.dueAt === null || row.dueAt > tx.now) return;
  const { cron, timeZone, times } = schedule;
  // A process with a slow clock must not return to a time that was already run.
  const dueAt = nextTime(times, timeZone, Math.max(tx.now, row.dueAt));
  const next = { dueAt, leasedUntil: null, cron, timeZone };
  if (row.cron !== cron || row.timeZone !== timeZone) {
    tx.update(schedules, row, next);
    return;
  }
  const due = dueTimes(schedule, row.dueAt, tx.now);
  for (const time of due) await schedule.run(tx, time);
  tx.update(schedules, row, { ...next, lastTimeAt: due.at(-1)?.at ?? row.lastTimeAt });
}

function rowOf(schedule: CheckedSchedule, tenantId: string, now: Instant): Change {
  const { name, cron, timeZone, times } = schedule;
  const values = { cron, timeZone, fence: 0, dueAt: nextTime(times, timeZone, now) };
  const row: Keyed & Record<string, unknown> = { ...newRow(schedules, values, tenantId, name, now) };
  return { kind: "insert", table: schedules, row };
}

/** A changed schedule is due at its next time from now on; null if it was not changed. */
function alignment(schedule: CheckedSchedule, row: ScheduleRow, now: Instant): Change | null {
  const { cron, timeZone, times } = schedule;
  if (row.cron === cron && row.timeZone === timeZone) return null;
  const { tenantId, id, version } = row;
  const dueAt = nextTime(times, timeZone, now);
  return {
    kind: "update",
    table: schedules,
    key: { tenantId, id },
    set: { cron, timeZone, dueAt, updatedAt: now, version: version + 1 },
    expect: { version },
  };
}

/** Another process may have done the same in the meantime. */
async function commitOnce(storage: Storage, change: Change): Promise<void> {
  try {
    await storage.commit([change]);
  } catch (error) {
    if (!isConflictError(error)) throw error;
  }
}
