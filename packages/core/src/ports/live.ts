/**
 * Carries news to whoever is looking at this moment, in every process that shares it. Losing one is harmless: the rows
 * are the truth. After a broken connection a carrier listens again by itself; what was said meanwhile is lost.
 */
export interface Live {
  /** What is wrong with the options it was made with; `createSupport` refuses to start, naming all of them. */
  readonly problems?: readonly string[];
  /** Resolves when the message is on its way. @throws SupportError LIVE_UNAVAILABLE when it can't be sent. */
  publish(topic: string, message: LiveMessage): Promise<void>;
  /**
   * Calls back for each message on any of the topics, until the returned function is called. A listener that throws
   * harms nobody else. Over a network it takes a moment until the first message can arrive.
   */
  subscribe(topics: readonly string[], listener: (topic: string, message: LiveMessage) => void): () => void;
  /** Lets go of connections; nothing is heard any more. Called when the desk stops. */
  close?(): Promise<void>;
}

/** Small and without personal text: what changed, so that the reader may fetch it. */
export type LiveMessage = Readonly<Record<string, string | number | boolean | null>>;
