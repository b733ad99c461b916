import { isSupportError, SupportError } from "./errors/index.ts";
import type { Report, Worker } from "./kernel/index.ts";
import type { Channel, ChannelHost, Live, Storage } from "./ports/index.ts";

/** What begins and ends with a desk. */
export interface LifeDeps {
  readonly worker: Pick<Worker, "start" | "stop">;
  /** Those that listen. */
  readonly channels: readonly Channel[];
  readonly hostOf: (channel: Channel) => ChannelHost;
  readonly storage: Pick<Storage, "close">;
  readonly live: Pick<Live, "close">;
  readonly report: Report;
}

/** Starting and stopping of a desk, each done once however often it is asked for. */
export function deskLife({ worker, channels, hostOf, storage, live, report }: LifeDeps) {
  const listening: Channel[] = [];
  let starting: Promise<void> | null = null;
  let stopping: Promise<void> | null = null;

  const stopChannels = async () => {
    const stopped = listening.splice(0).map(async (channel) => {
      await channel.stop?.().catch((error) => report(error, `stopping the channel ${channel.id}`));
    });
    await Promise.all(stopped);
  };

  const begin = async () => {
    try {
      await worker.start();
      for (const channel of channels) {
        listening.push(channel);
        await startChannel(channel, hostOf(channel));
      }
    } catch (error) {
      await stopChannels();
      await worker.stop();
      starting = null;
      throw error;
    }
  };

  // Channels first, so that nothing more comes in. `Channel.stop` ends both directions: a delivery that it cuts short is
  // tried again from its job, under the same idempotency key.
  const end = async () => {
    // Who began it is told when it fails.
    await starting?.catch(() => undefined);
    await stopChannels();
    await worker.stop().catch((error) => report(error, "stopping the worker"));
    await live.close?.().catch((error) => report(error, "closing live updates"));
    await storage.close();
  };

  return {
    async start(): Promise<void> {
      if (stopping !== null) throw new SupportError("STOPPED", "The desk was stopped. Create another one.");
      starting ??= begin();
      return starting;
    },
    stop(): Promise<void> {
      stopping ??= end();
      return stopping;
    },
  };
}

async function startChannel(channel: Channel, host: ChannelHost): Promise<void> {
  try {
    await channel.start?.(host);
  } catch (error) {
    throw isSupportError(error) ? error : notStarted(channel, error);
  }
}

function notStarted({ id }: Channel, cause: unknown): SupportError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new SupportError(
    "INVALID_CONFIGURATION",
    `The channel "${id}" can't start: ${reason}. Fix that and call start() again.`,
    { cause, details: { channelId: id } },
  );
}
