import type { SupportOptions } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { letter } from "./harness/letter.ts";
import { onDesk } from "./harness/openDesk.ts";
import { rawOf } from "./harness/scriptedChannel.ts";
import type { DeskSuiteOptions } from "./options.ts";

type LoopCaps = NonNullable<NonNullable<SupportOptions["delivery"]>["loopCaps"]>;

interface Bomb {
  readonly caps: LoopCaps;
  readonly from: (at: number) => string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly answered: number;
}

const deliveries = 20;
/** Mail that several processes receive at the same moment. */
const atOnce = 10;
const within = (perTenMinutes: number) => ({ perTenMinutes, perHour: 50, perDay: 60 });
const anyDomain = (at: number) => `a@d${at}.example`;

const bombs: Readonly<Record<string, Bomb>> = {
  mailbox: {
    caps: { perTenMinutes: 3 },
    from: (at) => `victim+${at}@shop.example`,
    metadata: {},
    answered: 3,
  },
  domain: {
    caps: { domain: within(5) },
    from: (at) => `a${at}@m${at}.victim.example`,
    metadata: {},
    answered: 5,
  },
  source: {
    caps: { source: within(6) },
    from: anyDomain,
    metadata: { remoteAddress: "203.0.113.7", envelopeFrom: "bomb@evil.example" },
    answered: 6,
  },
  // Kept as two rows, each with its share.
  desk: { caps: { desk: within(17) }, from: anyDomain, metadata: {}, answered: 17 },
};

/** Acknowledgements of forged mail that two processes receive at once. */
export function automaticCapTests(options: DeskSuiteOptions): void {
  describe("caps on automatic messages", () => {
    for (const [cap, { caps, from, metadata, answered }] of Object.entries(bombs))
      test(
        `the cap of the ${cap} holds exactly when mail comes in at once`,
        () =>
          onDesk(
            options,
            async (desk) => {
              const { support, clock } = desk;
              const processes = [support, (await desk.another()).support];
              const receive = (at: number) => {
                const event = letter({ from: { kind: "email", value: from(at), name: null } });
                const raw = { ...rawOf([event], `bomb-${at}`, clock.now()), metadata };
                return processes[at % 2]?.receive("letters", raw);
              };
              for (let first = 0; first < deliveries; first += atOnce)
                await desk.settled(
                  Promise.all(Array.from({ length: atOnce }, (_, at) => receive(first + at))),
                );

              const { rows } = await support.cases.list({ limit: 100 });
              expect(rows).toHaveLength(deliveries);
              const sent = await Promise.all(
                rows.map(async ({ id: caseId }) => (await support.cases.messages({ caseId })).rows),
              );
              expect(sent.flat().filter(({ automatic }) => automatic !== null)).toHaveLength(answered);
              const type = "delivery.automaticSuppressed";
              const reasons = (await support.events.list({ type, limit: 100 })).rows.map(({ data }) => data);
              expect(reasons).toEqual(
                Array.from({ length: deliveries - answered }, () =>
                  expect.objectContaining({ reason: cap === "mailbox" ? "tenMinutes" : cap }),
                ),
              );
            },
            { templates: {}, delivery: { loopCaps: caps } },
          ),
        60_000,
      );
  });
}
