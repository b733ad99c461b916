import type { SlaPolicy } from "./policy.ts";

type Level = "good" | "better" | "best";

/** First reply by kind of channel; the goal for calls is 80 % answered within 20 seconds at every level. */
const firstReply = {
  good: { email: "12h", social: "2h", chat: "1h" },
  better: { email: "4h", social: "1h", chat: "5m" },
  best: { email: "1h", social: "15m", chat: "1m" },
} as const satisfies Record<Level, object>;

function preset(level: Level): Omit<SlaPolicy, "when"> {
  const { email, social, chat } = firstReply[level];
  return {
    id: `zendesk2020-${level}`,
    name: `Zendesk 2020: ${level}`,
    default: true,
    targets: [
      { metric: "first_reply", channel: "email", within: email },
      { metric: "first_reply", channel: "web", within: email },
      { metric: "first_reply", channel: "social", within: social },
      { metric: "first_reply", channel: "chat", within: chat },
      { metric: "answer", channel: "phone", within: "20s" },
    ],
  };
}

/**
 * Ready-made policies: `sla: { policies: [sla.presets.zendesk2020.better] }`. Spread one to change it.
 *
 * Source: Zendesk's published first-reply expectations of 2020 by channel (e-mail 12 h / 4 h / 1 h, social 2 h / 1 h /
 * 15 min, live chat 1 h / 5 min / 1 min, calls 80 % within 20 s). They count elapsed time; name a `calendar` for
 * business time. A web form counts as mail. The goal for calls is an attainment of 80 %: see `sla.report`.
 */
export const presets = {
  zendesk2020: { good: preset("good"), better: preset("better"), best: preset("best") },
} as const;
