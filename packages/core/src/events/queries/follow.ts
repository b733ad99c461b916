import { defineProcedure, type FollowedEvents, followEvents, followInput } from "../../kernel/index.ts";
import { followedShape } from "../schema.ts";

/**
 * What happened, in the order of commits: pass the `position` of one answer as `after` of the next and nothing is missed
 * or repeated, whatever the clocks say and however long a commit takes.
 */
export const follow = defineProcedure({
  kind: "query",
  name: "events.follow",
  summary: "Lists what happened in the order of commits.",
  input: followInput,
  output: followedShape,
  access: { permission: "events.read" },
  http: "GET /events/follow",
  run: (context, input): Promise<FollowedEvents> => followEvents(context, input),
});
