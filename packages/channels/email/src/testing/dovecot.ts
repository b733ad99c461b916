import { ImapFlow } from "imapflow";
import { portOf } from "../../../../../scripts/services.ts";

/** A mailbox of a person nobody else has, on a real server. */
export interface TestMailbox {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Runs IMAP commands as the owner. */
  as<Result>(work: (client: ImapFlow) => Promise<Result>): Promise<Result>;
}

/** Mailboxes on a real server, or null where there is none. With CI set there must be one. */
export function startDovecot(): { mailbox(): TestMailbox } | null {
  const port = portOf("dovecot");
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
