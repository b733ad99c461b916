import { afterEach, expect, test } from "vitest";
import { toldBy } from "../../../../scripts/toldBy.ts";
import { sending } from "./testing/sending.ts";
import { scriptedPeer, smtpPeer } from "./testing/smtpPeer.ts";

const password = "hunter2-Tr0ub4dor";
const auth = { user: "desk", password };
const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const servers: Readonly<Record<string, () => Promise<number>>> = {
  "nobody answers": async () => 1,
  "the password is wrong": async () => {
    const peer = await smtpPeer({
      disabledCommands: ["STARTTLS"],
      allowInsecureAuth: true,
      onAuth: (_auth, _session, callback) => callback(new Error("wrong password")),
    });
    ends.push(peer.close);
    return peer.port;
  },
  "the server repeats what it was told": async () => {
    const peer = await scriptedPeer((line) => {
      if (line === "(connected)") return "220 hello";
      if (line.startsWith("EHLO")) return "250-peer\r\n250 AUTH PLAIN LOGIN";
      const decoded = Buffer.from(line.split(" ").at(-1) ?? "", "base64")
        .toString()
        .replaceAll("\0", " ");
      return `535 no: ${line} ${decoded}`;
    });
    ends.push(peer.close);
    return peer.port;
  },
};

test.each(Object.keys(servers))(
  "no error or report holds the password: %s",
  async (name) => {
    const port = (await servers[name]?.()) ?? 0;
    const failure = await sending(0, {
      smtp: { host: "127.0.0.1", port, auth, socketTimeoutMs: 2_000 },
    })().then(
      () => null,
      (error: unknown) => error,
    );
    expect(failure).not.toBeNull();
    const told = toldBy(failure);
    expect(told).not.toContain(password);
    expect(told).not.toContain(Buffer.from(`\0desk\0${password}`).toString("base64"));
    expect(told).not.toContain(Buffer.from(password).toString("base64"));
  },
  30_000,
);
