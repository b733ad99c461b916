import { once } from "node:events";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";

/** A mail server that accepts everything and counts each Message-ID, without its brackets. */
export interface Sink {
  readonly port: number;
  readonly taken: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

export async function startSink(): Promise<Sink> {
  const taken = new Map<string, number>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    disableReverseLookup: true,
    onData(stream, _session, callback) {
      text(stream).then(
        (mail) => {
          const [, id = "none"] = /^message-id:\s*<([^>]+)>/im.exec(mail) ?? [];
          taken.set(id, (taken.get(id) ?? 0) + 1);
          callback();
        },
        (error) => callback(error),
      );
    },
  });
  // The desk dies in the middle of SMTP dialogues: that is the point.
  server.on("error", () => {});
  const listening = server.listen(0, "127.0.0.1");
  await once(listening, "listening");
  const address = listening.address();
  if (address === null || typeof address === "string") throw new Error("No free port.");
  return { port: address.port, taken, close: () => new Promise((resolve) => server.close(resolve)) };
}
