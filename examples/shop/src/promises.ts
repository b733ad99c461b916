import type { SlaOptions } from "@heedkit/core";

export const timeZone = "Europe/Berlin";

const workday = ["09:00-17:00"];

/** What the shop promises, counted in its business hours. */
export const promises: SlaOptions = {
  calendars: {
    office: {
      timeZone,
      hours: { monday: workday, tuesday: workday, wednesday: workday, thursday: workday, friday: workday },
      holidays: [
        // Berlin's fixed holidays, then those that move with Easter.
        ...["01-01", "03-08", "05-01", "10-03", "12-25/12-26"],
        ...["2026-04-03", "2026-04-06", "2026-05-14", "2026-05-25"],
        ...["2027-03-26", "2027-03-29", "2027-05-06", "2027-05-17"],
      ],
    },
  },
  policies: [
    {
      id: "everybody",
      name: "What everybody is promised",
      default: true,
      calendar: "office",
      warnings: ["80%"],
      targets: [
        { metric: "first_reply", within: "4h" },
        { metric: "first_reply", priority: "urgent", within: "1h" },
        { metric: "next_reply", within: "8h" },
        { metric: "total_resolution", within: "24h" },
      ],
    },
  ],
};
