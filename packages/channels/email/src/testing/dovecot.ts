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

/** Starts the server where its program is there, or null. With CI set it must be there. */
export function startDovecot(): { mailbox(): TestMailbox } | null {
  const isThere = existsSync("/usr/sbin/dovecot");
  if (!isThere && process.env.CI !== "true") return null;
  const output = execFileSync("bash", [services, "dovecot"], { encoding: "utf8" });
  const port = Number(/127\.0\.0\.1:(\d+)/.exec(output)?.[1]);
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
