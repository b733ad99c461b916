import { withinCaseOf } from "../cases/index.ts";
import type { Kernel, ReferenceRule, Room } from "../kernel/index.ts";
import { movingReminders } from "./moving.ts";
import { noReminder } from "./own.ts";
import { reminders } from "./schema.ts";
import { reminderSweep } from "./sweep.ts";

const references: Readonly<Record<string, ReferenceRule>> = {
  reminder: { isWithin: withinCaseOf(reminders), missing: noReminder },
};

export function remindersRoom(kernel: Kernel): Room {
  announce(kernel);
  return { tables: [reminders], references, reactions: [movingReminders], sweeps: [reminderSweep] };
}

/** Tells the agent's screens at once, after the commit. Losing that is harmless: the reminder is listed as due. */
function announce({ emitter, live }: Kernel): void {
  emitter.on("reminder.due", async ({ tenantId, data: { reminderId, agentId, caseId } }) => {
    if (agentId !== null)
      await live.publish(reminderTopic(tenantId, agentId), { type: "reminder.due", reminderId, caseId });
  });
}

/** Where an agent's screens hear of reminders that are due: a topic of `support.live`. */
export function reminderTopic(tenantId: string, agentId: string): string {
  return `reminders:${encodeURIComponent(tenantId)}:${encodeURIComponent(agentId)}`;
}
