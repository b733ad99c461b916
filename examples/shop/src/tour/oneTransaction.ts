import { isSupportError } from "@heedkit/core";
import { customerIdOf } from "../shop/customers.ts";
import { inTransaction } from "../shop/database.ts";
import { countOrders, placeOrder } from "../shop/orders.ts";
import { chapter } from "../terminal.ts";
import { check, type Scene } from "./scene.ts";

const email = "hanako.tanaka@mail.example.jp";

/** An order of the shop and a case of the desk in one transaction: both or neither. */
export async function oneTransaction(scene: Scene): Promise<void> {
  chapter("An order and a case, in one transaction of the shop");
  await rollBack(scene);
  const before = countOrders(scene.database);
  const { orderId, caseId } = await inTransaction(scene.database, () => orderWithCase(scene));
  const { code } = await scene.desk.cases.get({ caseId });
  const isThere = countOrders(scene.database) === before + 1;
  check(isThere, `committed: order ${orderId} and ${code} are both there`);
}

async function rollBack(scene: Scene): Promise<void> {
  const before = countOrders(scene.database);
  const refusal = new Error("The payment was refused.");
  let abandoned = "";
  await inTransaction(scene.database, async () => {
    ({ caseId: abandoned } = await orderWithCase(scene));
    throw refusal;
  }).catch((error: unknown) => {
    if (error !== refusal) throw error;
  });
  const events = (await scene.desk.events.list({ caseId: abandoned })).rows;
  const isGone = await scene.desk.cases.get({ caseId: abandoned }).then(
    () => false,
    (error: unknown) => isSupportError(error) && error.code === "NOT_FOUND",
  );
  const isAsBefore = isGone && events.length === 0 && countOrders(scene.database) === before;
  check(isAsBefore, "rolled back because the payment failed: no order, no case, no event");
}

async function orderWithCase({ database, desk }: Scene) {
  const customerId = customerIdOf(database, email);
  const customer = await desk.within(database).customers.findByIdentity({ kind: "email", value: email });
  if (customerId === null || customer === null) throw new Error(`The shop does not know ${email}.`);
  const orderId = placeOrder(database, {
    customerId,
    items: "tea whisk, engraved",
    totalCents: 4_900,
    status: "paid",
    orderedAt: Date.now(),
  });
  const { id: caseId } = await desk.within(database).cases.open({
    customerId: customer.id,
    subject: `Engraving for order ${orderId}`,
    kind: "order",
    stage: "during",
    message: { text: "Please engrave 花 on the handle." },
  });
  return { orderId, caseId };
}
