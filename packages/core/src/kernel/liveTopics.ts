import type { Live } from "../ports/index.ts";

/** Live updates as code sees them: whoever is handed them can't close the carrier, which is the desk's. */
export type LiveTopics = Pick<Live, "publish" | "subscribe">;
