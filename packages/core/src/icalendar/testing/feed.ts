/** A calendar of events, each given by its lines. */
export function feed(...events: readonly (readonly string[])[]): string {
  return calendar([], ...events);
}

/** The same, with lines of the calendar before its events. */
export function calendar(head: readonly string[], ...events: readonly (readonly string[])[]): string {
  const lines = events.flatMap((event) => [
    "BEGIN:VEVENT",
    "DTSTAMP:20250101T000000Z",
    ...event,
    "END:VEVENT",
  ]);
  return [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//test//EN",
    ...head,
    ...lines,
    "END:VCALENDAR",
    "",
  ].join("\r\n");
}
