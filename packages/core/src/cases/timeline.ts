import { newestFirst, type TimelineSource } from "../customers/index.ts";
import { messages } from "./schema.ts";

/** Messages as entries of a customer's timeline; notes only for those who may read them. */
export const messageTimeline: TimelineSource = async (read, { customerIds, before, limit }) => {
  const directions = (await read.may("notes.read"))
    ? (["in", "out", "note"] as const)
    : (["in", "out"] as const);
  const rows = await read.find(messages, {
    where: {
      and: [
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
