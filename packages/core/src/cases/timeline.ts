import * as z from "zod";
import { defineTimelineSource, newestFirst } from "../customers/index.ts";
import { shape } from "../kernel/index.ts";
import { messages } from "./schema.ts";

const said = z.object({
  authorKind: z.string(),
  authorId: z.string().nullable(),
  channelId: z.string(),
  subject: z.string().nullable(),
  text: z.string(),
  nothingNew: z.boolean().nullable(),
});

/** Messages as entries of a customer's history; notes only for those who may read them. */
export const messageTimeline = defineTimelineSource({
  name: "messages",
  view: shape("TimelineMessage", said),
  async find(read, { customerIds, before, limit }) {
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
        row: { authorKind, authorId, channelId, subject, text: newText, nothingNew },
      }),
    );
  },
});
