import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { portOf } from "./smtpPeer.ts";

/** What a misbehaving server does with a command: the lines it sends instead, or null for what is right. */
export type Misbehaviour = (
  command: string,
  tag: string,
  socket: Socket,
) => string | readonly string[] | "silence" | null;

/** An IMAP server on loopback with one mailbox, that keeps the protocol except where a test says otherwise. */
export interface ScriptedImap {
  readonly port: number;
  /** The mailbox: bytes by UID. */
  readonly mail: Map<number, { readonly body: Buffer; readonly arrival?: Date }>;
  readonly commands: readonly string[];
  uidValidity: number;
  misbehave: Misbehaviour;
  close(): Promise<void>;
}

export async function scriptedImap(): Promise<ScriptedImap> {
  const sockets = new Set<Socket>();
  const commands: string[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    socket.write("* OK ready\r\n");
    let buffered = "";
    let idling: string | null = null;
    socket.on("data", (data) => {
      buffered += data.toString("latin1");
      for (;;) {
        const end = buffered.indexOf("\r\n");
        if (end === -1) return;
        const line = buffered.slice(0, end);
        buffered = buffered.slice(end + 2);
        if (/^DONE$/i.test(line)) {
          socket.write(`${idling} OK done\r\n`);
          idling = null;
          continue;
        }
        const [tag = "", ...rest] = line.split(" ");
        const command = rest.join(" ");
        commands.push(command);
        const wrong = imap.misbehave(command, tag, socket);
        if (wrong === "silence") continue;
        if (wrong !== null) {
          for (const one of [wrong].flat()) socket.write(Buffer.from(one, "latin1"));
          continue;
        }
        if (/^IDLE/i.test(command)) {
          idling = tag;
          socket.write("+ idling\r\n");
        } else socket.write(answerTo(imap, command, tag));
        if (/^LOGOUT/i.test(command)) socket.end();
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const imap: ScriptedImap = {
    port: portOf(server.address()),
    mail: new Map(),
    commands,
    uidValidity: 1,
    misbehave: () => null,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return imap;
}

function answerTo({ mail, uidValidity }: ScriptedImap, command: string, tag: string): Buffer {
  const uids = [...mail.keys()].sort((one, other) => one - other);
  const ok = Buffer.from(`${tag} OK done\r\n`);
  if (/^CAPABILITY/i.test(command))
    return Buffer.concat([Buffer.from("* CAPABILITY IMAP4rev1 IDLE\r\n"), ok]);
  if (/^LIST/i.test(command))
    return Buffer.concat([Buffer.from('* LIST (\\HasNoChildren) "/" INBOX\r\n'), ok]);
  if (/^(?:SELECT|EXAMINE)/i.test(command)) {
    const state = `* ${uids.length} EXISTS\r\n* FLAGS ()\r\n* OK [UIDVALIDITY ${uidValidity}] valid\r\n* OK [UIDNEXT ${(uids.at(-1) ?? 0) + 1}] next\r\n`;
    return Buffer.from(`${state}${tag} OK [READ-ONLY] done\r\n`);
  }
  if (/^UID SEARCH/i.test(command)) {
    const set = /UID ([\d:,*]+)$/i.exec(command)?.[1] ?? "1:*";
    return Buffer.from(`* SEARCH ${uids.filter((uid) => isIn(set, uid)).join(" ")}\r\n${tag} OK done\r\n`);
  }
  const fetched = /^UID FETCH (\d+) .*BODY/i.exec(command)?.[1];
  if (fetched !== undefined) return Buffer.concat([fetchAnswer(mail, uids, Number(fetched)), ok]);
  return ok;
}

function isIn(set: string, uid: number): boolean {
  return set.split(",").some((part) => {
    const [from = "", to = from] = part.split(":");
    return uid >= Number(from) && (to === "*" || uid <= Number(to));
  });
}

/** The untagged FETCH of one message; empty where there is none. */
export function fetchAnswer(mail: ScriptedImap["mail"], uids: readonly number[], uid: number): Buffer {
  const message = mail.get(uid);
  if (message === undefined) return Buffer.alloc(0);
  const { body, arrival = new Date() } = message;
  const date = internalDate(arrival);
  const head = `* ${uids.indexOf(uid) + 1} FETCH (UID ${uid} INTERNALDATE "${date}" RFC822.SIZE ${body.length} BODY[]<0> {${body.length}}\r\n`;
  return Buffer.concat([Buffer.from(head), body, Buffer.from(")\r\n")]);
}

function internalDate(at: Date): string {
  const [, day = "", month = "", year = "", time = ""] =
    /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(at.toUTCString()) ?? [];
  return `${day}-${month}-${year} ${time} +0000`;
}
