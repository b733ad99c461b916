import { charsetOf, letters, writeLetter } from "../post/letters.ts";
import { chapter, say } from "../terminal.ts";
import { check, nextEvent, type Scene } from "./scene.ts";
import { showCase } from "./showCase.ts";

/** Cases of the tour, by the letter that opened them. */
export type OpenedCases = ReadonlyMap<string, string>;

interface Sent {
  readonly raw: Uint8Array;
  readonly from: string;
}

/** Every letter is sent by SMTP and becomes a case. */
export async function mailComesIn(scene: Scene): Promise<OpenedCases> {
  chapter("Mail comes in");
  const opened = new Map<string, string>();
  let last: Sent | null = null;
  for (const { file, from } of letters) {
    const raw = writeLetter(file, Date.now());
    const opening = nextEvent(scene, "case.opened");
    await scene.sender.send(raw, { from });
    const { data } = await opening;
    opened.set(file, data.caseId);
    await showCase(scene, data.caseId, charsetOf(raw));
    last = { raw, from };
  }
  if (last !== null) await sendAgain(scene, last);
  return opened;
}

/** A mail server that did not hear the answer sends once more (RFC 5321 s.4.5.4). */
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
