import { isSupportError, SupportError } from "./errors/index.ts";
import { bounded, type Report, type Worker } from "./kernel/index.ts";
import type { Startable } from "./plugins/index.ts";
import type { Channel, ChannelHost, Clock, Live, Storage } from "./ports/index.ts";

/** The parts of a desk that start and stop. */
export interface LifeDeps {
  /** Plugins with something to start or stop, in starting order. */
  readonly plugins: readonly Startable[];
  readonly worker: Pick<Worker, "start" | "stop">;
  /** Channels that listen. */
  readonly channels: readonly Channel[];
  readonly hostOf: (channel: Channel) => ChannelHost;
  readonly storage: Pick<Storage, "close">;
  readonly live: Pick<Live, "close">;
  readonly report: Report;
  readonly clock: Pick<Clock, "wait">;
  /** Time limit for starting a channel, and closing the storage. */
  readonly maxRunMs: number;
  /** Time limit for stopping a channel and the live updates adapter. */
  readonly drainMs: number;
}

/** Starts and stops a desk, each once, however often it is called. */
export function deskLife(deps: LifeDeps) {
  const { worker, plugins, channels, hostOf, storage, live, report, clock, maxRunMs, drainMs } = deps;
  const listening: Channel[] = [];
  const begun: Startable[] = [];
  let starting: Promise<void> | null = null;
  let stopping: Promise<void> | null = null;

  const stopChannels = async () => {
    const stopped = listening.splice(0).map(async (channel) => {
      const what = `Stopping the channel ${channel.id}`;
      await bounded({ clock, ms: drainMs, what }, () => channel.stop?.()).catch((error) =>
        report(error, `stopping the channel ${channel.id}`),
      );
    });
    await Promise.all(stopped);
  };

  // Dependencies stop last.
  const stopPlugins = async () => {
    for (const plugin of begun.splice(0).reverse()) {
      const what = `Stopping the plugin "${plugin.id}"`;
      await bounded({ clock, ms: drainMs, what }, () => plugin.stop()).catch((error) =>
        report(error, `stopping the plugin ${plugin.id}`),
      );
    }
  };

  const begin = async () => {
    try {
      for (const plugin of plugins) {
        begun.push(plugin);
        const what = `Starting the plugin "${plugin.id}"`;
        await bounded({ clock, ms: maxRunMs, what }, () => startPlugin(plugin));
      }
      await worker.start();
      for (const channel of channels) {
        listening.push(channel);
        const what = `Starting the channel "${channel.id}"`;
        await bounded({ clock, ms: maxRunMs, what }, () => startChannel(channel, hostOf(channel)));
      }
    } catch (error) {
      await stopChannels();
      await worker.stop();
      await stopPlugins();
      starting = null;
      throw error;
    }
  };

  // Channels first, so that nothing more arrives. `Channel.stop` ends both directions: a delivery that it cuts short is
  // retried by its job, under the same idempotency key.
  const end = async () => {
    // Whoever started it sees the failure.
    await starting?.catch(() => undefined);
    await stopChannels();
    await worker.stop().catch((error) => report(error, "stopping the worker"));
    await stopPlugins();
    await bounded({ clock, ms: drainMs, what: "Closing live updates" }, () => live.close?.()).catch((error) =>
      report(error, "closing live updates"),
    );
    await bounded({ clock, ms: maxRunMs, what: "Closing the storage" }, () => storage.close());
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

async function startPlugin(plugin: Startable): Promise<void> {
  try {
    await plugin.start();
  } catch (error) {
    const cause = isSupportError(error) ? (error.cause ?? error) : error;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SupportError(
      "INVALID_CONFIGURATION",
      `The plugin "${plugin.id}" can't start: ${reason} Fix that and call start() again.`,
      { cause, details: { plugin: plugin.id } },
    );
  }
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
