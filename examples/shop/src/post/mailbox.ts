import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";
import { type ReceivedMail, readMail } from "./receivedMail.ts";

/** The mail server of all customers: accepts what the desk sends, and saves each mail as a file. */
export interface Mailbox {
  readonly port: number;
  /** All mail received, oldest first, including earlier runs. */
  list(): Promise<readonly ReceivedMail[]>;
  /** The mail with this Message-ID. Throws if there is none. */
  find(messageId: string): Promise<ReceivedMail>;
  stop(): Promise<void>;
}

export async function openMailbox(folder: string): Promise<Mailbox> {
  mkdirSync(folder, { recursive: true });
  const files = () =>
    readdirSync(folder)
      .filter((file) => file.endsWith(".eml"))
      .sort();
  let count = files().length;

  const keep = (content: Buffer, returnPath: string, recipients: readonly string[]) => {
    const trace = [
      `Return-Path: <${returnPath}>`,
      ...recipients.map((address) => `Delivered-To: ${address}`),
    ];
    const raw = Buffer.concat([Buffer.from(`${trace.join("\r\n")}\r\n`), content]);
    writeFileSync(join(folder, `${String(++count).padStart(5, "0")}.eml`), raw);
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
  const list = () =>
    Promise.all(files().map((file) => readMail(Number.parseInt(file, 10), readFileSync(join(folder, file)))));

  return {
    port: typeof bound === "object" && bound !== null ? bound.port : 0,
    list,
    async find(messageId) {
      const mail = (await list()).find((one) => one.messageId === `<${messageId}>`);
      if (mail === undefined)
        throw new Error(`No mail with the Message-ID ${messageId} has reached a mailbox.`);
      return mail;
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
