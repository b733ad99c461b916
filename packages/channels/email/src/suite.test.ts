import { channelSuite } from "@heedkit/testing";
import { emailChannel } from "./emailChannel.ts";
import { mailText } from "./testing/mailText.ts";
import { moodyPeer } from "./testing/moodyPeer.ts";
import { address, secret } from "./testing/sending.ts";
import { webhook } from "./testing/webhook.ts";

const addressOf = (sender: number) => `ann${sender}@customer.example`;
const idOf = (bytes: Buffer) => /^Message-ID:\s*<([^>]*)>/im.exec(bytes.toString())?.[1] ?? "none";

channelSuite({
  name: "email",
  // SMTP knows neither keys nor waits.
  has: { verify: "secret", retryAfter: false, idempotencyKeys: false },
  async open({ patienceMs }) {
    const { port, messages, feel, close } = await moodyPeer();
    const smtp = { host: "127.0.0.1", port, connectionTimeoutMs: patienceMs, socketTimeoutMs: patienceMs };
    return {
      channel: emailChannel({ address, secret, smtp, webhook }),
      feel,
      close,
      taken: () => messages.map(({ bytes }) => idOf(bytes)),
      recipient: { kind: "email", value: addressOf(1), name: "Ann Lee" },
      inbound: {
        payload: ({ externalId, sender, text, answers, sentAt }) =>
          mailText(
            {
              From: `Ann <${addressOf(sender)}>`,
              To: address,
              Subject: "My order",
              Date: new Date(sentAt).toUTCString(),
              "Message-ID": `<${externalId}>`,
              ...(answers === null ? {} : { "In-Reply-To": `<${answers}>` }),
              "Content-Type": "text/plain; charset=utf-8",
              "Content-Transfer-Encoding": "8bit",
            },
            text,
          ),
        deliver: (body, { deliveryId, at }) => ({
          body,
          dedupeKey: deliveryId,
          receivedAt: at,
          metadata: {
            authorization: `Bearer ${webhook.secret}`,
            envelopeFrom: addressOf(1),
            envelopeTo: [address],
          },
        }),
      },
    };
  },
});
