import { next } from "../next.ts";
import { writeBounce } from "../post/bounce.ts";
import { chapter } from "../terminal.ts";
import { check, newestMessage, nextEvent, type Scene } from "./scene.ts";

/** The desk writes to an address that is no more; the post office's report marks the message and blocks the address. */
export async function mailBounces(scene: Scene, caseId: string): Promise<void> {
  chapter("An address that is no more");
  const arriving = next(scene.mailbox.onMail, "the mail at the post office");
  const sending = nextEvent(scene, "message.sent");
  await scene.agent.cases.reply({
    caseId,
    text: "Bonjour, la carte cadeau arrive par courriel en une heure.",
  });
  const mail = await arriving;
  await sending;

  const failing = nextEvent(scene, "message.failed");
  await scene.sender.send(writeBounce(mail, Date.now()), { from: "", to: mail.from });
  await failing;
  const bounced = await newestMessage(scene, caseId);
  const blocked = await scene.desk.delivery.suppressions.list();
  check(bounced.deliveryState === "bounced", `the message says so: ${bounced.deliveryDetail}`);
  check(
    blocked.some(({ value }) => value === mail.to),
    `nothing more is sent to ${mail.to}, until somebody lifts that`,
  );
}
