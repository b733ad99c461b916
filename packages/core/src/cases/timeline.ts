import { newestFirst, type TimelineSource } from "../customers/index.ts";
import { may } from "../kernel/index.ts";
import { messages } from "./schema.ts";

/** Messages as entries of a customer's history; notes only for those who may read them. */
export const messageTimeline: TimelineSource = async (context, { customerIds, before, limit }) => {
  const { storage, tenantId } = context;
  const directions = (await may(context, "notes.read"))
    ? (["in", "out", "note"] as const)
    : (["in", "out"] as const);
  const rows = await storage.find(messages, {
    where: {
      and: [
        { field: "tenantId", is: tenantId },
        { field: "customerId", in: customerIds },
        { field: "direction", in: directions },
      ],
    },
    orderBy: newestFirst,
    after: [before.at, before.id],
    limit,
  });
  return rows.map(
    ({ id, at, caseId, direction, authorKind, authorId, channelId, subject, newText, nothingNew }) => ({
      at,
      id,
      caseId,
      kind: `message.${direction}`,
      data: { authorKind, authorId, channelId, subject, text: newText, nothingNew },
    }),
  );
};
