import { defineProcedure, type FollowedEvents, followEvents, followInput } from "../../kernel/index.ts";
import { followedShape } from "../schema.ts";

/**
 * Lists events in commit order. Pass the `position` of one result as `after` of the next call: nothing is missed or
 * repeated, whatever the clocks and however long a commit takes.
 */
export const follow = defineProcedure({
  kind: "query",
  name: "events.follow",
  summary: "Lists events in commit order.",
  input: followInput,
  output: followedShape,
  access: { permission: "events.read" },
  http: "GET /events/follow",
  run: (context, input): Promise<FollowedEvents> => followEvents(context, input),
});
