import { type Live, SupportError, topicListeners, unusableLive, withoutCommand } from "@heedkit/core";
import { Redis } from "ioredis";
import * as z from "zod";
import { liveProblems, type RedisConnection, type RedisLiveOptions } from "./options.ts";

/** How long the server may take to respond, in milliseconds, before the connection is dropped. */
const answerMs = 5_000;
/** How often a silent connection is checked. */
const heartbeatMs = 15_000;

/** The border: anybody who may publish on the server may write here. */
const messageSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/**
 * Sends live updates over the channels of a Redis server, one for each topic with listeners. Connects on first use, and
 * reconnects by itself; messages sent while disconnected are lost. Never throws: errors in the options are in
 * `problems`, which `createSupport` lists with all others.
 *
 * ```ts
 * const support = await createSupport({ storage, live: redisLive({ url: "redis://127.0.0.1" }) });
 * ```
 */
export function redisLive(options: RedisLiveOptions = {}): Live {
  const problems = liveProblems(options);
  if (problems.length > 0) return unusableLive("Redis", problems);
  const { url, connection = {}, prefix = "heedkit:live:", report = reportToConsole } = options;
  let isClosed = false;
  let isAway = false;
  // A publisher should fail if the server is unavailable; a listener waits for it.
  const publisher = connect(url, { ...connection, maxRetriesPerRequest: 1 });
  const subscriber = connect(url, { ...connection, maxRetriesPerRequest: null });

  const onError = (error: unknown) => {
    // Reported once each time the server becomes unavailable, not for each attempt.
    if (isClosed || isAway) return;
    isAway = true;
    report(withoutCommand(error), "live updates over Redis");
  };
  for (const client of [publisher, subscriber]) {
    client.on("error", onError);
    client.on("ready", () => {
      isAway = false;
    });
  }
  const tell = (sending: Promise<unknown>) => void sending.catch(onError);

  const listeners = topicListeners({
    report,
    onFirst: (topic) => tell(subscriber.subscribe(prefix + topic)),
    onLast: (topic) => tell(subscriber.unsubscribe(prefix + topic)),
  });
  subscriber.on("message", (channel: string, text: string) => {
    try {
      listeners.deliver(channel.slice(prefix.length), messageSchema.parse(JSON.parse(text)));
    } catch (error) {
      report(error, `a message on the channel ${channel}`);
    }
  });

  // A listener does not notice that its server is gone: it has to ping.
  const heartbeat = setInterval(() => {
    if (subscriber.status === "ready") void answered(subscriber, subscriber.ping()).catch(onError);
  }, heartbeatMs);
  heartbeat.unref();

  return {
    async publish(topic, message) {
      try {
        await answered(publisher, publisher.publish(prefix + topic, JSON.stringify(message)));
      } catch (error) {
        throw new SupportError("LIVE_UNAVAILABLE", "The live update could not be sent over Redis.", {
          cause: withoutCommand(error),
        });
      }
    },
    subscribe: listeners.add,
    async close() {
      isClosed = true;
      clearInterval(heartbeat);
      listeners.clear();
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}

/** Waits for a timely response; a connection without one is replaced. */
async function answered(client: Redis, asking: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      client.disconnect(true);
      reject(new Error(`Redis did not answer within ${answerMs} ms.`));
    }, answerMs);
  });
  try {
    await Promise.race([asking, late]);
  } finally {
    clearTimeout(timer);
    // If it was too late, nobody sees the result.
    asking.catch(() => undefined);
  }
}

function connect(url: string | undefined, connection: RedisConnection): Redis {
  const options = {
    connectTimeout: answerMs,
    socketTimeout: answerMs,
    ...connection,
    lazyConnect: true,
    connectionName: "heedkit-live",
  };
  return url === undefined ? new Redis(options) : new Redis(url, options);
}

const reportToConsole = (error: unknown, what: string) => console.error(`heedkit: ${what}:`, error);
