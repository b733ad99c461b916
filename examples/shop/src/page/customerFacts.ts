import type { ShopDesk } from "../desk.ts";
import { type Html, html } from "./html.ts";

/** What is known about a customer: identities, other cases, and the shop's orders. */
export async function customerFacts(desk: ShopDesk, customerId: string): Promise<Html> {
  const [customer, { orders }, { rows }] = await Promise.all([
    desk.customers.get({ customerId }),
    desk.customers.context({ customerId }),
    desk.cases.list({ customerId, categories: ["new", "open", "pending", "on_hold", "solved", "closed"] }),
  ]);
  const known = orders.status === "ready" ? orders.value : [];
  const bought = known.map(
    ({ id, items, total_cents, status }) =>
      html`<dt>Order ${id}</dt><dd>${items}, ${(total_cents / 100).toFixed(2)} €, ${status}</dd>`,
  );
  return html`<dl>
<dt>Name</dt><dd dir="auto">${customer.name ?? "unknown"}</dd>
<dt>Known by</dt><dd>${customer.identities.map(({ kind, value }) => `${kind} ${value}`).join(", ")}</dd>
<dt>Speaks</dt><dd>${customer.locale ?? "unknown"}${customer.timeZone === null ? "" : `, in ${customer.timeZone}`}</dd>
<dt>Cases</dt><dd>${rows.map(({ code, status }) => html`<a href="/cases/${code}">${code}</a> (${status}) `)}</dd>
${bought}
</dl>`;
}
