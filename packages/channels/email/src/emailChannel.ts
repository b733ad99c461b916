import { type InboundEvent, type RawInbound, SupportError } from "@heedkit/core";
import { normaliseEmail } from "./address/normaliseEmail.ts";
import { isOfMailbox, ownAddresses } from "./address/ownAddress.ts";
import { trustedRelays } from "./bounce/trustedRelay.ts";
import { diagnoseWith, type EmailChannel } from "./diagnosis/diagnosingChannel.ts";
import { watchMailbox } from "./imap/watchMailbox.ts";
import { verifyWebhook } from "./inbound/verifyOrigin.ts";
import type { EmailChannelOptions } from "./options.ts";
import { channelProblems } from "./optionsSchema.ts";
import { deliverMail } from "./outbound/deliver.ts";
import { maySendFrom, type Sender } from "./outbound/sender.ts";
import type { MailTransport } from "./outbound/smtpOptions.ts";
import { openTransport } from "./outbound/transport.ts";
import { mailParser } from "./parsing/mailParser.ts";
import { startListener } from "./smtp/listener.ts";
import type { Recipients } from "./smtp/listenOptions.ts";
import { tenantOf } from "./tenantOf.ts";
import { createKeyring } from "./threading/keyring.ts";
import { unusableChannel } from "./unusableChannel.ts";

/**
 * Email as a channel: in by SMTP, IMAP or any webhook that delivers RFC 5322 bytes, out by SMTP. Never throws: errors
 * in the options are in `problems`, which `createSupport` lists with all others.
 *
 * @example
 * emailChannel({
 *   address: "support@shop.example",
 *   secret: process.env.MAIL_SECRET,
 *   smtp: { host: "smtp.shop.example", auth: { user: "support", password: process.env.MAIL_PASSWORD } },
 *   imap: { host: "imap.shop.example", auth: { user: "support", password: process.env.MAIL_PASSWORD } },
 * });
 */
export function emailChannel(options: EmailChannelOptions): EmailChannel {
  const problems = channelProblems(options);
  if (problems.length > 0) return unusableChannel(options, problems);
  const address = normaliseEmail(options.address) ?? options.address;
  const bounceAddress = normaliseEmail(options.bounces?.address ?? address) ?? address;
  const aliases = (options.aliases ?? []).flatMap((alias) => normaliseEmail(alias) ?? []);
  const ownEntries = [...(options.ownAddresses ?? []), ...aliases, bounceAddress];
  const isOwn = ownAddresses([address, ...ownEntries]);
  const parser = mailParser({
    desk: {
      address,
      secret: options.secret,
      previousSecrets: options.previousSecrets ?? [],
      ownAddresses: ownEntries,
      forms: options.forms ?? [],
      limits: options.limits ?? {},
    },
    parsing: options.parsing,
    isAgent: options.isAgent,
  });
  const { smtp } = options;
  const sender: Sender = {
    address,
    aliases,
    displayName: options.displayName ?? null,
    keyring: createKeyring([options.secret, ...(options.previousSecrets ?? [])]),
    maxOutgoingBytes: options.maxOutgoingBytes ?? 18 * 1024 * 1024,
    bounceAddress,
    deliveryTimeoutMs:
      (smtp !== undefined && !("sendMail" in smtp) ? smtp.deliveryTimeoutMs : null) ?? 300_000,
  };
  const id = options.id ?? "email";
  const isTrusted = trustedRelays(options.bounces?.trust ?? []);
  let transport: MailTransport | null = null;
  const mailboxes = [options.imap ?? []].flat();
  let running: { stop(): Promise<void> }[] = [];

  const proveIfTrusted = (event: InboundEvent, { metadata }: RawInbound): InboundEvent => {
    const { remoteAddress } = metadata;
    if (event.kind !== "receipt" || typeof remoteAddress !== "string") return event;
    return isTrusted(remoteAddress) ? { ...event, proven: true } : event;
  };

  return {
    specVersion: 1,
    id,
    kind: "email",
    capabilities: {
      receive: true,
      deliver: smtp !== undefined,
      html: true,
      attachments: true,
      subject: true,
      signatures: true,
      listens: options.listen !== undefined || mailboxes.length > 0,
    },
    isOwn: ({ kind, value }) => kind === "email" && isOwn(normaliseEmail(value) ?? value),
    sendsFrom: ({ kind, value }) => kind === "email" && maySendFrom(sender, value),
    async verify(raw) {
      verifyWebhook(id, options.webhook, raw);
    },
    async parse(raw, { tenantId }) {
      const { problem } = raw.metadata;
      if (typeof problem === "string" && raw.body.length === 0)
        throw new SupportError("UNPARSEABLE", problem);
      return (await parser.parse(raw, tenantId)).map((event) => proveIfTrusted(event, raw));
    },
    diagnose: diagnoseWith(parser, proveIfTrusted),
    attachments: { open: (raw, reference) => parser.openAttachment(raw, reference) },

    async start(host) {
      if (running.length > 0) {
        throw new SupportError(
          "INVALID_CONFIGURATION",
          `The channel "${id}" is already running. Stop it first.`,
        );
      }
      const watched = mailboxes.map((mailbox, index) => ({
        options: mailbox,
        tenantId: mailbox.tenantId ?? tenantOf(host, id, `imap.${index}.tenantId`),
        host,
      }));
      if (options.listen !== undefined) {
        const recipients =
          options.listen.recipients ??
          ownMailboxes([address, ...aliases, bounceAddress], tenantOf(host, id, "listen.recipients"));
        running.push(await startListener(options.listen, recipients, host));
      }
      running.push(...watched.map(watchMailbox));
    },
    async stop() {
      const stopping = running;
      running = [];
      await Promise.all(stopping.map((service) => service.stop()));
      await parser.stop();
      // A transport given by the host is closed by the host.
      if (transport !== smtp) transport?.close?.();
      transport = null;
    },
    ...(smtp === undefined
      ? {}
      : {
          deliver: (message, delivery) => {
            transport ??= openTransport(smtp);
            return deliverMail(transport, sender, message, delivery);
          },
        }),
  };
}

/** The desk's own addresses and their plus forms, including signed ones. */
function ownMailboxes(mailboxes: readonly string[], tenantId: string): Recipients {
  return (recipient) => (mailboxes.some((mailbox) => isOfMailbox(mailbox, recipient)) ? tenantId : null);
}
