import { charsetOf, letters, writeLetter } from "../post/letters.ts";
import { bold, chapter, quote, say } from "../terminal.ts";
import { check, nextEvent, type Scene } from "./scene.ts";
import { acknowledgementOf, showCase } from "./showCase.ts";
import { firstReplyClock } from "./urgentCase.ts";

/** Cases of the tour, by the letter that opened them. */
export type OpenedCases = ReadonlyMap<string, string>;

/** Every letter is sent by SMTP and becomes a case; people get an acknowledgement, programs don't. */
export async function mailComesIn(scene: Scene): Promise<OpenedCases> {
  chapter("Mail comes in");
  const opened = new Map<string, string>();
  let last: Sent | null = null;
  await liftBlocks(scene);
  for (const { file, from } of letters) {
    const raw = writeLetter(file, Date.now());
    last = { raw, from };
    const opening = nextEvent(scene, "case.opened");
    const sending = nextEvent(scene, "message.sent");
    await scene.sender.send(raw, last);
    const { data } = await opening;
    opened.set(file, data.caseId);
    await showCase(scene, data.caseId, charsetOf(raw));
    if ((await acknowledgementOf(scene, data.caseId)) !== null) await sending;
  }
  if (last !== null) await sendAgain(scene, last);
  return opened;
}

/** The acknowledgement as it reached the customer. */
export async function showAcknowledgement(scene: Scene, caseId: string): Promise<void> {
  const { externalId } = (await acknowledgementOf(scene, caseId)) ?? {};
  const mail = await scene.mailbox.find(externalId ?? "nothing was sent");
  say();
  say(`${bold(mail.subject)}, what ${mail.to} got at once:`);
  quote(mail.text, 20);
  say();
  check(mail.header("auto-submitted") === "auto-replied", "it says of itself that a machine wrote it");
  const [event] = (await scene.desk.events.list({ caseId, type: "case.acknowledged" })).rows;
  const { state, deadline } = await firstReplyClock(scene, caseId);
  check(event?.data.firstReplyDueAt === deadline, "the time that it names is the deadline of the clock");
  check(state === "running", "and the clock runs on: a machine's answer is no reply");
}

interface Sent {
  readonly raw: Uint8Array;
  readonly from: string;
}

/** A mail server that missed the response sends again (RFC 5321 s.4.5.4). */
async function sendAgain(scene: Scene, { raw, from }: Sent): Promise<void> {
  const before = await newestCase(scene);
  await scene.sender.send(raw, { from });
  const after = await newestCase(scene);
  say();
  check(before?.id === after?.id, "the same mail delivered twice opens no second case");
}

async function newestCase({ desk }: Scene) {
  const { rows } = await desk.cases.list({ limit: 1 });
  return rows[0];
}

/** An earlier tour may have been interrupted after its bounce. */
async function liftBlocks({ desk }: Scene): Promise<void> {
  for (const { id } of (await desk.suppressions.list()).rows)
    await desk.suppressions.remove({ suppressionId: id });
}
