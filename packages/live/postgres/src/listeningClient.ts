import { setTimeout as pause } from "node:timers/promises";
import { Client, type ClientConfig } from "pg";

export interface ListeningOptions {
  readonly config: ClientConfig;
  readonly channel: string;
  readonly onPayload: (payload: string) => void;
  /** Called once each time the server becomes unavailable. */
  readonly onLost: (error: unknown) => void;
}

const firstPauseMs = 50;
const longestPauseMs = 5_000;
/** How often a silent connection is checked, and how long the check may take. */
const heartbeatMs = 15_000;

/** A connection that listens to one channel and reconnects whenever it is lost, until it is closed. */
export function listeningClient({ config, channel, onPayload, onLost }: ListeningOptions) {
  const closing = new AbortController();
  let current: Client | null = null;
  let isTold = false;
  let failures = 0;

  const lost = (error: unknown) => {
    if (closing.signal.aborted || isTold) return;
    isTold = true;
    onLost(error);
  };

  /** Resolves when the connection has ended, for whatever reason. */
  const listenOnce = async () => {
    const client = new Client({ keepAlive: true, ...config, query_timeout: heartbeatMs });
    const ended = new Promise<void>((resolve) => client.once("end", resolve));
    client.on("error", lost);
    client.on("notification", ({ payload = "" }) => onPayload(payload));
    current = client;
    try {
      // `pg` never finishes connecting if it is ended in between.
      await Promise.race([client.connect(), ended]);
      await client.query(`listen ${client.escapeIdentifier(channel)}`);
      isTold = false;
      failures = 0;
      await Promise.race([ended, beat(client, ended)]);
    } catch (error) {
      lost(error);
    } finally {
      // Not awaited: a server that doesn't answer wouldn't end it either.
      void client.end().catch(() => undefined);
    }
  };

  const beat = async (client: Client, ended: Promise<void>) => {
    const over = new AbortController();
    void ended.then(() => over.abort());
    while (!over.signal.aborted) {
      await pause(heartbeatMs, undefined, { signal: over.signal, ref: false }).catch(() => undefined);
      if (!over.signal.aborted) await client.query("select 1");
    }
  };

  const listenOn = async () => {
    while (!closing.signal.aborted) {
      await listenOnce();
      const waitMs = Math.min(longestPauseMs, firstPauseMs * 2 ** failures++);
      await pause(waitMs, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  };

  const listening = listenOn();
  return {
    async close() {
      closing.abort();
      await current?.end().catch(() => undefined);
      await listening;
    },
  };
}
