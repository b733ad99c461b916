import { type Channel, SupportError } from "@heedkit/core";
import { normaliseEmail } from "./address/normaliseEmail.ts";
import { watchMailbox } from "./imap/watchMailbox.ts";
import { openAttachment } from "./inbound/attachments.ts";
import { envelopeOf, parseContext } from "./inbound/parseContext.ts";
import { parseInContext } from "./inbound/parseEmail.ts";
import type { EmailChannelOptions } from "./options.ts";
import { assertOptions } from "./optionsSchema.ts";
import type { Sender } from "./outbound/composeMail.ts";
import { deliverMail } from "./outbound/deliver.ts";
import type { MailTransport } from "./outbound/smtpOptions.ts";
import { openTransport } from "./outbound/transport.ts";
import { startListener } from "./smtp/listener.ts";
import type { Recipients } from "./smtp/listenOptions.ts";
import { createKeyring } from "./threading/keyring.ts";

/**
 * E-mail as a channel: in by SMTP, IMAP or any webhook that brings RFC 5322 bytes, out by SMTP.
 * Throws INVALID_CONFIGURATION that lists everything wrong with the options.
 *
 * @example
 * emailChannel({
 *   address: "support@shop.example",
 *   secret: process.env.MAIL_SECRET,
 *   smtp: { host: "smtp.shop.example", auth: { user: "support", password: process.env.MAIL_PASSWORD } },
 *   imap: { host: "imap.shop.example", auth: { user: "support", password: process.env.MAIL_PASSWORD } },
 * });
 */
export function emailChannel(options: EmailChannelOptions): Channel {
  assertOptions(options);
  const address = normaliseEmail(options.address) ?? options.address;
  const context = parseContext({ ...options, address });
  const sender: Sender = {
    address,
    displayName: options.displayName ?? null,
    keyring: createKeyring([options.secret, ...(options.previousSecrets ?? [])]),
    maxOutgoingBytes: options.maxOutgoingBytes ?? 18 * 1024 * 1024,
  };
  const id = options.id ?? "email";
  const { smtp } = options;
  let transport: MailTransport | null = null;
  const mailboxes = [options.imap ?? []].flat();
  let running: { stop(): Promise<void> }[] = [];

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
      listens: options.listen !== undefined || mailboxes.length > 0,
    },
    isOwn: ({ kind, value }) => kind === "email" && context.isOwn(normaliseEmail(value) ?? value),
    parse: (raw, { tenantId }) => parseInContext(raw.body, { ...context, ...envelopeOf(raw), tenantId }),
    attachments: { open: async (raw, reference) => openAttachment(raw.body, reference, context.limits) },

    async start(host) {
      if (running.length > 0) {
        throw new SupportError("INVALID_CONFIGURATION", `The channel "${id}" runs already; stop it first.`);
      }
      if (options.listen !== undefined) {
        running.push(
          await startListener(options.listen, options.listen.recipients ?? ownMailbox(address), host),
        );
      }
      running.push(...mailboxes.map((mailbox) => watchMailbox(mailbox, host)));
    },
    async stop() {
      const stopping = running;
      running = [];
      await Promise.all(stopping.map((service) => service.stop()));
      // A transport that the host gave is the host's to close.
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

/** The desk's own address and its plus forms, for the one tenant of a desk that has no others. */
function ownMailbox(address: string): Recipients {
  return (recipient) => (recipient.replace(/\+[^@]*@/, "@") === address ? "default" : null);
}
