import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** An SMTP client that sends exactly what a test says. */
export interface SmtpClient {
  readonly socket: Socket;
  /** Writes a line and resolves with the reply; an empty line only waits. */
  say(line: string): Promise<string>;
  /** `say` for each, giving the last reply. */
  sayAll(...lines: readonly string[]): Promise<string>;
}

export async function smtpClient(port: number): Promise<SmtpClient> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  let buffered = "";
  let notify = () => {};
  socket.on("data", (data) => {
    buffered += data.toString();
    notify();
  });
  socket.on("close", () => {
    buffered += "closed \r\n";
    notify();
  });
  socket.on("error", () => {});
  const reply = async (): Promise<string> => {
    for (;;) {
      const last = /^(?:\d{3}|closed) .*\r\n/m.exec(buffered);
      if (last !== null) {
        buffered = buffered.slice(last.index + last[0].length);
        return last[0].trim();
      }
      await new Promise<void>((resolve) => {
        notify = resolve;
      });
    }
  };
  const say = (line: string) => {
    if (line !== "") socket.write(`${line}\r\n`);
    return reply();
  };
  await say("");
  return {
    socket,
    say,
    async sayAll(...lines) {
      let last = "";
      for (const line of lines) last = await say(line);
      return last;
    },
  };
}
