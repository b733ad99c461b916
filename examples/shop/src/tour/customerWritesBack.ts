import { writeGuess, writeOutOfOffice, writeReply } from "../post/answers.ts";
import type { ReceivedMail } from "../post/receivedMail.ts";
import { chapter, quote, say } from "../terminal.ts";
import { check, newestCustomerMessage, nextEvent, type Scene } from "./scene.ts";

/** The customer answers the mail that arrived; the reply finds its case. So does a program's, but not a stranger's. */
export async function customerWritesBack(scene: Scene, caseId: string, mail: ReceivedMail): Promise<void> {
  chapter("The customer writes back");
  const before = await scene.desk.cases.messages({ caseId });
  const joining = nextEvent(scene, "case.customerMessage");
  const reply = writeReply(
    mail,
    "Jürgen Weber",
    "Wunderbar, vielen Dank! Dann warte ich auf morgen.",
    Date.now(),
  );
  await scene.sender.send(reply, { from: mail.to, to: mail.replyTo });
  const { data } = await joining;
  const { code } = await scene.desk.cases.get({ caseId: data.caseId });
  const message = await newestCustomerMessage(scene, data.caseId);
  quote(message.newText);
  say();
  check(data.caseId === caseId, `the answer joined ${code}, message ${before.rows.length + 1} of the thread`);
  check(
    message.text !== message.newText,
    "the quoted letter below it is kept, and told apart from the new words",
  );

  await outOfOffice(scene, caseId, mail);
  await stranger(scene, caseId, code);
}

async function outOfOffice(scene: Scene, caseId: string, mail: ReceivedMail): Promise<void> {
  const mails = (await scene.mailbox.list()).length;
  const joining = nextEvent(scene, "case.customerMessage");
  await scene.sender.send(writeOutOfOffice(mail, "Jürgen Weber", Date.now()), { from: "", to: mail.replyTo });
  const { data } = await joining;
  const { automatic } = await newestCustomerMessage(scene, caseId);
  await scene.desk.tick();
  const answers = (await scene.mailbox.list()).length - mails;
  check(data.caseId === caseId && data.automatic, `an out-of-office is kept in the case, as ${automatic}`);
  check(answers === 0, "and gets no answer, so that two machines do not write to each other for ever");
}

async function stranger(scene: Scene, caseId: string, code: string): Promise<void> {
  const from = "m.stone@elsewhere.example";
  const opening = nextEvent(scene, "case.opened");
  await scene.sender.send(writeGuess(code, from, Date.now()), { from });
  const { data } = await opening;
  const { rows: links } = await scene.desk.cases.links({ caseId: data.caseId });
  const linked = links.some(({ toId, kind }) => toId === caseId && kind === "related");
  check(data.caseId !== caseId, `a stranger who guesses "${code}" gets a case of their own, ${data.code}`);
  check(linked, `which says that it points to ${code}`);
}
