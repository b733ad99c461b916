import { events, type RowOf } from "@heedkit/core";
import type { Ledger } from "../world/ledger.ts";
import { type State, tally } from "./state.ts";

type Clock = State["clocks"][number];
type Event = RowOf<typeof events>;

/** Every warning and breach of a clock happens once, and not at all if the target was met first. */
export function* clockFaults(state: State, ledger: Ledger, now: number): Generator<string> {
  const told = Map.groupBy(committedEvents(ledger), ({ data }) => String(data.clockId ?? ""));
  const isMerged = new Set(
    state.cases.filter(({ mergedIntoId }) => mergedIntoId !== null).map(({ id }) => id),
  );
  for (const clock of state.clocks) {
    const about = `The ${clock.metric} clock ${clock.id}`;
    const own = told.get(clock.id) ?? [];
    const entries = own.filter(({ type }) => type !== "sla.signalled");
    const kinds = entries.map(({ type }) => type).join(" ");
    const logged = clock.log.map(({ kind }) => eventOf[kind]).join(" ");
    if (kinds !== logged) yield `${about} has the log "${logged}", but was announced as "${kinds}".`;
    yield* onceFaults(about, clock, entries);
    yield* timelyFaults(about, clock, now);
    const signals = own.filter(({ type }) => type === "sla.signalled").length;
    const isShort = !isMerged.has(clock.caseId) && signals < clock.warned.length;
    if (signals > clock.warned.length || isShort)
      yield `${about} gave ${clock.warned.length} warnings and ${signals} signals.`;
  }
}

const eventOf = {
  activate: "sla.activated",
  pause: "sla.paused",
  resume: "sla.resumed",
  fulfil: "sla.fulfilled",
  warn: "sla.warned",
  breach: "sla.breached",
  retarget: "sla.retargeted",
  cancel: "sla.cancelled",
} as const;

function* onceFaults(about: string, clock: Clock, entries: readonly Event[]): Generator<string> {
  const warned = tally(
    entries.filter(({ type }) => type === "sla.warned").map(({ data }) => String(data.because)),
  );
  for (const [key, times] of warned) if (times > 1) yield `${about} warned ${times} times at ${key}.`;
  if (warned.size !== clock.warned.length)
    yield `${about} lists ${clock.warned.length} warnings and gave ${warned.size}.`;
  const breaches = entries.filter(({ type }) => type === "sla.breached").length;
  if (breaches !== (clock.breachedAt === null ? 0 : 1)) yield `${about} was missed ${breaches} times.`;
}

/** Everything due happened, and nothing happened early. */
function* timelyFaults(about: string, clock: Clock, now: number): Generator<string> {
  if (clock.dueAt !== null && clock.dueAt <= now) yield `${about} was due and nobody looked.`;
  if (
    clock.state === "running" &&
    clock.deadline !== null &&
    clock.deadline <= now &&
    clock.breachedAt === null
  )
    yield `${about} was missed, and nobody was told.`;
  const fate = clock.log.findLast(({ kind }) => kind === "fulfil" || kind === "cancel" || kind === "pause");
  const counted = clock.state === "running" ? null : (fate?.countedMs ?? null);
  if (counted === null) return;
  if (
    counted < clock.targetMs &&
    clock.breachedAt !== null &&
    !clock.log.some(({ kind }) => kind === "retarget")
  )
    yield `${about} was missed after ${counted} of ${clock.targetMs} ms.`;
  if (counted >= clock.targetMs && clock.breachedAt === null)
    yield `${about} counted ${counted} of ${clock.targetMs} ms and was not missed.`;
  for (const { key, atMs } of clock.warnings)
    if (atMs <= counted && clock.breachedAt === null) yield `${about} did not warn at ${key}.`;
}

/** Events in the order of their commits. */
export function committedEvents({ entries }: Ledger): readonly Event[] {
  return entries.flatMap((entry) =>
    entry.kind !== "commit"
      ? []
      : // What was inserted into the table of events is an event.
        entry.changes.flatMap((change) =>
          change.kind === "insert" && change.table.name === events.name
            ? [change.row as unknown as Event]
            : [],
        ),
  );
}
