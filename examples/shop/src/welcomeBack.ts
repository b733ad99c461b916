import { charsetOf, laterLetter, writeLetter } from "./post/letters.ts";
import { chapter, dim, say } from "./terminal.ts";
import { check, nextEvent, type Scene } from "./tour/scene.ts";
import { showCase } from "./tour/showCase.ts";

/** On a later start: what was there before, and a new mail from a known customer. */
export async function welcomeBack(scene: Scene): Promise<void> {
  chapter("Going on where it was left");
  const { rows } = await scene.desk.cases.list({ limit: 200 });
  say(dim("Not solved yet:"));
  say();
  for (const { code, subject, status } of rows.toReversed())
    say(`${code.padEnd(9)} ${subject} ${dim(status)}`);
  say();
  say(dim("A customer writes again:"));
  say();
  const raw = writeLetter(laterLetter.file, Date.now());
  const opening = nextEvent(scene, "case.opened");
  await scene.sender.send(raw, { from: laterLetter.from });
  const { data } = await opening;
  await showCase(scene, data.caseId, charsetOf(raw));
  const { customerId } = await scene.desk.cases.get({ caseId: data.caseId });
  const earlier = await scene.desk.cases.list({
    customerId,
    categories: ["new", "open", "pending", "on_hold", "solved", "closed"],
  });
  say();
  check(!data.newCustomer, `known from ${earlier.rows.length - 1} earlier case(s): nobody is there twice`);
}
