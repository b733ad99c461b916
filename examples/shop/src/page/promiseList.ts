import type { ShopDesk } from "../desk.ts";
import { type Html, html } from "./html.ts";
import { timeOf } from "./layout.ts";

type Clock = Awaited<ReturnType<ShopDesk["sla"]["clocks"]>>["rows"][number];

/** The clocks of a case: what was promised, and whether it was kept. */
export async function promiseList(desk: ShopDesk, caseId: string): Promise<Html> {
  const clocks = (await desk.sla.clocks({ caseId })).rows;
  if (clocks.length === 0) return html`<p class="quiet">Nothing was promised.</p>`;
  return html`<dl>${clocks.map(promise)}</dl>`;
}

function promise(clock: Clock): Html {
  const hours = (clock.targetMs / 3_600_000).toFixed(0);
  return html`<dt>${clock.metric.replaceAll("_", " ")}</dt>
<dd>within ${hours} h of office time: ${outcome(clock)}</dd>`;
}

function outcome({ state, breachedAt, deadline, endedAt }: Clock): Html {
  if (breachedAt !== null) return html`<span class="late">missed ${timeOf(breachedAt)}</span>`;
  if (state === "fulfilled" && endedAt !== null) return html`kept, ${timeOf(endedAt)}`;
  if (state === "running" && deadline !== null) return html`due ${timeOf(deadline)}`;
  return html`${state}`;
}
