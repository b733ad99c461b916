import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";
import type { Subscribe } from "../next.ts";
import { type ReceivedMail, readMail } from "./receivedMail.ts";

/** The post offices of all customers: takes what the desk sends, and keeps each mail as a file. */
export interface Mailbox {
  readonly port: number;
  /** What came, oldest first, with what came on earlier days. */
  list(): Promise<readonly ReceivedMail[]>;
  readonly onMail: Subscribe<ReceivedMail>;
  stop(): Promise<void>;
}

export async function openMailbox(folder: string): Promise<Mailbox> {
  mkdirSync(folder, { recursive: true });
  const files = () =>
    readdirSync(folder)
      .filter((file) => file.endsWith(".eml"))
      .sort();
  const listeners = new Set<(mail: ReceivedMail) => void>();
  let count = files().length;

  const keep = async (content: Buffer, returnPath: string, recipients: readonly string[]) => {
    const number = ++count;
    const trace = [
      `Return-Path: <${returnPath}>`,
      ...recipients.map((address) => `Delivered-To: ${address}`),
    ];
    const raw = Buffer.concat([Buffer.from(`${trace.join("\r\n")}\r\n`), content]);
    writeFileSync(join(folder, `${String(number).padStart(5, "0")}.eml`), raw);
    const mail = await readMail(number, raw);
    for (const listener of listeners) listener(mail);
  };

  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    banner: "The customers' post office",
    onData(stream, { envelope }, callback) {
      const returnPath = envelope.mailFrom === false ? "" : envelope.mailFrom.address;
      const recipients = envelope.rcptTo.map(({ address }) => address);
      buffer(stream)
        .then((content) => keep(content, returnPath, recipients))
        .then(
          () => callback(null),
          (error: Error) => callback(error),
        );
    },
  });
  const listening = server.listen(0, "127.0.0.1");
  await once(listening, "listening");
  const bound = listening.address();

  return {
    port: typeof bound === "object" && bound !== null ? bound.port : 0,
    list: () =>
      Promise.all(
        files().map((file) => readMail(Number.parseInt(file, 10), readFileSync(join(folder, file)))),
      ),
    onMail(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
