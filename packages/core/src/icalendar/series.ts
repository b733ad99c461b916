import type { Event } from "./event.ts";
import { type Budget, type DayRange, spend } from "./expandRule.ts";
import { LeftOut } from "./leftOut.ts";
import { recurrenceSet } from "./recurrenceSet.ts";
import type { WholeDays } from "./wholeDays.ts";

/** Receives the results of a series. */
export interface SeriesReader {
  /** `start` in days from 1970-01-01. Throws LeftOut if the feed has too many holidays. */
  holiday(event: Event, start: number, days: number): void;
  leftOut(event: Event, reason: string): void;
  /** Why the host excludes an event; null if it does not. */
  unwanted(event: Event): string | null;
}

/** The replaced occurrences, by day. */
type Replacements = ReadonlyMap<number, Event>;

const superseded = "a later version of it is in the feed";

/** Reads the events of one UID: an event, and its moved, changed or cancelled occurrences. */
export function readSeries(
  events: readonly Event[],
  range: DayRange,
  budget: Budget,
  reader: SeriesReader,
): void {
  const whole = events.filter(({ replaces }) => replaces === null);
  const latest = whole.reduce((newest, { sequence }) => Math.max(newest, sequence), 0);
  const isCalledOff = whole.some(({ isCancelled, sequence }) => isCancelled && sequence === latest);
  const replacements = readReplacements(events, reader);
  const changes = changesOfFuture(replacements, reader);

  const attempt = (event: Event, read: () => void) => {
    try {
      read();
    } catch (error) {
      if (!(error instanceof LeftOut)) throw error;
      reader.leftOut(event, error.message);
    }
  };
  for (const event of whole) {
    attempt(event, () => {
      const when = requireWanted(event, reader);
      if (isCalledOff || event.sequence < latest) throw new LeftOut(superseded);
      readOccurrences(event, when, { replacements, changes }, range, budget, reader);
    });
  }
  // A moved occurrence counts on its own date, even if its event is not in the feed.
  for (const event of replacements.values()) {
    attempt(event, () => {
      if (isCalledOff) throw new LeftOut("its event is cancelled");
      const { start, days } = requireWanted(event, reader);
      reader.holiday(event, start, days);
    });
  }
}

function requireWanted(event: Event, reader: SeriesReader): WholeDays {
  if (event.isCancelled) throw new LeftOut("it is cancelled");
  if (event.when instanceof LeftOut) throw event.when;
  const reason = reader.unwanted(event);
  if (reason !== null) throw new LeftOut(reason);
  return event.when;
}

/** Of several versions, the highest SEQUENCE wins, and among equals the last one. */
function readReplacements(events: readonly Event[], reader: SeriesReader): Replacements {
  const replacements = new Map<number, Event>();
  for (const event of events) {
    if (event.replaces === null) continue;
    const { day } = event.replaces;
    if (day instanceof LeftOut) {
      reader.leftOut(event, `it is unknown which occurrence it replaces: ${day.message}`);
      continue;
    }
    const known = replacements.get(day);
    const isNewer = known === undefined || event.sequence >= known.sequence;
    if (known !== undefined) reader.leftOut(isNewer ? known : event, superseded);
    if (isNewer) replacements.set(day, event);
  }
  return replacements;
}

function readOccurrences(
  event: Event,
  when: WholeDays,
  { replacements, changes }: { readonly replacements: Replacements; readonly changes: readonly Change[] },
  range: DayRange,
  budget: Budget,
  reader: SeriesReader,
): void {
  spend(budget, changes.length);
  const longest = changes.reduce((most, { days }) => Math.max(most, days), when.days);
  const latest = changes.reduce((most, { shift }) => Math.max(most, shift), 0);
  const earliest = changes.reduce((least, { shift }) => Math.min(least, shift), 0);
  const window = { from: range.from - longest + 1 - latest, to: range.to - earliest };
  const { days, doubts } = recurrenceSet(event, when, window, budget);
  for (const doubt of doubts) reader.leftOut(event, doubt);
  let next = 0;
  for (const day of days) {
    while ((changes[next]?.from ?? Number.POSITIVE_INFINITY) <= day) next++;
    if (replacements.has(day)) continue;
    const change = changes[next - 1];
    if (change === undefined) reader.holiday(event, day, when.days);
    else if (change.isKept) reader.holiday(change.event, day + change.shift, change.days);
  }
}

/** What happens to the occurrences from a day on. */
interface Change {
  readonly event: Event;
  readonly from: number;
  readonly isKept: boolean;
  readonly shift: number;
  readonly days: number;
}

/** `RANGE=THISANDFUTURE`: later occurrences move and change like the one named (RFC 5545 s.3.8.4.4). */
function changesOfFuture(replacements: Replacements, reader: SeriesReader): readonly Change[] {
  return [...replacements]
    .filter(([, { replaces }]) => replaces?.reach === "thisAndFuture")
    .toSorted(([a], [b]) => a - b)
    .map(([from, event]) => {
      const { isCancelled, when } = event;
      if (when instanceof LeftOut) return { event, from, isKept: false, shift: 0, days: 1 };
      const isKept = !isCancelled && reader.unwanted(event) === null;
      return { event, from, isKept, shift: when.start - from, days: when.days };
    });
}
