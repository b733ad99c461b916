import { charsetOf, letters, writeLetter } from "../post/letters.ts";
import { chapter } from "../terminal.ts";
import { check, nextEvent, type Scene } from "./scene.ts";
import { showCase } from "./showCase.ts";

/** Cases of the tour, by the letter that opened them. */
export type OpenedCases = ReadonlyMap<string, string>;

/** Every letter is sent by SMTP and becomes a case. */
export async function mailComesIn(scene: Scene): Promise<OpenedCases> {
  chapter("Mail comes in");
  const opened = new Map<string, string>();
  for (const { file, from } of letters) {
    const raw = writeLetter(file, Date.now());
    const opening = nextEvent(scene, "case.opened");
    await scene.sender.send(raw, { from });
    const { data } = await opening;
    opened.set(file, data.caseId);
    await showCase(scene, data.caseId, charsetOf(raw));
    if (file === "german") await sendAgain(scene, raw, from);
  }
  return opened;
}

/** A mail server that did not hear the answer sends once more (RFC 5321 s.4.5.4). */
async function sendAgain(scene: Scene, raw: Uint8Array, from: string): Promise<void> {
  const before = await scene.desk.cases.list({ limit: 200 });
  await scene.sender.send(raw, { from });
  const after = await scene.desk.cases.list({ limit: 200 });
  check(before.rows.length === after.rows.length, "the same mail delivered twice is one case");
}
