import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import type { ShopDesk } from "../desk.ts";
import { inTransaction } from "./database.ts";
import { placeOrder } from "./orders.ts";

const dayMs = 86_400_000;

/** The shop's customers and what they bought. Order numbers start at 1042. */
const regulars = [
  {
    name: "Jürgen Weber",
    email: "juergen.weber@posteo.example",
    locale: "de-DE",
    timeZone: "Europe/Berlin",
    order: { items: "large teapot, 2 green teas", totalCents: 6_850, status: "sent", daysAgo: 5 },
  },
  {
    name: "田中 花子",
    email: "hanako.tanaka@mail.example.jp",
    locale: "ja",
    timeZone: "Asia/Tokyo",
    order: { items: "2 tea cups", totalCents: 3_200, status: "packed", daysAgo: 6 },
  },
  {
    name: "Oliver Grant",
    email: "oliver.grant@fastmail.example",
    locale: "en-GB",
    timeZone: "Europe/London",
    order: { items: "4 blue cups", totalCents: 5_600, status: "delivered", daysAgo: 3 },
  },
] as const;

/** Registers the shop's first customers, each in the shop and in the desk in one transaction. */
export async function registerRegulars(database: DatabaseSync, desk: ShopDesk, now: number): Promise<void> {
  for (const { order, ...customer } of regulars) {
    if (customerIdOf(database, customer.email) !== null) continue;
    await inTransaction(database, async () => {
      const customerId = await register(database, desk, customer);
      placeOrder(database, { ...order, customerId, orderedAt: now - order.daysAgo * dayMs });
    });
  }
}

export interface NewCustomer {
  readonly name: string;
  readonly email: string;
  readonly locale: string;
  readonly timeZone: string;
}

/** Adds a customer to the shop's table and to the desk. Runs inside a transaction. */
async function register(database: DatabaseSync, desk: ShopDesk, customer: NewCustomer): Promise<number> {
  const { name, email, locale, timeZone } = customer;
  const { lastInsertRowid } = database
    .prepare("insert into customers (name, email, locale, time_zone) values (?, ?, ?, ?)")
    .run(name, email, locale, timeZone);
  await desk.within(database).customers.create({
    hostId: String(lastInsertRowid),
    name,
    locale,
    timeZone,
    identities: [{ kind: "email", value: email, verified: true }],
  });
  return Number(lastInsertRowid);
}

export function customerIdOf(database: DatabaseSync, email: string): number | null {
  const row = database.prepare("select id from customers where email = ?").get(email);
  return z.object({ id: z.int() }).optional().parse(row)?.id ?? null;
}
