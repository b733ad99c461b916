import type { Case } from "@heedkit/core";
import type { ShopDesk } from "../desk.ts";
import { type Html, html } from "./html.ts";
import { layout, timeOf } from "./layout.ts";

/** All cases, newest first. */
export async function listPage(desk: ShopDesk): Promise<Html> {
  const { rows } = await desk.cases.list({
    categories: ["new", "open", "pending", "on_hold", "solved", "closed"],
    limit: 200,
  });
  const lines = await Promise.all(rows.map((found) => line(desk, found)));
  return layout(
    "Cases",
    html`<h1>Cases</h1>
<p class="quiet">${rows.length === 0 ? "None yet: write a mail to the desk." : `${rows.length} cases, the newest first`}</p>
<div class="scroll"><table>
<thead><tr><th>Code</th><th>Subject</th><th>Status</th><th>Priority</th><th>First reply due</th><th>Opened</th></tr></thead>
<tbody>${lines}</tbody>
</table></div>`,
  );
}

async function line(desk: ShopDesk, found: Case): Promise<Html> {
  const { name } = await desk.customers.get({ customerId: found.customerId });
  return html`<tr>
<td class="code"><a href="/cases/${found.code}">${found.code}</a></td>
<td><a href="/cases/${found.code}" dir="auto" lang="${found.language ?? ""}">${found.subject}</a><br><span class="quiet" dir="auto">${name ?? "unknown"}</span></td>
<td><span class="mark">${found.status}</span></td>
<td>${found.priority}</td>
<td class="quiet">${await firstReply(desk, found.id)}</td>
<td class="quiet">${timeOf(found.openedAt)}</td>
</tr>`;
}

async function firstReply(desk: ShopDesk, caseId: string): Promise<Html> {
  const clock = (await desk.sla.clocks({ caseId })).rows.find(({ metric }) => metric === "first_reply");
  if (clock === undefined) return html``;
  if (clock.breachedAt !== null) return html`<span class="late">missed</span>`;
  return clock.deadline === null ? html`given` : timeOf(clock.deadline);
}
