import { type Change, cases, events, jobs, keyOf, messages } from "@heedkit/core";
import type { Ledger } from "../world/ledger.ts";
import { committedEvents } from "./clocks.ts";
import type { State } from "./state.ts";

/** Each change of a case has an event in the same commit; no event disappears; versions increase by one. */
export function* auditFaults(state: State, ledger: Ledger): Generator<string> {
  for (const entry of ledger.entries) if (entry.kind === "commit") yield* silentChanges(entry.changes);
  yield* chainFaults(state, ledger);
  yield* versionFaults(ledger);
  yield* holderFaults(ledger);
}

/** Columns of a case whose changes have their own event. */
const eventOf: Readonly<Record<string, string>> = {
  status: "case.statusChanged",
  priority: "case.priorityChanged",
  assigneeId: "case.assigned",
  teamId: "case.assigned",
  handler: "case.handedOff",
  mergedIntoId: "case.merged",
  subject: "case.updated",
  tags: "case.updated",
};

function* silentChanges(changes: readonly Change[]): Generator<string> {
  const told = new Set<string>();
  const wanted: string[] = [];
  for (const change of changes) {
    const { name } = change.table;
    if (change.kind === "insert" && name === events.name) {
      const { type, caseId, data } = change.row;
      told.add(`${String(type)} ${String(caseId)}`);
      const { messageId } = Object(data);
      if (messageId !== undefined) told.add(`${String(type)} ${String(messageId)}`);
    } else if (change.kind === "insert" && name === cases.name) wanted.push(`case.opened ${change.row.id}`);
    else if (change.kind === "insert" && name === messages.name) {
      const { direction, id } = change.row;
      const types = { in: "case.customerMessage", out: "message.queued", note: "case.noted" };
      wanted.push(`${types[direction as keyof typeof types]} ${id}`);
    } else if (change.kind === "update" && name === cases.name) {
      for (const field of Object.keys(change.set ?? {}))
        if (eventOf[field] !== undefined) wanted.push(`${eventOf[field]} ${change.key.id}`);
    } else if (change.kind === "update" && name === messages.name && change.set?.caseId !== undefined) {
      if (![...told, ...wanted].some((line) => line.startsWith("case.split")) && !tellsOfSplit(changes))
        yield `The message ${change.key.id} moved and no case.split tells of it.`;
    }
  }
  for (const line of wanted)
    if (!told.has(line)) yield `A commit changed a case and did not tell of it: ${line}.`;
}

function tellsOfSplit(changes: readonly Change[]): boolean {
  return changes.some(
    (change) =>
      change.kind === "insert" && change.table.name === events.name && change.row.type === "case.split",
  );
}

function* chainFaults(state: State, ledger: Ledger): Generator<string> {
  const committed = committedEvents(ledger);
  const byId = new Map(committed.map((event) => [event.id, event]));
  if (byId.size !== committed.length) yield "Two events have the same id.";
  const there = new Set(state.events.map(({ id }) => id));
  const gone = committed.filter(({ id }) => !there.has(id)).length;
  if (gone > 0) yield `${gone} events were committed and are gone.`;
  for (const { id, causationId, correlationId } of committed) {
    if (causationId === null) continue;
    const cause = byId.get(causationId);
    if (cause === undefined) yield `The event ${id} was caused by one that is not there.`;
    else if (cause.correlationId !== correlationId) yield `The event ${id} has lost its correlation.`;
  }
  const correlations = new Set(committed.map(({ correlationId }) => correlationId));
  for (const { id, correlationId } of state.jobs)
    if (!correlations.has(correlationId)) yield `The job ${id} belongs to nothing that happened.`;
}

/** For rows with versions, each change increments the version. */
function* versionFaults({ entries }: Ledger): Generator<string> {
  const versions = new Map<string, number>();
  for (const entry of entries) {
    for (const change of entry.kind === "commit" ? entry.changes : []) {
      const { id } = keyOf(change);
      const row = `${change.table.name} ${id}`;
      const values =
        change.kind === "insert" ? change.row : change.kind === "update" ? change.set : undefined;
      const before = versions.get(row);
      if (change.kind === "delete") versions.delete(row);
      if (typeof values?.version !== "number") continue;
      if (before !== undefined && values.version !== before + 1)
        yield `${row} went from version ${before} to ${values.version}.`;
      versions.set(row, values.version);
    }
  }
}

/** Only the worker that last took a job may complete or postpone it. */
function* holderFaults({ entries }: Ledger): Generator<string> {
  const holder = new Map<string, string>();
  for (const entry of entries) {
    if (entry.kind === "claim") for (const { id } of entry.rows) holder.set(id, entry.by);
    for (const change of entry.kind === "commit" ? entry.changes : []) {
      if (change.table.name !== jobs.name || change.kind === "insert") continue;
      const { id } = keyOf(change);
      // A replayed dead job is held by nobody.
      const isReplayed = change.kind === "update" && change.set?.diedAt === null;
      const isTaken = !isReplayed && (change.kind === "delete" || change.set?.leasedUntil !== undefined);
      if (isTaken && holder.get(id) !== entry.by)
        yield `${entry.by} wrote the job ${id}, which ${holder.get(id) ?? "nobody"} held.`;
    }
  }
}
