import { createSupport } from "@heedkit/core";
import { bullmqJobs } from "@heedkit/jobs-bullmq";
import { redisLive } from "@heedkit/live-redis";
import { postgresStorage } from "@heedkit/storage-postgres";
import { jsonChannel } from "./channel.ts";
import type { Settings } from "./settings.ts";

/**
 * The desk that all processes share. Web processes receive messages and leave the jobs that follow from them to the
 * workers.
 */
export async function openDesk(settings: Settings, role: "web" | "worker") {
  const { DATABASE_URL, REDIS_URL, CUSTOMERS_URL, CLUSTER } = settings;
  const support = await createSupport({
    storage: postgresStorage({ url: DATABASE_URL, schema: CLUSTER }),
    channels: [jsonChannel(CUSTOMERS_URL)],
    // A burst of 300 new customers from one domain is not an attack here.
    delivery: { loopCaps: { sharedDomains: ["example.com"], desk: { perTenMinutes: 1_000 } } },
    live: redisLive({ url: REDIS_URL, prefix: `${CLUSTER}:live:` }),
    worker: {
      engine: bullmqJobs({ url: REDIS_URL, queue: CLUSTER }),
      performs: role === "worker",
      // How long the jobs of a dead process wait until another one takes over.
      leaseMs: 5_000,
    },
  });
  // Reaches everyone watching the desk, whichever process they are connected to.
  const tell = (what: string) => (event: { readonly caseId: string | null }) =>
    support.live.publish("cases", { what, caseId: event.caseId, by: process.pid });
  support.on("case.opened", tell("opened"));
  support.on("message.sent", tell("answered"));
  return support;
}
