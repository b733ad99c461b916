import { isIP } from "node:net";
import { optionProblems } from "@heedkit/core";
import { z } from "zod";
import { normaliseEmail } from "./address/normaliseEmail.ts";
import { deskAddressProblem } from "./address/ownAddress.ts";
import { longestReturnLocalPart } from "./threading/returnPath.ts";

const count = z.int().positive();
const milliseconds = z.int().positive();
const port = z.int().min(0).max(65535);
const secret = z.string().min(32, "needs 32 characters or more; make one with `openssl rand -base64 32`");
const deskAddress = z.string().superRefine((address, context) => {
  const message = deskAddressProblem(address);
  if (message !== null) context.addIssue({ code: "custom", message });
});
const bounceAddress = deskAddress.refine(
  (address) => address.lastIndexOf("@") <= longestReturnLocalPart,
  `leaves no room for a signature: at most ${longestReturnLocalPart} characters may stand before the @`,
);
const range = z
  .string()
  .refine((entry) => isRange(entry), "is neither an IP address nor a range such as 10.0.0.0/24");
const ownAddress = z
  .string()
  .refine(
    (entry) => normaliseEmail(entry.startsWith("@") ? `any${entry}` : entry) !== null,
    "is neither a mail address nor @domain",
  );
const callable = z.custom((value) => typeof value === "function", "must be a function");
const tls = z.record(z.string(), z.unknown());

const smtp = z.strictObject({
  host: z.string().min(1),
  port: port.optional(),
  secure: z.boolean().optional(),
  requireTls: z.boolean().optional(),
  auth: z.strictObject({ user: z.string(), password: z.string() }).optional(),
  maxConnections: z.int().min(0).optional(),
  connectionTimeoutMs: milliseconds.optional(),
  socketTimeoutMs: milliseconds.optional(),
  deliveryTimeoutMs: milliseconds.optional(),
  name: z.string().optional(),
  tls: tls.optional(),
});

const listen = z.strictObject({
  host: z.string().min(1).optional(),
  port,
  maxMessageBytes: count.optional(),
  maxBufferedBytes: count.optional(),
  maxConnections: count.optional(),
  maxRecipients: count.optional(),
  maxConnectionsPerAddress: count.optional(),
  idleTimeoutMs: milliseconds.optional(),
  commandTimeoutMs: milliseconds.optional(),
  messageTimeoutMs: milliseconds.optional(),
  sessionTimeoutMs: milliseconds.optional(),
  stopTimeoutMs: milliseconds.optional(),
  tls: z.strictObject({ key: z.string(), cert: z.string() }).optional(),
  recipients: callable.optional(),
  onListening: callable.optional(),
});

const imap = z.strictObject({
  host: z.string().min(1),
  port: port.optional(),
  secure: z.boolean().optional(),
  auth: z
    .strictObject({ user: z.string(), password: z.string().optional(), accessToken: z.string().optional() })
    .refine(
      ({ password, accessToken }) => Boolean(password) !== Boolean(accessToken),
      "needs password or accessToken",
    ),
  mailbox: z.string().min(1).optional(),
  name: z.string().min(1).max(200).optional(),
  commandTimeoutMs: milliseconds.optional(),
  tenantId: z.string().min(1).optional(),
  from: z.enum(["all", "now"]).optional(),
  pollIntervalMs: milliseconds.optional(),
  maxMessageBytes: count.optional(),
  tls: tls.optional(),
});

const schema = z.strictObject({
  id: z.string().min(1).optional(),
  address: deskAddress,
  aliases: z.array(deskAddress).readonly().optional(),
  displayName: z.string().optional(),
  secret,
  previousSecrets: z.array(secret).readonly().optional(),
  smtp: z.union([z.custom((value) => isTransport(value)), smtp]).optional(),
  listen: listen.optional(),
  imap: z.union([imap, z.array(imap).readonly()]).optional(),
  bounces: z
    .strictObject({ address: bounceAddress.optional(), trust: z.array(range).readonly().optional() })
    .optional(),
  webhook: z.strictObject({ secret: z.union([secret, z.array(secret).min(1).readonly()]) }).optional(),
  isAgent: callable.optional(),
  ownAddresses: z.array(ownAddress).readonly().optional(),
  forms: z.array(ownAddress).readonly().optional(),
  limits: z
    .strictObject({
      maxMessageBytes: count.optional(),
      maxHeaderBytes: count.optional(),
      maxNestingDepth: count.optional(),
      maxParts: count.optional(),
      maxBodyCharacters: count.optional(),
    })
    .optional(),
  parsing: z
    .strictObject({
      threads: count.max(64).optional(),
      timeoutMs: milliseconds.optional(),
      maxMemoryMb: z.int().min(32).optional(),
    })
    .optional(),
  maxOutgoingBytes: count.optional(),
});

/** Everything that is wrong with the options; empty where they will do. */
export function channelProblems(options: unknown): readonly string[] {
  return optionProblems(schema, options);
}

function isRange(entry: string): boolean {
  const [address = "", bits, ...rest] = entry.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

function isTransport(value: unknown): boolean {
  return (
    typeof value === "object" && value !== null && "sendMail" in value && typeof value.sendMail === "function"
  );
}
