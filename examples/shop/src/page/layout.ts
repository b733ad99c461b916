import { deskName } from "../desk.ts";
import { timeZone } from "../promises.ts";
import { type Html, html } from "./html.ts";

export function layout(title: string, content: Html): Html {
  return html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${deskName}</title>
<link rel="stylesheet" href="/style.css">
<body>
<header><strong>${deskName}</strong> <a href="/">Cases</a> <a href="/mail">Outgoing mail</a></header>
<main>${content}</main>
</body>
</html>`;
}

const moment = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone });

/** An instant in the shop's time zone. */
export function timeOf(instant: number): Html {
  return html`<time datetime="${new Date(instant).toISOString()}">${moment.format(instant)}</time>`;
}
