import type { ImapFlow } from "imapflow";
import type { ImapOptions } from "./imapOptions.ts";
import { defaultMaxMessageBytes } from "./openMailbox.ts";

/** A server slower than this keeps a connection busy, not useful. */
const slowestBytesPerMs = 8;
const checkEveryMs = 250;

/**
 * Waits for a command, for as long as `commandTimeoutMs` and the bytes that came allow, and never longer than the largest
 * message needs. A server that trickles is never silent, so no idle timeout would end it. Drops the connection when the
 * time is over.
 */
export async function withDeadline<Result>(
  client: ImapFlow,
  options: ImapOptions,
  what: string,
  command: () => Promise<Result>,
): Promise<Result> {
  const timeoutMs = options.commandTimeoutMs ?? 60_000;
  const largest = options.maxMessageBytes ?? defaultMaxMessageBytes;
  const begun = performance.now();
  const before = client.stats().received;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      const came = Math.min(client.stats().received - before, largest);
      const passed = performance.now() - begun;
      if (passed < timeoutMs + came / slowestBytesPerMs) return;
      client.close();
      reject(new Error(`The IMAP server took longer than ${Math.round(passed / 1000)} s for ${what}.`));
    }, checkEveryMs);
  });
  const running = command();
  // When the deadline wins, the command fails too, and nobody is left to handle that.
  running.catch(() => {});
  try {
    return await Promise.race([running, late]);
  } finally {
    clearInterval(timer);
  }
}
