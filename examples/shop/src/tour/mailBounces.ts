import { writeBounce } from "../post/bounce.ts";
import { chapter } from "../terminal.ts";
import { check, newestMessage, nextEvent, type Scene } from "./scene.ts";
import { acknowledgementOf } from "./showCase.ts";

/** The acknowledgement went to an address that no longer exists: the bounce marks it and suppresses the address. */
export async function mailBounces(scene: Scene, caseId: string): Promise<void> {
  chapter("An address that is no more");
  const sent = await acknowledgementOf(scene, caseId);
  const mail = await scene.mailbox.find(sent?.externalId ?? "nothing was sent");
  const failing = nextEvent(scene, "message.failed");
  await scene.sender.send(writeBounce(mail, Date.now()), { from: "", to: mail.returnPath });
  await failing;
  const bounced = await acknowledgementOf(scene, caseId);
  check(bounced?.deliveryState === "bounced", `the message is marked: ${bounced?.deliveryDetail}`);
  const blocked = (await scene.desk.suppressions.list()).rows;
  check(
    blocked.some(({ value }) => value === mail.to),
    `${mail.to} is blocked until somebody lifts that`,
  );
  await answerIsHeldBack(scene, caseId, mail.to);
}

async function answerIsHeldBack(scene: Scene, caseId: string, address: string): Promise<void> {
  // Replies to others may still be in transit.
  const arrived = async () => (await scene.mailbox.list()).filter(({ to }) => to === address).length;
  const before = await arrived();
  const failing = nextEvent(scene, "message.failed");
  await scene.agent.cases.reply({
    caseId,
    text: "Bonjour, la carte cadeau arrive par courriel en une heure.",
  });
  await failing;
  const { deliveryState, deliveryDetail } = await newestMessage(scene, caseId);
  const isHeldBack = deliveryState === "failed" && (await arrived()) === before;
  check(isHeldBack, `an answer to it is not sent, and the agent is told: ${deliveryDetail}`);
}
