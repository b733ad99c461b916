import * as z from "zod";
import { shape } from "../../kernel/index.ts";
import { activities } from "../schema.ts";
import { defineTimelineSource, newestFirst } from "../timeline.ts";

/** What customers did, as the host tells. */
export const activityTimeline = defineTimelineSource({
  name: "activities",
  view: shape("ActivityData", z.record(z.string(), z.unknown())),
  async find(read, { customerIds, before, limit }) {
    const rows = await read.find(activities, {
      where: { field: "customerId", in: customerIds },
      orderBy: newestFirst,
      after: [before.at, before.id],
      limit,
    });
    return rows.map(({ id, at, type, data }) => ({
      ...{ at, id, caseId: null },
      kind: `activity.${type}`,
      row: data,
    }));
  },
});
