import { once } from "node:events";
import { connect } from "node:net";

/** A sending mail server's connection: it stays open and pipelines what RFC 2920 allows. */
export interface MailConnection {
  /** Resolves once the mail is accepted. */
  send(from: string, text: string): Promise<void>;
  close(): void;
}

export async function openConnection(port: number): Promise<MailConnection> {
  const socket = connect(port, "127.0.0.1");
  socket.setEncoding("latin1").setNoDelay(true);
  let waiting: { expected: number; resolve: () => void; reject: (error: Error) => void } | null = null;
  let rest = "";
  socket.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\r\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (waiting === null || line.charAt(3) === "-") continue;
      if (!/^[23]/.test(line)) waiting.reject(new Error(`The server said: ${line}`));
      else if (--waiting.expected === 0) waiting.resolve();
    }
  });
  const say = (text: string, answers: number) =>
    new Promise<void>((resolve, reject) => {
      waiting = { expected: answers, resolve, reject };
      socket.write(text);
    });
  await once(socket, "connect");
  await say("", 1);
  await say("EHLO mail.customers.example\r\n", 1);
  return {
    async send(from, text) {
      await say(`MAIL FROM:<${from}>\r\nRCPT TO:<support@desk.example>\r\nDATA\r\n`, 3);
      await say(`${text.replace(/^\./gm, "..")}.\r\n`, 1);
    },
    close: () => socket.end("QUIT\r\n"),
  };
}
