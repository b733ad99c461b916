import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { type Live, SupportError, topicListeners, unusableLive } from "@heedkit/core";
import { type ClientConfig, Pool } from "pg";
import { listeningClient } from "./listeningClient.ts";
import { liveProblems, type PostgresLiveOptions } from "./options.ts";
import { payloadReader, payloadsOf } from "./payloads.ts";

/** How long the connections may take to close, in milliseconds. */
const farewellMs = 2_000;

/**
 * Sends live updates over one channel of a PostgreSQL database: every listening process receives every topic, and
 * passes on those with listeners. Connects on first use, and reconnects by itself; messages sent while disconnected are
 * lost. Messages may be longer than the 8,000 bytes of a payload. Never throws: errors in the options are in
 * `problems`, which `createSupport` lists with all others.
 *
 * Listening requires a dedicated session: connect to the server itself, not to a pooler in transaction mode.
 *
 * ```ts
 * const support = await createSupport({ storage, live: postgresLive({ url: "postgres://127.0.0.1/desk" }) });
 * ```
 */
export function postgresLive(options: PostgresLiveOptions = {}): Live {
  const problems = liveProblems(options);
  if (problems.length > 0) return unusableLive("PostgreSQL", problems);
  const { url, connection, channel = "heedkit_live", report = reportToConsole } = options;
  const config: ClientConfig = {
    application_name: "heedkit-live",
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
    ...connection,
    ...(url === undefined ? {} : { connectionString: url }),
  };
  let closed: Promise<void> | null = null;
  const publisher = new Pool({ ...config, max: 2, allowExitOnIdle: true });
  // Of a connection that lies idle: the next message gets another one.
  publisher.on("error", () => undefined);

  const listeners = topicListeners({ report, onFirst: () => listen() });
  const reader = payloadReader();
  let listening: ReturnType<typeof listeningClient> | null = null;
  const listen = () => {
    if (closed !== null) return;
    listening ??= listeningClient({
      config,
      channel,
      onLost: (error) => report(error, "live updates over PostgreSQL"),
      onPayload(payload) {
        try {
          const news = reader.read(payload);
          if (news !== null) listeners.deliver(...news);
        } catch (error) {
          report(error, `a message on the channel ${channel}`);
        }
      },
    });
  };

  const close = async () => {
    listeners.clear();
    // A server that does not answer does not say goodbye either.
    const goodbye = Promise.all([listening?.close(), publisher.end()]);
    await Promise.race([goodbye, pause(farewellMs, undefined, { ref: false })]);
  };

  return {
    async publish(topic, message) {
      try {
        // One statement, so that the parts of a long message come together.
        await publisher.query("select pg_notify($1, part) from unnest($2::text[]) as part", [
          channel,
          payloadsOf(randomUUID(), topic, message),
        ]);
      } catch (error) {
        throw new SupportError("LIVE_UNAVAILABLE", "The live update could not be sent over PostgreSQL.", {
          cause: error,
        });
      }
    },
    subscribe: listeners.add,
    close() {
      closed ??= close();
      return closed;
    },
  };
}

const reportToConsole = (error: unknown, what: string) => console.error(`heedkit: ${what}:`, error);
