import type { CaseRow } from "../cases/index.ts";
import { findAll, type Read, type Transaction } from "../kernel/index.ts";
import type { Filter } from "../ports/index.ts";
import { type Clock, type ClockEntry, isOpenClock } from "./clock.ts";
import type { CompiledPolicy, Definitions } from "./definitions.ts";
import { continuingMetrics } from "./metrics.ts";
import { keepNextDeadline } from "./nextDeadline.ts";
import { type ClockRow, slaClocks } from "./schema.ts";

/** The clocks of cases that a transaction has read or created, so that its next event reads nothing. */
export interface ClockRows {
  /** Clocks that may still change, in the order of creation. */
  of(tx: Read, caseId: string): Promise<readonly ClockRow[]>;
  /** Records that a case is new in this transaction and has none. */
  begin(tx: Read, caseId: string): void;
  put(tx: Read, caseId: string, rows: readonly ClockRow[]): void;
}

function createClockRows(): ClockRows {
  const known = new WeakMap<object, Map<string, readonly ClockRow[]>>();
  const ofCommit = ({ commit }: Read) => {
    const cases = known.get(commit) ?? new Map<string, readonly ClockRow[]>();
    if (cases.size === 0) known.set(commit, cases);
    return cases;
  };
  return {
    async of(tx, caseId) {
      const rows = ofCommit(tx).get(caseId);
      if (rows !== undefined) return rows;
      const found = await findAll(tx, slaClocks, changeable(caseId));
      ofCommit(tx).set(caseId, found);
      return found;
    },
    begin: (tx, caseId) => {
      ofCommit(tx).set(caseId, []);
    },
    put: (tx, caseId, rows) => {
      ofCommit(tx).set(caseId, rows);
    },
  };
}

/** By transaction, so that all desks of the process can share it. */
export const clockRows = createClockRows();

function changeable(caseId: string): Filter<ClockRow> {
  return {
    and: [
      { field: "caseId", is: caseId },
      {
        or: [
          { field: "state", in: ["running", "paused"] },
          {
            and: [
              { field: "state", is: "fulfilled" },
              { field: "metric", in: continuingMetrics },
            ],
          },
        ],
      },
    ],
  };
}

/** Writes the changes of a case's clocks, emits their events, and enqueues the actions of their policies. */
export async function writeClocks(
  tx: Transaction,
  found: CaseRow,
  before: readonly ClockRow[],
  after: readonly Clock[],
  definitions: Definitions,
): Promise<readonly ClockRow[]> {
  const rows: ClockRow[] = [];
  for (const [at, clock] of after.entries()) {
    const row = before[at];
    if (clock === row) rows.push(row);
    else rows.push(await writeClock(tx, found, row ?? null, clock, definitions));
  }
  keepNextDeadline(tx, found, rows);
  return rows;
}

/** Has open clocks record which definitions they were measured by. */
export function stamped(
  tx: Transaction,
  rows: readonly ClockRow[],
  { revision }: Definitions,
): readonly ClockRow[] {
  return rows.map((row) =>
    row.definitions === revision || !isOpenClock(row)
      ? row
      : tx.update(slaClocks, row, { definitions: revision }),
  );
}

/** Writes one clock; null creates it. */
export async function writeClock(
  tx: Transaction,
  found: CaseRow,
  before: ClockRow | null,
  clock: Clock,
  definitions: Definitions,
  expect: { readonly fence?: number } = {},
): Promise<ClockRow> {
  const values = {
    ...fieldsOf(clock),
    definitions: measuredBy(before, clock, definitions),
    priority: found.priority,
    channelKind: found.channelKind,
    teamId: found.teamId,
    assigneeId: found.assigneeId,
    leasedUntil: null,
  };
  const row =
    before === null
      ? tx.insert(slaClocks, { ...values, caseId: found.id, customerId: found.customerId, fence: 0 })
      : tx.update(slaClocks, before, values, { ...expect });
  for (const entry of clock.log.slice(before?.log.length ?? 0)) {
    announce(tx, row, entry);
    if (entry.kind === "warn" || entry.kind === "breach")
      await enqueueActions(tx, row, entry.kind, definitions.policies);
  }
  return row;
}

/** A clock that was only paused or warned is still measured by its previous definitions. */
function measuredBy(before: ClockRow | null, clock: Clock, { revision }: Definitions): string {
  const isAnew = clock.log.slice(before?.log.length ?? 0).some(({ kind }) => kind === "retarget");
  return before === null || isAnew ? revision : before.definitions;
}

/** A clock's columns. Unchanged values are the identical object, so that they are not written. */
function fieldsOf(clock: Clock) {
  const { metric, policyId, state, causeMessageId, calendar, targetMs, startedAt } = clock;
  const { countedMs, elapsedMs, countedUntil, deadline, dueAt, breachedAt, endedAt } = clock;
  const { warnings, warned, log } = clock;
  return {
    ...{ metric, policyId, state, causeMessageId, calendar, targetMs, startedAt },
    ...{ countedMs, elapsedMs, countedUntil, deadline, dueAt, breachedAt, endedAt },
    ...{ warnings, warned, log },
  };
}

function announce(tx: Transaction, row: ClockRow, { kind, at, countedMs, because }: ClockEntry): void {
  const { id: clockId, caseId, customerId, metric, policyId, targetMs, deadline } = row;
  const subject = { caseId, customerId };
  const facts = { clockId, caseId, policyId, metric, at, countedMs, targetMs, because };
  if (kind === "activate") tx.emit("sla.activated", subject, { ...facts, deadline });
  else if (kind === "pause") tx.emit("sla.paused", subject, facts);
  else if (kind === "resume") tx.emit("sla.resumed", subject, { ...facts, deadline });
  else if (kind === "fulfil") tx.emit("sla.fulfilled", subject, { ...facts, met: row.breachedAt === null });
  else if (kind === "warn") tx.emit("sla.warned", subject, { ...facts, deadline });
  else if (kind === "breach") tx.emit("sla.breached", subject, facts);
  else if (kind === "retarget") tx.emit("sla.retargeted", subject, { ...facts, deadline });
  else tx.emit("sla.cancelled", subject, facts);
}

async function enqueueActions(
  tx: Transaction,
  row: ClockRow,
  kind: "warn" | "breach",
  policies: readonly CompiledPolicy[],
): Promise<void> {
  const target = policies.find(({ id }) => id === row.policyId)?.targetFor(row.metric, row);
  const actions = kind === "warn" ? target?.onWarning : target?.onBreach;
  const { id: clockId, caseId, metric } = row;
  const on = kind === "warn" ? "warning" : "breach";
  for (const action of actions ?? []) await tx.enqueue("sla.act", { clockId, caseId, metric, on, action });
}
