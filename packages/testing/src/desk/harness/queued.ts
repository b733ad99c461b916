import type { TestDesk } from "./openDesk.ts";
import { externalIdOf } from "./scriptedChannel.ts";

/** A reply in a new case, not yet handed over. */
export async function queued({ support, hear }: TestDesk) {
  const { id: caseId } = await hear();
  const { id } = await support.cases.reply({ caseId, text: "It is on its way." });
  const state = async () => {
    const { rows } = await support.cases.messages({ caseId });
    return rows.find((message) => message.id === id)?.deliveryState;
  };
  return { caseId, id, externalId: externalIdOf(id), state };
}
