/**
 * Sends updates to whoever is watching, in every process that shares it. Losing one is harmless: rows are
 * authoritative. After a lost connection it subscribes again by itself; messages in between are lost.
 */
export interface Live {
  /** Problems with its options; `createSupport` lists them and refuses to start. */
  readonly problems?: readonly string[];
  /** Resolves when the message is on its way. @throws SupportError LIVE_UNAVAILABLE if it can't be sent. */
  publish(topic: string, message: LiveMessage): Promise<void>;
  /**
   * Calls back for each message on any of the topics, until the returned function is called. A listener that throws
   * affects nobody else. Over a network it takes a moment until messages arrive.
   */
  subscribe(topics: readonly string[], listener: (topic: string, message: LiveMessage) => void): () => void;
  /** Closes connections; listeners are no longer called. Called when the desk stops. */
  close?(): Promise<void>;
}

/** Small and without personal text: what changed, so that the reader can fetch it. */
export type LiveMessage = Readonly<Record<string, string | number | boolean | null>>;
