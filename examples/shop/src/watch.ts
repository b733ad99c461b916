import { dim, say } from "./terminal.ts";
import { newestMessage, type Scene } from "./tour/scene.ts";
import { showCase } from "./tour/showCase.ts";

/** Prints what happens from now on. */
export function watch(scene: Scene): void {
  const { desk } = scene;
  desk.on("case.opened", ({ data }) => showCase(scene, data.caseId, "just now"));
  desk.on("case.customerMessage", async ({ data: { caseId, messageId } }) => {
    const { rows } = await desk.cases.messages({ caseId, limit: 2 });
    const { code } = await desk.cases.get({ caseId });
    if (rows[0]?.id !== messageId) say(`${code}  ${dim("the customer wrote again")}`);
  });
  desk.on("message.sent", async ({ data: { caseId } }) => {
    const { code } = await desk.cases.get({ caseId });
    const { to } = await newestMessage(scene, caseId);
    say(`${code}  ${dim(`sent to ${to.map(({ value }) => value).join(", ")}`)}`);
  });
}
