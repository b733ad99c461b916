import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";

const order = z.object({
  id: z.int(),
  items: z.string(),
  total_cents: z.int(),
  status: z.string(),
  ordered_at: z.int(),
});

export type Order = z.output<typeof order>;

export interface NewOrder {
  readonly customerId: number;
  readonly items: string;
  readonly totalCents: number;
  readonly status: "paid" | "packed" | "sent" | "delivered";
  readonly orderedAt: number;
}

/** The number of the shop's first order. */
const firstNumber = 1042;

/** The orders of a customer of the shop, newest first. */
export function ordersOf(database: DatabaseSync, customerId: number): readonly Order[] {
  const rows = database
    .prepare(
      "select id, items, total_cents, status, ordered_at from orders where customer_id = ? order by id desc",
    )
    .all(customerId);
  return z.array(order).parse(rows);
}

export function placeOrder(database: DatabaseSync, placed: NewOrder): number {
  const { lastInsertRowid } = database
    .prepare(
      "insert into orders (id, customer_id, items, total_cents, status, ordered_at) values ((select coalesce(max(id) + 1, ?) from orders), ?, ?, ?, ?, ?)",
    )
    .run(firstNumber, placed.customerId, placed.items, placed.totalCents, placed.status, placed.orderedAt);
  return Number(lastInsertRowid);
}

export function countOrders(database: DatabaseSync): number {
  return z.object({ count: z.int() }).parse(database.prepare("select count(*) as count from orders").get())
    .count;
}
