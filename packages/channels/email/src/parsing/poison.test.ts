import { createSupport } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { describe, expect, onTestFinished, test } from "vitest";
import { emailChannel } from "../emailChannel.ts";
import type { EmailChannelOptions } from "../options.ts";
import { mailText } from "../testing/mailText.ts";
import { frugal, impatient, largePoison, slowPoison } from "../testing/poison.ts";
import { smtpClient } from "../testing/smtpClient.ts";
import { byWebhook, webhook } from "../testing/webhook.ts";

/** A thread takes seconds to start on a busy machine, and poison is read twice. */
const patienceMs = 180_000;

async function openDesk(options: EmailChannelOptions) {
  const channel = emailChannel({ ...options, webhook });
  const support = await createSupport({ storage: memoryStorage(), channels: [channel] });
  onTestFinished(async () => {
    await support.stop();
    await channel.stop?.();
  });
  return support;
}

describe.each([
  ["outlasts its parser", impatient, slowPoison, "longer than 2000 ms"],
  ["needs too much memory", frugal, largePoison, "more than 64 MB of memory"],
])("a message that %s", (_name, options, poison, reason) => {
  test(
    "is kept raw after the second time, while others go on",
    async () => {
      const support = await openDesk(options);
      const order: string[] = [];
      const poisoned = support
        .receive("email", byWebhook(poison(), "poison"))
        .finally(() => order.push("poison"));
      const others = ["one", "two", "three"].map(async (name) => {
        const result = await support.receive("email", byWebhook(mailText({ Subject: name }), name));
        order.push("honest");
        return result.outcome;
      });
      expect(await Promise.all(others)).toEqual(["accepted", "accepted", "accepted"]);
      const kept = await poisoned;
      expect(kept).toMatchObject({ outcome: "kept", caseIds: [] });
      expect(order).toEqual(["honest", "honest", "honest", "poison"]);
      expect((await support.intake.listKept()).rows).toMatchObject([
        { id: kept.inboundId, parserStops: 2, problem: expect.stringContaining(reason) },
      ]);
      expect((await support.intake.openRaw({ inboundId: kept.inboundId })).body).toEqual(
        new Uint8Array(poison()),
      );
    },
    patienceMs,
  );

  test(
    "does not stop the desk when it is replayed, and stays kept",
    async () => {
      const support = await openDesk(options);
      const { inboundId } = await support.receive("email", byWebhook(poison(), "poison"));
      await expect(support.intake.replay({ inboundId })).rejects.toMatchObject({ code: "PARSER_STOPPED" });
      expect((await support.intake.listKept()).rows).toHaveLength(1);
      expect((await support.receive("email", byWebhook(mailText({}), "honest"))).outcome).toBe("accepted");
    },
    patienceMs,
  );
});

test(
  "poison by SMTP is taken over once it is kept, while others are answered",
  async () => {
    let port = 0;
    const listen = {
      port: 0,
      onListening: (address: { readonly port: number }) => {
        port = address.port;
      },
    };
    const support = await openDesk({ ...impatient, listen });
    await support.start();
    const send = async (body: Uint8Array) => {
      const client = await smtpClient(port);
      onTestFinished(() => void client.socket.destroy());
      await client.sayAll(
        "EHLO c.example",
        "MAIL FROM:<a@c.example>",
        "RCPT TO:<support@shop.example>",
        "DATA",
      );
      return client.say(`${Buffer.from(body).toString("latin1")}\r\n.`);
    };
    const order: string[] = [];
    const poisoned = send(slowPoison()).finally(() => order.push("poison"));
    expect(await send(mailText({ Subject: "one" }))).toMatch(/^250 /);
    order.push("honest");
    expect(await send(mailText({ Subject: "two" }))).toMatch(/^250 /);
    expect(await poisoned).toMatch(/^250 /);
    expect(order).toEqual(["honest", "poison"]);
    expect((await support.intake.listKept()).rows).toMatchObject([{ parserStops: 2 }]);
    expect((await support.cases.list()).rows).toHaveLength(2);
  },
  patienceMs,
);
