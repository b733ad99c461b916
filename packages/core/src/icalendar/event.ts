import { type Property, plainText } from "./contentLines.ts";
import type { Component } from "./feed.ts";
import { type FeedZone, feedZone } from "./feedZone.ts";
import { LeftOut } from "./leftOut.ts";
import type { FeedEvent } from "./observance.ts";
import { readWallTime } from "./wallTime.ts";
import { readDay, readWholeDays, type WholeDays } from "./wholeDays.ts";

/** An event of a feed. Events with one UID are one series: the event itself, and replaced occurrences. */
export interface Event extends FeedEvent {
  readonly uid: string;
  readonly sequence: number;
  readonly isCancelled: boolean;
  readonly zone: FeedZone;
  /** Its days, or why it has none. */
  readonly when: WholeDays | LeftOut;
  /** Null for the event itself. */
  readonly replaces: Replaced | null;
  /** Properties that an event can have several of. */
  all(name: string): readonly Property[];
}

/** A parsed RECURRENCE-ID. */
export interface Replaced {
  /** The day of the occurrence, or why it is unknown. */
  readonly day: number | LeftOut;
  readonly reach: "one" | "thisAndFuture";
}

const LONGEST_NAME = 200;

/** Reads an event. `index` replaces a missing UID. */
export function readEvent({ calendar, properties, unreadable }: Component, index: number): Event {
  const byName = Map.groupBy(properties, ({ name }) => name);
  const all = (name: string) => byName.get(name) ?? [];
  const one = (name: string) => all(name)[0];
  const text = (name: string) => plainText(one(name)?.value ?? "");
  const start = one("DTSTART");
  const zone = feedZone(start?.parameters.get("TZID") ?? null, calendar);
  const when = orReason(() => {
    if (unreadable !== null) throw new LeftOut(`its line ${unreadable} can't be parsed`);
    if (all("DTSTART").length > 1) throw new LeftOut("it has more than one start");
    return readWholeDays({ start, end: one("DTEND"), duration: one("DURATION") }, zone);
  });
  const isCancelled = calendar.isCancellation || text("STATUS").toUpperCase() === "CANCELLED";
  const recurrenceId = one("RECURRENCE-ID");
  return {
    uid: one("UID")?.value || `\n${index}`,
    sequence: Number(/^\d{1,9}$/.exec(text("SEQUENCE"))?.[0] ?? 0),
    isCancelled,
    zone,
    when,
    replaces: recurrenceId === undefined ? null : readReplaced(recurrenceId, when, zone),
    summary: text("SUMMARY").replace(/\s+/g, " ").trim().slice(0, LONGEST_NAME),
    description: text("DESCRIPTION"),
    categories: all("CATEGORIES").flatMap(({ value }) => value.split(",").map(plainText)),
    all,
  };
}

function readReplaced({ value, parameters }: Property, when: WholeDays | LeftOut, zone: FeedZone): Replaced {
  const reach = parameters.get("RANGE")?.toUpperCase();
  const day = orReason(() => {
    if (reach === "THISANDPRIOR")
      throw new LeftOut("it also replaces earlier occurrences, which is not supported");
    // An occurrence may have been moved to a time of day: its own form says nothing about that of the event.
    const form =
      when instanceof LeftOut ? (readWallTime(value).form === "date" ? "date" : "midnights") : when.form;
    return readDay(value, parameters, form, zone);
  });
  return { day, reach: reach === "THISANDFUTURE" ? "thisAndFuture" : "one" };
}

/** The result of a function, or why there is none. */
export function orReason<Value>(read: () => Value): Value | LeftOut {
  try {
    return read();
  } catch (error) {
    if (error instanceof LeftOut) return error;
    throw error;
  }
}
