import type { Live } from "../ports/index.ts";
import { topicListeners } from "./topicListeners.ts";

/** Live updates within this process. */
export function inProcessLive(report: (error: unknown, what: string) => void): Live {
  const listeners = topicListeners({ report });
  return {
    async publish(topic, message) {
      listeners.deliver(topic, message);
    },
    subscribe: listeners.add,
    async close() {
      listeners.clear();
    },
  };
}
