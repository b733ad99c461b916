import { systemClock, systemRandom } from "@heedkit/core";
import type { ImapFlow } from "imapflow";
import { withDeadline } from "./deadline.ts";
import { mailboxSource, type WatchedMailbox } from "./mailboxReading.ts";
import { createClient } from "./openMailbox.ts";
import { readNewMessages } from "./readNewMessages.ts";

const shortestPauseMs = 1_000;
const longestPauseMs = 60_000;

/**
 * Reads a mailbox until stopped: at once, when the server announces something new, and at every poll interval. After a
 * failure it begins with a fresh connection, after a pause that grows and is never the same twice.
 */
export function watchMailbox(mailbox: Omit<WatchedMailbox, "signal">): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const running = keepReading({ ...mailbox, signal: stopping.signal });
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function keepReading(watched: WatchedMailbox): Promise<void> {
  const { options, host, signal } = watched;
  let failures = 0;
  while (!signal.aborted) {
    const client = createClient(options);
    client.on("error", (error) => {
      if (!signal.aborted) host.report(error, `the connection to ${mailboxSource(options)}`);
    });
    try {
      await readWhileConnected(client, watched, () => {
        failures = 0;
      });
    } catch (error) {
      if (!signal.aborted) host.report(error, `reading ${mailboxSource(options)}`);
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
  watched: WatchedMailbox,
  onProgress: () => void,
): Promise<void> {
  const { options, signal } = watched;
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
    await withDeadline(client, options, "connecting and logging in", () => client.connect());
    await withDeadline(client, options, "opening the mailbox", () =>
      client.mailboxOpen(options.mailbox ?? "INBOX", { readOnly: true }),
    );
    while (!signal.aborted && client.usable) {
      hasNews = false;
      await readNewMessages({ ...watched, client });
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
