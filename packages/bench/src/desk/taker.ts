import { open } from "node:fs/promises";
import { emailChannel } from "@heedkit/channel-email";
import { createSupport } from "@heedkit/core";
import { SMTPServer } from "smtp-server";
import { benchPolicies } from "../ingest/benchDesk.ts";
import { openStorage } from "../storages.ts";

/** Receives the mails, in a separate process: `desk STORAGE LOCATION` or `file FOLDER`. */
const [what = "", ...rest] = process.argv.slice(2);
process.on("message", () => process.send?.({ cpu: process.cpuUsage() }));
process.on("disconnect", () => process.exit());
process.send?.({ port: await (what === "desk" ? startDesk(rest) : startFile(rest)) });

/** A desk as in a web process: jobs wait in the storage for workers elsewhere. */
async function startDesk([storage = "", location = ""]: readonly string[]): Promise<number> {
  const port = Promise.withResolvers<number>();
  const support = await createSupport({
    storage: openStorage(storage, location),
    channels: [
      emailChannel({
        address: "support@desk.example",
        secret: "a secret of the benchmark, long enough",
        listen: {
          port: 0,
          maxConnections: 1_000,
          maxConnectionsPerAddress: 1_000,
          onListening: (bound) => port.resolve(bound.port),
        },
        smtp: { host: "127.0.0.1", port: 9, secure: false },
      }),
    ],
    sla: benchPolicies,
    worker: { performs: false },
  });
  await support.start();
  return port.promise;
}

/** The same mail server library, only appending each mail to a file and syncing it. */
async function startFile([folder = ""]: readonly string[]): Promise<number> {
  const file = await open(`${folder}/mails`, "a");
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    async onData(stream, _session, callback) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of stream) if (chunk instanceof Uint8Array) chunks.push(chunk);
      await file.appendFile(Buffer.concat(chunks));
      await file.datasync();
      callback();
    },
  });
  return new Promise((resolve) => {
    const listening = server.listen(0, "127.0.0.1", () => {
      const bound = listening.address();
      resolve(typeof bound === "object" && bound !== null ? bound.port : 0);
    });
  });
}
