import type { InboundMessage, RawInbound } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { letter } from "../desk/harness/letter.ts";
import { rawOf, scriptedChannel } from "../desk/harness/scriptedChannel.ts";
import { fakeClock } from "../fakeClock.ts";
import { seededRandom } from "../seededRandom.ts";

/** What a desk of these tests is made of, beside its plugins. */
export function surroundings(seed = 1) {
  const clock = fakeClock("2026-01-05T09:00:00Z");
  const letters = scriptedChannel();
  const reports: { readonly error: unknown; readonly what: string }[] = [];
  let received = 0;
  return {
    clock,
    letters,
    reports,
    options: {
      storage: memoryStorage(),
      clock,
      random: seededRandom(seed),
      channels: [letters],
      report: (error: unknown, what: string) => void reports.push({ error, what }),
    },
    /** A customer's mail, as the channel hands it over. */
    mail: (values?: Partial<InboundMessage>): RawInbound =>
      rawOf([letter(values)], `plugin-${++received}`, clock.now()),
  };
}
