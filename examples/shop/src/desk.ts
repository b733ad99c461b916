import type { DatabaseSync } from "node:sqlite";
import { inspect } from "node:util";
import { emailChannel } from "@heedkit/channel-email";
import { createSupport, isSupportError } from "@heedkit/core";
import { sqliteStorage } from "@heedkit/storage-sqlite";
import { articlesFor } from "./articles.ts";
import { promises, timeZone } from "./promises.ts";
import { mailSecret } from "./shop/database.ts";
import { ordersOf } from "./shop/orders.ts";
import { note } from "./terminal.ts";

export const deskAddress = "support@lindenhof.example";
export const deskName = "Teehaus Lindenhof";

export interface DeskOptions {
  readonly database: DatabaseSync;
  /** Port for incoming mail; 0 picks any free port. */
  readonly mailPort: number;
  readonly onListening: (port: number) => void;
  /** Where outgoing mail is sent. */
  readonly outgoingPort: number;
}

/** The shop's desk, with everything specific to it. */
export function openDesk({ database, mailPort, onListening, outgoingPort }: DeskOptions) {
  return createSupport({
    // One at a time: a small shop prefers consecutive case numbers to speed.
    storage: sqliteStorage({ database, sequenceBlock: 1 }),
    channels: [
      emailChannel({
        address: deskAddress,
        displayName: deskName,
        secret: mailSecret(database),
        smtp: { host: "127.0.0.1", port: outgoingPort },
        listen: { port: mailPort, onListening: ({ port }) => onListening(port) },
      }),
    ],
    customers: {
      context: {
        /** What an agent sees beside a case: the customer's orders, from the shop's own table. */
        orders: ({ hostId }) => (hostId === null ? [] : ordersOf(database, Number(hostId))),
      },
      cacheMs: 0,
    },
    sla: promises,
    templates: {
      deskName,
      deskUrl: "https://lindenhof.example",
      timeZone,
      contact: { phone: "+49 30 5550 142" },
      acknowledgement: { articles: articlesFor },
    },
    report: (error, what) => {
      // `start` itself reports a port in use; errors that the desk handles need no stack.
      if (takenPort(error) === null)
        note(`${what}: ${isSupportError(error) ? error.message : inspect(error)}`);
    },
  });
}

/** The port that is already in use by another server. The desk's error has the system's error as its cause. */
export function takenPort(error: unknown): number | null {
  if (!(error instanceof Error)) return null;
  if (isSupportError(error)) return takenPort(error.cause);
  if (!("code" in error) || error.code !== "EADDRINUSE") return null;
  return "port" in error && typeof error.port === "number" ? error.port : null;
}

export type ShopDesk = Awaited<ReturnType<typeof openDesk>>;
export type Agent = ReturnType<typeof asAgent>;

/** The desk as one of its agents sees it. */
export function asAgent(desk: ShopDesk, id: string) {
  return desk.as({ kind: "agent", id });
}
