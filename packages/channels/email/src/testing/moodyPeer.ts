import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import type { ProviderMood } from "@heedkit/testing";
import { portOf, smtpPeer } from "./smtpPeer.ts";

/** A mail server on loopback that does as it feels: well, it is a real one; else it says what ill ones say. */
export async function moodyPeer() {
  const peer = await smtpPeer();
  const sockets = new Set<Socket>();
  let mood: ProviderMood = { kind: "well" };

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    if (mood.kind === "well") {
      const behind = connect(peer.port, "127.0.0.1");
      sockets.add(behind);
      behind.on("error", () => socket.destroy());
      socket.on("close", () => behind.destroy());
      socket.pipe(behind).pipe(socket);
      return;
    }
    if (mood.kind === "silent") return;
    const answer = answers[mood.kind];
    const say = (line: string) => {
      const reply = answer(line);
      if (reply === null) socket.resetAndDestroy();
      else socket.write(`${reply}\r\n`);
    };
    say("(connected)");
    let buffered = "";
    socket.on("data", (data) => {
      const lines = (buffered + data.toString()).split("\r\n");
      buffered = lines.pop() ?? "";
      for (const line of lines) say(line);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    port: portOf(server.address()),
    messages: peer.messages,
    feel(next: ProviderMood): void {
      mood = next;
    },
    async close(): Promise<void> {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await peer.close();
    },
  };
}

type Answer = (line: string) => string | null;

const polite: Answer = (line) => (line === "(connected)" ? "220 peer.example" : "250 fine");

/** What a server in each mood says to a line; null cuts the connection. */
const answers: Readonly<Record<Exclude<ProviderMood["kind"], "well" | "silent">, Answer>> = {
  busy: (line) => (line.startsWith("RCPT") ? "450 4.7.1 too many messages, come again" : polite(line)),
  broken: (line) => (line === "(connected)" ? "554 5.3.2 out of service" : "421 closing"),
  reset: (line) => (line.startsWith("MAIL") ? null : polite(line)),
  garbage: () => "HTTP/1.1 200 OK <html>proxy login</html>",
  refusing: (line) => (line.startsWith("RCPT") ? "550 5.1.1 no such mailbox" : polite(line)),
};
