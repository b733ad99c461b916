import { readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import type { Scene } from "../tour/scene.ts";
import { casePage } from "./casePage.ts";
import { type Html, html } from "./html.ts";
import { layout } from "./layout.ts";
import { listPage } from "./listPage.ts";
import { mailListPage, mailPage } from "./mailPage.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export function page({ markup }: Html): Answer {
  return { status: 200, headers: { "content-type": "text/html; charset=utf-8" }, body: markup };
}

const style = readFileSync(new URL("style.css", import.meta.url), "utf8");

/** The page at a path. */
export async function answerTo(scene: Scene, request: IncomingMessage, path: string): Promise<Answer> {
  const [, room = "", name = "", action = ""] = path.split("/").map(decodeURIComponent);
  if (request.method === "POST" && room === "cases" && action === "reply")
    return reply(scene, name, await text(request));
  if (room === "") return page(await listPage(scene.desk));
  if (room === "style.css") return { status: 200, headers: { "content-type": "text/css" }, body: style };
  if (room === "cases" && name !== "") return page(await casePage(scene.desk, name));
  if (room === "attachments") return attachment(scene, name, Number(action));
  if (room === "mail" && name === "") return page(await mailListPage(scene.mailbox));
  const mail = room === "mail" ? await mailPage(scene.mailbox, Number(name)) : null;
  if (mail !== null) return page(mail);
  return { ...page(layout("Not found", html`<h1>There is nothing here.</h1>`)), status: 404 };
}

/** The agent replies and the desk sends; then redirects to the case. */
async function reply({ agent }: Scene, code: string, form: string): Promise<Answer> {
  const words = new URLSearchParams(form).get("text")?.trim() ?? "";
  const { id: caseId } = await agent.cases.get({ caseId: code });
  if (words !== "") await agent.cases.reply({ caseId, text: words });
  return { status: 303, headers: { location: `/cases/${encodeURIComponent(code)}` }, body: "" };
}

/** Pictures are shown; everything else is only downloaded, since it may be a page with a script. */
async function attachment({ desk }: Scene, messageId: string, index: number): Promise<Answer> {
  const bytes = await desk.intake.openAttachment({ messageId, index });
  const isPng = Buffer.from(bytes.subarray(0, 8)).toString("latin1") === "\x89PNG\r\n\x1a\n";
  return {
    status: 200,
    headers: isPng
      ? { "content-type": "image/png" }
      : { "content-type": "application/octet-stream", "content-disposition": "attachment" },
    body: bytes,
  };
}
