import { ImapFlow } from "imapflow";
import type { ImapOptions } from "./imapOptions.ts";

const thisMachine = /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/;
const mebibyte = 1024 * 1024;

/** Default size of the largest message fetched whole. */
export const defaultMaxMessageBytes = 40 * mebibyte;

/** A fresh connection; one that failed is never used again. */
export function createClient(options: ImapOptions): ImapFlow {
  const secure = options.secure ?? true;
  const { user, password, accessToken } = options.auth;
  const largest = options.maxMessageBytes ?? defaultMaxMessageBytes;
  return new ImapFlow({
    host: options.host,
    port: options.port ?? (secure ? 993 : 143),
    secure,
    ...(secure || thisMachine.test(options.host) ? {} : { doSTARTTLS: true }),
    auth: {
      user,
      ...(password === undefined ? {} : { pass: password }),
      ...(accessToken === undefined ? {} : { accessToken }),
    },
    logger: false,
    clientInfo: { name: "Heedkit" },
    autoIdleDelay: 250,
    maxIdleTime: options.pollIntervalMs ?? 60_000,
    connectionTimeout: 30_000,
    maxLineLength: 8 * mebibyte,
    maxLiteralSize: largest + mebibyte,
    maxResponseSize: largest + 16 * mebibyte,
    ...(options.tls === undefined ? {} : { tls: options.tls }),
  });
}
