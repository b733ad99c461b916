import type { Live } from "../ports/index.ts";
import type { LiveTopics } from "./liveTopics.ts";
import { blobKey } from "./storedBlobs.ts";

/**
 * The name under which a tenant's topic is carried: `tx.live.publish("cases", ...)` in the tenant `north` is heard on
 * `support.live` under `liveTopic("north", "cases")`.
 */
export function liveTopic(tenantId: string, topic: string): string {
  return `${tenantPrefix(tenantId)}${topic}`;
}

/** The live updates of one tenant: what is published in another is not heard here. */
export function tenantLive(all: Live, tenantId: string): LiveTopics {
  const prefix = tenantPrefix(tenantId);
  return {
    publish: (topic, message) => all.publish(`${prefix}${topic}`, message),
    subscribe: (topics, listener) =>
      all.subscribe(
        topics.map((topic) => `${prefix}${topic}`),
        (topic, message) => listener(topic.slice(prefix.length), message),
      ),
  };
}

/** Without a slash but the last, whatever the tenant is called. */
function tenantPrefix(tenantId: string): string {
  return blobKey(tenantId, "");
}
