import type { Live } from "../ports/index.ts";

type Listener = Parameters<Live["subscribe"]>[1];

/** Live updates within this process. */
export function inProcessLive(report: (error: unknown, what: string) => void): Live {
  const listeners = new Map<string, Set<Listener>>();
  return {
    async publish(topic, message) {
      for (const listener of listeners.get(topic) ?? []) {
        try {
          listener(topic, message);
        } catch (error) {
          report(error, `live listener of ${topic}`);
        }
      }
    },
    subscribe(topics, listener) {
      for (const topic of topics) listeners.set(topic, (listeners.get(topic) ?? new Set()).add(listener));
      return () => {
        for (const topic of topics) {
          const remaining = listeners.get(topic);
          remaining?.delete(listener);
          if (remaining?.size === 0) listeners.delete(topic);
        }
      };
    },
  };
}
