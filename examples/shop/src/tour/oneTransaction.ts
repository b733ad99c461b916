import { customerIdOf } from "../shop/customers.ts";
import { inTransaction } from "../shop/database.ts";
import { countOrders, placeOrder } from "../shop/orders.ts";
import { chapter } from "../terminal.ts";
import { check, type Scene } from "./scene.ts";

const email = "hanako.tanaka@mail.example.jp";

/** An order of the shop and a case of the desk in one transaction: both or neither. */
export async function oneTransaction(scene: Scene): Promise<void> {
  chapter("An order and a case, in one transaction of the shop");
  const before = await counted(scene);
  const refusal = new Error("The payment was refused.");
  const outcome = await inTransaction(scene.database, async () => {
    await orderWithCase(scene);
    throw refusal;
  }).catch((error: unknown) => error);
  const afterRollback = await counted(scene);
  check(
    outcome === refusal && same(before, afterRollback),
    "rolled back: no order, no case, no event, no job",
  );

  const placed = await inTransaction(scene.database, () => orderWithCase(scene));
  const after = await counted(scene);
  check(
    after.orders === before.orders + 1 && after.cases === before.cases + 1,
    `committed: order ${placed.orderId} and ${placed.code} are both there`,
  );
}

async function orderWithCase({ database, desk }: Scene) {
  const customerId = customerIdOf(database, email);
  const customer = await desk.within(database).customers.findByIdentity({ kind: "email", value: email });
  if (customerId === null || customer === null) throw new Error(`The shop does not know ${email}.`);
  const orderId = placeOrder(database, {
    customerId,
    items: "tea whisk, made to order",
    totalCents: 4_900,
    status: "paid",
    orderedAt: Date.now(),
  });
  const { code } = await desk.within(database).cases.open({
    customerId: customer.id,
    subject: `Engraving for order ${orderId}`,
    kind: "order",
    stage: "during",
    message: { text: "Please engrave 花 on the handle." },
  });
  return { orderId, code };
}

async function counted({ database, desk }: Scene) {
  const [{ rows }, events] = await Promise.all([
    desk.cases.list({ limit: 200 }),
    desk.events.list({ limit: 200, type: "case.opened" }),
  ]);
  return { orders: countOrders(database), cases: rows.length, openings: events.length };
}

type Counted = Awaited<ReturnType<typeof counted>>;

function same(one: Counted, other: Counted): boolean {
  return one.orders === other.orders && one.cases === other.cases && one.openings === other.openings;
}
