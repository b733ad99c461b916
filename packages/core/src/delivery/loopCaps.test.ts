import { describe, expect, test } from "vitest";
import { queueOutgoing, requireCase } from "../cases/index.ts";
import { memoryStorage } from "../memory/index.ts";
import type { Storage } from "../ports/index.ts";
import { deskForTests, somebody, type TestDesk } from "../templates/deskForTests.ts";
import { type LoopCapOptions, loopCaps } from "./loopCapOptions.ts";
import { takeSlotUnder } from "./loopCaps.ts";
import { suppress } from "./suppress.ts";

const minuteMs = 60_000;
const recipient = { kind: "email", value: "ada@example.com" };
const open = { perTenMinutes: 1_000, perHour: 1_000, perDay: 1_000 };
const wide = { perCase: 1_000, ...open, domain: open, source: open, desk: open };
const quiet = { templates: { acknowledgement: { enabled: false } } };

async function aCase(desk: TestDesk): Promise<string> {
  const [known] = await desk.cases.list().then(({ rows }) => rows);
  const customerId = known?.customerId ?? (await somebody(desk)).id;
  return (await desk.cases.open({ customerId, subject: "Help" })).id;
}

function take(desk: TestDesk, caps: LoopCapOptions, caseId: string, brandNew = false): Promise<boolean> {
  const settings = loopCaps.parse({ ...wide, ...caps });
  return desk.transact((tx) => takeSlotUnder(tx, settings, { recipient, caseId, brandNew }));
}

describe("caps on automatic messages to one recipient", () => {
  test.each([
    ["perTenMinutes", 10],
    ["perHour", 60],
    ["perDay", 1_440],
  ] as const)("%s holds in any stretch of that length and no longer", async (cap, minutes) => {
    const desk = deskForTests(quiet);
    const caseId = await aCase(desk);
    const taken: boolean[] = [];
    for (const after of [0, 1, 1, minutes * minuteMs - 3, 1, 0, 1]) {
      desk.time.now += after;
      taken.push(await take(desk, { [cap]: 2 }, caseId));
    }
    expect(taken).toEqual([true, true, false, false, true, false, true]);
  });

  test("hold when commits race: the last slot is taken once", async () => {
    const desk = deskForTests(quiet);
    const caseIds: string[] = [];
    for (let count = 0; count < 12; count++) caseIds.push(await aCase(desk));
    for (const brandNew of [true, false]) {
      const taken = await Promise.all(caseIds.map((caseId) => take(desk, { perDay: 5 }, caseId, brandNew)));
      expect(taken.filter(Boolean)).toHaveLength(brandNew ? 5 : 0);
    }
  });

  test("say why in an event", async () => {
    const desk = deskForTests(quiet);
    const caseId = await aCase(desk);
    const heard: unknown[] = [];
    desk.kernel.emitter.on("delivery.automaticSuppressed", ({ data }) => heard.push(data));
    await take(desk, { perHour: 1 }, caseId);
    await take(desk, { perHour: 1 }, caseId);
    await desk.transact((tx) => suppress(tx, recipient, "Mailbox full", null));
    await desk.transact((tx) =>
      takeSlotUnder(tx, loopCaps.parse({}), { recipient, caseId, brandNew: false }),
    );
    expect(heard).toEqual([
      { caseId, reason: "hour" },
      { caseId, reason: "blocked" },
    ]);
  });
});

test("a case gets three automatic messages, to however many people", async () => {
  const desk = deskForTests(quiet);
  const caseId = await aCase(desk);
  const caps = loopCaps.parse({ ...wide, perCase: 3 });
  const send = (value: string) =>
    desk.transact(async (tx) => {
      const slot = { recipient: { kind: "email", value }, caseId, brandNew: false };
      if (!(await takeSlotUnder(tx, caps, slot))) return false;
      await queueOutgoing(tx, desk.caseDeps, await requireCase(tx, caseId), {
        text: "auto",
        authorKind: "system",
        automatic: "test",
      });
      return true;
    });
  const sent = await Promise.all(Array.from({ length: 10 }, (_, at) => send(`p${at}@example.com`)));
  expect(sent.filter(Boolean)).toHaveLength(3);
});

test("a brand-new customer costs one read", async () => {
  const storage = memoryStorage();
  const read: string[] = [];
  const watched: Storage = {
    ...storage,
    get: (table, keys) => {
      read.push(table.name);
      return storage.get(table, keys);
    },
    find: (table, query) => {
      read.push(table.name);
      return storage.find(table, query);
    },
  };
  const desk = deskForTests({ ...quiet, storage: watched });
  const caseId = await aCase(desk);
  read.length = 0;
  expect(await take(desk, {}, caseId, true)).toBe(true);
  expect(read).toEqual(["automaticSlots"]);
});

test("rows go when they are a day old, and not while they count", async () => {
  const desk = deskForTests(quiet);
  const caseId = await aCase(desk);
  await take(desk, {}, caseId);
  desk.time.now += 20 * 60 * minuteMs;
  await take(desk, {}, caseId);
  desk.time.now += 5 * 60 * minuteMs;
  await desk.sweep();
  expect(await desk.slots()).toBeGreaterThanOrEqual(3);
  desk.time.now += 20 * 60 * minuteMs;
  await desk.sweep();
  expect(await desk.slots()).toBe(0);
  expect(await take(desk, {}, caseId)).toBe(true);
});

test("a cap that is no whole number is refused by name", () => {
  expect(loopCaps.safeParse({ perHour: -1 }).error?.issues[0]?.path).toEqual(["perHour"]);
});

describe("a forger who has mail sent to others", () => {
  async function sentTo(
    addresses: readonly string[],
    caps: LoopCapOptions = {},
    origin: { readonly address: string | null; readonly sender: string | null } = {
      address: null,
      sender: null,
    },
  ) {
    const desk = deskForTests({ ...quiet, origin });
    const settings = loopCaps.parse(caps);
    const reasons: string[] = [];
    desk.kernel.emitter.on("delivery.automaticSuppressed", ({ data }) => reasons.push(data.reason));
    const caseIds: string[] = [];
    for (const _ of addresses) caseIds.push(await aCase(desk));
    // As many processes would, a few at a time.
    const taken: boolean[] = [];
    for (let at = 0; at < addresses.length; at += 10)
      taken.push(
        ...(await Promise.all(
          addresses.slice(at, at + 10).map((value, count) =>
            desk.transact((tx) =>
              takeSlotUnder(tx, settings, {
                recipient: { kind: "email", value },
                caseId: caseIds[at + count] ?? "",
                brandNew: true,
                inboundId: "inb_1",
              }),
            ),
          ),
        )),
      );
    return { count: taken.filter(Boolean).length, reasons: new Set(reasons) };
  }
  const hundred = (make: (at: number) => string) => Array.from({ length: 100 }, (_, at) => make(at));

  test.each([
    ["tags", (at: number) => `victim+${at}@shop.example`],
    ["dots", (at: number) => `${"victim".slice(0, at % 6)}.${"victim".slice(at % 6)}@gmail.com`],
    ["case", (at: number) => `${at % 2 ? "VICTIM" : "Victim"}@${at % 3 ? "Shop.Example" : "shop.example"}`],
    ["both names of Gmail", (at: number) => `vic.tim+${at}@${at % 2 ? "googlemail.com" : "gmail.com"}`],
    ["both names of iCloud", (at: number) => `victim+${at}@${at % 2 ? "me.com" : "icloud.com"}`],
    ["dashes at Yahoo", (at: number) => `victim-${at}@yahoo.com`],
    [
      "both spellings of a domain",
      (at: number) => `victim+${at}@${at % 2 ? "bücher.example" : "xn--bcher-kva.example"}`,
    ],
    ["full width", (at: number) => `victim+${at}@${at % 2 ? "ｓhop.example" : "shop.example"}`],
    ["quotes", (at: number) => (at % 2 ? '"victim"@shop.example' : "victim@shop.example")],
    ["a dot at the end", (at: number) => (at % 2 ? "victim@shop.example." : "victim@shop.example")],
  ])("reaches one mailbox three times, whatever its %s", async (_, make) => {
    expect((await sentTo(hundred(make))).count).toBeLessThanOrEqual(3);
  });

  test("reaches a domain twenty times, through whatever mailboxes and names below it", async () => {
    const below = hundred((at) => `a${at}@${at % 3 ? `m${at}.` : ""}victim.co.uk`);
    expect(await sentTo(below)).toEqual({ count: 20, reasons: new Set(["domain"]) });
  });

  test("does not keep others of a large provider, or of one that the host names, from their answers", async () => {
    expect((await sentTo(hundred((at) => `person${at}x@gmail.com`))).count).toBe(100);
    const sharedDomains = ["Campus.example"];
    expect(
      (
        await sentTo(
          hundred((at) => `person${at}x@campus.example`),
          { sharedDomains },
        )
      ).count,
    ).toBe(100);
  });

  test.each([
    ["an address", { address: "203.0.113.7", sender: null }],
    ["an IPv4 address as IPv6", { address: "::ffff:203.0.113.7", sender: null }],
    ["an IPv6 network", { address: "2001:db8:1:2::7", sender: null }],
    ["an envelope sender", { address: "127.0.0.1", sender: "bomb@evil.example" }],
  ])("gets no more than the cap of the source out of %s", async (_, origin) => {
    const all = hundred((at) => `a@d${at}.example`);
    expect(await sentTo(all, {}, origin)).toEqual({ count: 60, reasons: new Set(["source"]) });
  });

  test.each([
    "127.0.0.1",
    "::1",
    "10.0.0.5",
    "192.168.1.1",
    "172.20.0.1",
    "fd00::1",
    "fe80::1",
    "100.64.0.1",
  ])("a relay of the host's own at %s is no source", async (address) => {
    const all = hundred((at) => `a@d${at}.example`);
    expect((await sentTo(all, {}, { address, sender: null })).count).toBe(100);
  });

  test("gets no more out of the desk than its cap, exactly, from many addresses at once", async () => {
    const desk = { perTenMinutes: 37, perHour: 50, perDay: 60 };
    const all = hundred((at) => `a@d${at}.example`);
    expect(await sentTo(all, { desk })).toEqual({ count: 37, reasons: new Set(["desk"]) });
  });

  test.each([
    "a@[10.0.0.5]",
    "a@[IPv6:2001:db8::1]",
    "a@localhost",
    "a@mailhost",
    "a@10.0.0.5",
    "a@0x0a000005",
    "a@167772165",
    "a@printer.local",
    "a@x.localhost",
    "no-reply@shop.example",
    "No.Reply+17@shop.example",
    "donotreply@shop.example",
    "noreply-orders@shop.example",
    "postmaster@shop.example",
    "MAILER-DAEMON@shop.example",
    "bounces+17=ada@list.example",
    "owner-news@list.example",
    "news-request@list.example",
    "@shop.example",
    "a",
  ])("gets nothing sent to %s", async (address) => {
    expect(await sentTo([address])).toEqual({ count: 0, reasons: new Set(["unanswerable"]) });
  });

  test.each([
    "norah@shop.example",
    "reply.ann@shop.example",
    "bounceworks@shop.example",
    "postmann@shop.example",
  ])("%s is a person", async (address) => {
    expect((await sentTo([address])).count).toBe(1);
  });
});
