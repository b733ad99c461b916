import { type ChannelHost, systemClock, systemRandom } from "@heedkit/core";
import type { ImapFlow } from "imapflow";
import type { ImapOptions } from "./imapOptions.ts";
import { mailboxName } from "./mailboxReading.ts";
import { createClient } from "./openMailbox.ts";
import { readNewMessages } from "./readNewMessages.ts";

const shortestPauseMs = 1_000;
const longestPauseMs = 60_000;

/**
 * Reads a mailbox until stopped: at once, when the server tells of something new, and every poll interval whatever it tells.
 * After a failure it begins with a fresh connection, after a pause that grows and is never the same twice.
 */
export function watchMailbox(options: ImapOptions, host: ChannelHost): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const running = keepReading(options, host, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function keepReading(options: ImapOptions, host: ChannelHost, signal: AbortSignal): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    const client = createClient(options);
    client.on("error", (error) => {
      if (!signal.aborted) host.report(error, `the connection to ${mailboxName(options)}`);
    });
    try {
      await readWhileConnected(client, options, host, signal, () => {
        failures = 0;
      });
    } catch (error) {
      if (!signal.aborted) host.report(error, `reading ${mailboxName(options)}`);
    } finally {
      await disconnect(client);
    }
    failures += 1;
    const pause = Math.min(longestPauseMs, shortestPauseMs * 2 ** Math.min(failures - 1, 10));
    await systemClock.wait(pause * (0.5 + systemRandom.fraction()), signal);
  }
}

async function readWhileConnected(
  client: ImapFlow,
  options: ImapOptions,
  host: ChannelHost,
  signal: AbortSignal,
  onProgress: () => void,
): Promise<void> {
  let wake = () => {};
  let hasNews = false;
  const onNews = () => {
    hasNews = true;
    wake();
  };
  client.on("exists", onNews);
  client.on("close", onNews);
  const giveUp = () => {
    // A message being taken over is finished; a connection that is only being made is not waited for.
    if (!client.usable) client.close();
    wake();
  };
  signal.addEventListener("abort", giveUp);
  try {
    await client.connect();
    await client.mailboxOpen(options.mailbox ?? "INBOX", { readOnly: true });
    while (!signal.aborted && client.usable) {
      hasNews = false;
      await readNewMessages({ client, options, host, signal });
      onProgress();
      if (hasNews || signal.aborted) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, options.pollIntervalMs ?? 60_000);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
}

async function disconnect(client: ImapFlow): Promise<void> {
  if (!client.usable) return client.close();
  const goodbye = client.logout().catch(() => {});
  await Promise.race([goodbye, systemClock.wait(2_000)]);
  client.close();
}
