import type { Live } from "../ports/index.ts";

type Listener = Parameters<Live["subscribe"]>[1];

/** Tracks who listens to which topic in this process, for all live updates adapters. */
export interface TopicListeners {
  /** Topics with listeners. */
  topics(): readonly string[];
  /** Adds a listener; the same function can be added twice. Returns a function that removes it. */
  add(topics: readonly string[], listener: Listener): () => void;
  /** Calls every listener of the topic. Errors go to `report`. */
  deliver: Listener;
  clear(): void;
}

export interface TopicListenersOptions {
  readonly report: (error: unknown, what: string) => void;
  /** Called when a topic has its first listener. */
  readonly onFirst?: (topic: string) => void;
  /** Called when a topic has lost its last listener. */
  readonly onLast?: (topic: string) => void;
}

export function topicListeners({ report, onFirst, onLast }: TopicListenersOptions): TopicListeners {
  const byTopic = new Map<string, Set<{ readonly listener: Listener }>>();
  const remove = (topic: string, entry: { readonly listener: Listener }) => {
    const entries = byTopic.get(topic);
    if (entries?.delete(entry) !== true || entries.size > 0) return;
    byTopic.delete(topic);
    onLast?.(topic);
  };
  return {
    topics: () => [...byTopic.keys()],
    add(topics, listener) {
      const entry = { listener };
      const wanted = [...new Set(topics)];
      for (const topic of wanted) {
        const entries = byTopic.get(topic);
        if (entries !== undefined) entries.add(entry);
        else {
          byTopic.set(topic, new Set([entry]));
          onFirst?.(topic);
        }
      }
      return () => {
        for (const topic of wanted) remove(topic, entry);
      };
    },
    deliver(topic, message) {
      for (const { listener } of [...(byTopic.get(topic) ?? [])]) {
        try {
          listener(topic, message);
        } catch (error) {
          report(error, `live listener of ${topic}`);
        }
      }
    },
    clear: () => byTopic.clear(),
  };
}
