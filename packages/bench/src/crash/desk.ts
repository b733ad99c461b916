import { emailChannel } from "@heedkit/channel-email";
import { createSupport } from "@heedkit/core";
import { openStorage } from "../storages.ts";

/** The desk under test, in a separate process, which may die at any moment. */
const [kind = "", location = "", port = "", sinkPort = ""] = process.argv.slice(2);
const support = await createSupport({
  storage: openStorage(kind, location),
  channels: [
    emailChannel({
      address: "support@desk.example",
      secret: "a secret of the crash test, long enough",
      listen: { port: Number(port), maxConnectionsPerAddress: 100 },
      smtp: { host: "127.0.0.1", port: Number(sinkPort), secure: false },
    }),
  ],
  // Every customer is acknowledged, although all of them share one domain and one computer.
  delivery: {
    loopCaps: {
      sharedDomains: ["customers.example"],
      source: { perTenMinutes: 100_000, perHour: 100_000, perDay: 100_000 },
      desk: { perTenMinutes: 100_000, perHour: 100_000, perDay: 100_000 },
    },
  },
  // Short enough to warn and breach while the desk is being killed.
  sla: {
    policies: [
      {
        id: "crash",
        default: true,
        warnings: ["1s"],
        targets: [{ metric: "first_reply", within: "2s" }],
      },
    ],
  },
  worker: { leaseMs: 2_000, pollMs: 200, backoffBaseMs: 100, backoffLimitMs: 500, concurrency: 16 },
});
process.on("message", async (word) => {
  if (word !== "stop") return;
  await support.stop();
  process.disconnect();
});
await support.start();
process.send?.("listening");
