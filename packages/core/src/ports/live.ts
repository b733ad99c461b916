/** Carries news to whoever is looking at this moment. Losing one is harmless: the rows are the truth. */
export interface Live {
  publish(topic: string, message: LiveMessage): Promise<void>;
  /** Calls back for each message on any of the topics, until the returned function is called. */
  subscribe(topics: readonly string[], listener: (topic: string, message: LiveMessage) => void): () => void;
}

/** Small and without personal text: what changed, so that the reader may fetch it. */
export type LiveMessage = Readonly<Record<string, string | number | boolean | null>>;
