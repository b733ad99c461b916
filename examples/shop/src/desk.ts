import type { DatabaseSync } from "node:sqlite";
import { emailChannel } from "@heedkit/channel-email";
import { createSupport } from "@heedkit/core";
import { sqliteStorage } from "@heedkit/storage-sqlite";
import { mailSecret } from "./shop/database.ts";
import { ordersOf } from "./shop/orders.ts";

export const deskAddress = "support@lindenhof.example";
export const deskName = "Teehaus Lindenhof";

export interface DeskOptions {
  readonly database: DatabaseSync;
  /** Where mail comes in; 0 takes any free port. */
  readonly mailPort: number;
  readonly onListening: (port: number) => void;
  /** Where outgoing mail is handed over. */
  readonly outgoingPort: number;
}

/** The support desk of the shop: everything that is particular about it is here. */
export function openDesk({ database, mailPort, onListening, outgoingPort }: DeskOptions) {
  return createSupport({
    storage: sqliteStorage({ database }),
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
    },
  });
}

export type ShopDesk = Awaited<ReturnType<typeof openDesk>>;
export type Agent = ReturnType<ShopDesk["as"]>;
