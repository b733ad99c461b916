import { createHash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { SupportError } from "@heedkit/core";
import { afterEach, describe, expect, test } from "vitest";
import { emailChannel } from "../emailChannel.ts";
import { cuttingProxy } from "../testing/cuttingProxy.ts";
import { startDovecot, type TestMailbox } from "../testing/dovecot.ts";
import { type FakeDesk, fakeDesk } from "../testing/fakeDesk.ts";
import { mailText } from "../testing/mailText.ts";
import type { ImapOptions } from "./imapOptions.ts";

const dovecot = startDovecot();
const stops: (() => Promise<void> | undefined)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

if (dovecot === null) {
  test.skip("mailboxes on a real IMAP server: Dovecot is not installed, run scripts/services.sh dovecot", () => {});
}

async function watching(mailbox: TestMailbox, desk: FakeDesk, changes: Partial<ImapOptions> = {}) {
  const channel = emailChannel({
    address: "support@shop.example",
    secret: "a secret that is long enough to be one",
    imap: {
      host: mailbox.host,
      port: mailbox.port,
      secure: false,
      auth: { user: mailbox.user, password: mailbox.password },
      pollIntervalMs: 60_000,
      ...changes,
    },
  });
  await channel.start?.(desk);
  const stop = async () => channel.stop?.();
  stops.push(stop);
  return { stop };
}

async function eventually(claim: () => void, withinMs = 8_000): Promise<void> {
  const end = performance.now() + withinMs;
  for (;;) {
    try {
      return claim();
    } catch (error) {
      if (performance.now() > end) throw error;
      await wait(20);
    }
  }
}

const put = (mailbox: TestMailbox, subjects: readonly string[], folder = "INBOX", bodyBytes = 10) =>
  mailbox.as(async (client) => {
    for (const subject of subjects) {
      const text = mailText(
        { Subject: subject, "Message-ID": `<${subject}@customer.example>` },
        "x".repeat(bodyBytes),
      );
      await client.append(
        folder,
        Buffer.from(text),
        [],
        new Date(Date.UTC(2026, 0, Number(subject.slice(1)) || 1)),
      );
    }
  });

const subjects = (desk: FakeDesk) =>
  desk.received.map(({ raw }) => /Subject: (\S+)/.exec(Buffer.from(raw.body).toString())?.[1]);

const lots = (count: number) => Array.from({ length: count }, (_, index) => `m${index + 1}`);

describe.skipIf(dovecot === null)("a mailbox on a real IMAP server", () => {
  const newMailbox = () => {
    if (dovecot === null) throw new Error("Dovecot is not running.");
    return dovecot.mailbox();
  };

  test("is read in order, byte for byte, under keys made of the bytes, and left as it is", async () => {
    const mailbox = newMailbox();
    const desk = fakeDesk();
    await put(mailbox, ["m1", "m2"]);
    await watching(mailbox, desk, { tenantId: "shop" });
    await eventually(() => expect(subjects(desk)).toEqual(["m1", "m2"]));
    expect(desk.received[0]?.tenantId).toBe("shop");
    const { dedupeKey } = desk.received[0]?.raw ?? {};
    expect(dedupeKey).toBe(
      createHash("sha256")
        .update(desk.received[0]?.raw.body ?? "")
        .digest("hex"),
    );
    expect(desk.received[0]?.raw.metadata).toMatchObject({
      mailbox: `imap:${mailbox.user}@127.0.0.1/INBOX`,
      uid: "1",
    });
    expect(Buffer.from(desk.received[0]?.raw.body ?? [])).toEqual(
      Buffer.from(mailText({ Subject: "m1", "Message-ID": "<m1@customer.example>" }, "x".repeat(10))),
    );
    const unseen = await mailbox.as(async (client) => {
      await client.mailboxOpen("INBOX", { readOnly: true });
      return client.search({ seen: false });
    });
    expect(unseen).toHaveLength(2);
  });

  test("reports new mail immediately, long before the next poll", async () => {
    const mailbox = newMailbox();
    const desk = fakeDesk();
    await put(mailbox, ["m1"]);
    await watching(mailbox, desk);
    await eventually(() => expect(subjects(desk)).toEqual(["m1"]));
    await wait(400);
    await put(mailbox, ["m2"]);
    await eventually(() => expect(subjects(desk)).toEqual(["m1", "m2"]), 5_000);
  });

  test("is read from now on where that is asked for", async () => {
    const mailbox = newMailbox();
    const desk = fakeDesk();
    await put(mailbox, ["m1"]);
    await watching(mailbox, desk, { from: "now" });
    await eventually(() => expect(desk.savedCursors.size).toBe(1));
    await put(mailbox, ["m2"]);
    await eventually(() => expect(subjects(desk)).toEqual(["m2"]));
  });

  test("is not read again after a restart, but mail that arrived in between is", async () => {
    const mailbox = newMailbox();
    const desk = fakeDesk();
    await put(mailbox, ["m1"]);
    const first = await watching(mailbox, desk);
    await eventually(() => expect(subjects(desk)).toEqual(["m1"]));
    await first.stop();
    await put(mailbox, ["m2"]);
    await watching(mailbox, desk);
    await eventually(() => expect(subjects(desk)).toEqual(["m1", "m2"]));
  });

  test("repeats a message under the same key when the desk took it but the cursor was not saved", async () => {
    const mailbox = newMailbox();
    const desk = fakeDesk();
    await put(mailbox, ["m1", "m2"]);
    const save = desk.cursors.save.bind(desk.cursors);
    let saves = 0;
    const crashing: FakeDesk = {
      ...desk,
      cursors: {
        load: desk.cursors.load,
        save: async (...cursor) => {
          saves += 1;
          if (saves === 2) throw new Error("crash before the cursor was saved");
          await save(...cursor);
        },
      },
    };
    await watching(mailbox, crashing);
    await eventually(() => expect(subjects(desk)).toEqual(["m1", "m2"]), 10_000);
  });

  test("loses nothing and doubles nothing when the line breaks again and again in the middle of messages", async () => {
    const mailbox = newMailbox();
    const desk = fakeDesk();
    await put(mailbox, lots(6), "INBOX", 200_000);
    const proxy = await cuttingProxy(mailbox.port);
    stops.push(proxy.close);
    proxy.cutAfter(300_000);
    let cuts = 1;
    desk.report = () => {
      if (cuts < 3) proxy.cutAfter(250_000 * cuts);
      cuts += 1;
    };
    await watching(mailbox, desk, { port: proxy.port });
    await eventually(() => expect(subjects(desk)).toEqual(lots(6)), 20_000);
    expect(proxy.connections).toBeGreaterThan(2);
    expect(desk.received.every(({ raw }) => raw.body.length > 200_000)).toBe(true);
  }, 30_000);

  test("goes on past a message that the desk can't take, and offers it again", async () => {
    const mailbox = newMailbox();
    const desk = fakeDesk();
    let isPoisonous = true;
    desk.beforeReceive = (_tenantId, raw) => {
      if (isPoisonous && Buffer.from(raw.body).includes("Subject: m2"))
        throw new Error("can't take this one");
    };
    await put(mailbox, lots(4));
    await watching(mailbox, desk, { pollIntervalMs: 200 });
    await eventually(() => expect(subjects(desk)).toEqual(["m1", "m3", "m4"]));
    isPoisonous = false;
    await eventually(() => expect(subjects(desk)).toEqual(["m1", "m3", "m4", "m2"]));
  });

  test("goes on however many messages the desk can't take, and each of those has its turn again", async () => {
    const mailbox = newMailbox();
    const desk = fakeDesk();
    let poisonous = ["m1", "m2", "m3", "m4", "m5"];
    desk.beforeReceive = (_tenantId, raw) => {
      const text = Buffer.from(raw.body).toString();
      if (poisonous.some((subject) => text.includes(`Subject: ${subject}\r`)))
        throw new Error("can't take it");
    };
    await put(mailbox, lots(8));
    await watching(mailbox, desk, { pollIntervalMs: 150 });
    await eventually(() => expect(subjects(desk)).toEqual(["m6", "m7", "m8"]));
    await put(mailbox, ["m9"]);
    await eventually(() => expect(subjects(desk)).toEqual(["m6", "m7", "m8", "m9"]));
    poisonous = ["m1", "m2", "m3", "m4"];
    await eventually(() => expect(subjects(desk)).toEqual(["m6", "m7", "m8", "m9", "m5"]));
  }, 20_000);

  test("passes over what the desk refuses for good, and reports once which and why", async () => {
    const mailbox = newMailbox();
    const desk = fakeDesk();
    const offered: string[] = [];
    desk.beforeReceive = (_tenantId, raw) => {
      offered.push(String(raw.metadata.uid));
      if (!/Subject: m5\r/.test(Buffer.from(raw.body).toString()))
        throw new SupportError("MESSAGE_TOO_LARGE", "The delivery is larger than 10 bytes.");
    };
    await put(mailbox, lots(5));
    await watching(mailbox, desk, { pollIntervalMs: 150 });
    await eventually(() => expect(subjects(desk)).toEqual(["m5"]));
    await wait(500);
    expect(offered).toEqual(["1", "2", "3", "4", "5"]);
    expect(desk.reports).toHaveLength(4);
    expect(desk.reports[0]).toMatchObject({
      error: { code: "MESSAGE_TOO_LARGE" },
      what: expect.stringMatching(/message 1 of imap:.*refused for good/),
    });
  });

  test("keeps offering where it is the desk that is set up wrongly", async () => {
    const mailbox = newMailbox();
    const desk = fakeDesk();
    let isWrong = true;
    desk.beforeReceive = () => {
      if (isWrong) throw new SupportError("UNKNOWN_TENANT", 'There is no tenant "shop".');
    };
    await put(mailbox, ["m1"]);
    await watching(mailbox, desk, { pollIntervalMs: 150, tenantId: "shop" });
    await eventually(() => expect(desk.reports.length).toBeGreaterThan(1));
    isWrong = false;
    await eventually(() => expect(subjects(desk)).toEqual(["m1"]));
  });

  test("waits where the desk can take nothing at all, and loses nothing", async () => {
    const mailbox = newMailbox();
    const desk = fakeDesk();
    let isDown = true;
    let attempts = 0;
    desk.beforeReceive = () => {
      attempts += 1;
      if (isDown) throw new Error("storage down");
    };
    await put(mailbox, lots(20));
    await watching(mailbox, desk, { pollIntervalMs: 300 });
    await wait(800);
    expect(attempts).toBeLessThan(15);
    isDown = false;
    await eventually(() => expect(subjects(desk).toSorted()).toEqual(lots(20).toSorted()));
  });

  test("is compared by content when its UIDs start over, so that nothing is received twice", async () => {
    const mailbox = newMailbox();
    const desk = fakeDesk();
    await mailbox.as((client) => client.mailboxCreate("Desk"));
    await put(mailbox, lots(5), "Desk");
    const first = await watching(mailbox, desk, { mailbox: "Desk" });
    await eventually(() => expect(subjects(desk)).toEqual(lots(5)));
    await first.stop();
    await mailbox.as(async (client) => {
      await client.mailboxDelete("Desk");
      await wait(1_100);
      await client.mailboxCreate("Desk");
    });
    await put(mailbox, [...lots(5), "m9"], "Desk");
    await watching(mailbox, desk, { mailbox: "Desk" });
    await eventually(() => expect(subjects(desk)).toEqual([...lots(5), "m9"]));
    await put(mailbox, ["m10"], "Desk");
    await eventually(() => expect(subjects(desk)).toEqual([...lots(5), "m9", "m10"]));
    expect(desk.reports.map(({ error }) => String(error)).join()).toMatch(/UIDVALIDITY changed/);
  }, 20_000);

  test("gives the beginning of a message that is too large, marked as cut, and reports it", async () => {
    const mailbox = newMailbox();
    const desk = fakeDesk();
    await put(mailbox, ["m1"], "INBOX", 50_000);
    await watching(mailbox, desk, { maxMessageBytes: 10_000 });
    await eventually(() => expect(subjects(desk)).toEqual(["m1"]));
    expect(desk.received[0]?.raw.body).toHaveLength(10_000);
    expect(desk.received[0]?.raw.metadata.cutAfterBytes).toBe("10000");
    await eventually(() => expect(desk.reports).toHaveLength(1));
    expect(String(desk.reports[0]?.error)).toMatch(/has 50\d+ bytes; only the first 10000/);
    expect(desk.reports[0]?.what).toMatch(/message 1 of imap:/);
  });

  test("stops while its server can't be reached, and reports the failure", async () => {
    const desk = fakeDesk();
    const { stop } = await watching(newMailbox(), desk, { port: 1 });
    await eventually(() => expect(desk.reports.length).toBeGreaterThan(0));
    const start = performance.now();
    await stop();
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  test("a wrong password is reported, not thrown", async () => {
    const desk = fakeDesk();
    await watching(newMailbox(), desk, { auth: { user: "desk", password: "wrong" } });
    await eventually(() => expect(desk.reports.length).toBeGreaterThan(0));
    expect(desk.received).toHaveLength(0);
  });
});
