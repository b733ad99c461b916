import { createSupport, type SlaOptions, type Storage } from "@heedkit/core";
import { lettersChannel } from "./letters.ts";

const workday = ["09:00-12:30", "13:00-17:30"];
const officeHours = {
  timeZone: "Europe/Berlin",
  hours: { monday: workday, tuesday: workday, wednesday: workday, thursday: workday, friday: workday },
  holidays: ["12-25", "12-26", "01-01"],
};

/** A business calendar and a policy with three targets. */
export const benchPolicies = {
  calendars: { office: officeHours },
  policies: [
    {
      id: "standard",
      default: true,
      calendar: "office",
      warnings: ["80%"],
      targets: [
        { metric: "first_reply", within: "4h" },
        { metric: "next_reply", within: "8h" },
        { metric: "total_resolution", within: "24h" },
      ],
    },
  ],
} satisfies SlaOptions;

/** A desk as the bench uses it: a business calendar, a policy with three targets, acknowledgements. */
export const benchDesk = (storage: Storage) =>
  createSupport({
    storage,
    channels: [lettersChannel],
    sla: benchPolicies,
  });
