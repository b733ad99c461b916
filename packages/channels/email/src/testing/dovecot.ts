import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ImapFlow } from "imapflow";

const services = fileURLToPath(new URL("../../../../../scripts/services.sh", import.meta.url));

/** A mailbox of a person nobody else has, on a real server. */
export interface TestMailbox {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Runs IMAP commands as the owner. */
  as<Result>(work: (client: ImapFlow) => Promise<Result>): Promise<Result>;
}

/** Where a server listens: one that runs in a container, else one that is started where its program is there. */
function portOfDovecot(): number | null {
  const isThere = existsSync("/usr/sbin/dovecot");
  const { CI, HEEDKIT_DOVECOT_PORT: running } = process.env;
  if (!isThere && running !== undefined) return Number(running);
  if (!isThere && CI !== "true") return null;
  const output = execFileSync("bash", [services, "dovecot"], { encoding: "utf8" });
  return Number(/127\.0\.0\.1:(\d+)/.exec(output)?.[1]);
}

/** Mailboxes on a real server, or null where there is none. With CI set there must be one. */
export function startDovecot(): { mailbox(): TestMailbox } | null {
  const port = portOfDovecot();
  if (port === null) return null;
  return {
    mailbox() {
      const user = `desk-${crypto.randomUUID()}`;
      return {
        host: "127.0.0.1",
        port,
        user,
        password: "secret",
        async as(work) {
          const client = new ImapFlow({
            host: "127.0.0.1",
            port,
            secure: false,
            auth: { user, pass: "secret" },
            logger: false,
          });
          await client.connect();
          try {
            return await work(client);
          } finally {
            await client.logout();
          }
        },
      };
    },
  };
}
