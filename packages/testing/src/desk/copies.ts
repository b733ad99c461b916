import type { InboundMessage } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { answering, letter, mallory } from "./harness/letter.ts";
import { onDesk, type TestDesk } from "./harness/openDesk.ts";
import { rawOf, scriptedChannel } from "./harness/scriptedChannel.ts";
import type { DeskSuiteOptions } from "./options.ts";

const day = 86_400_000;
const mail: Partial<InboundMessage> = { externalId: "<m1@example.com>", text: "Where is my order?\nAda" };
const footer = `\n${"_".repeat(40)}\nSupport mailing list\nhttps://lists.example/support`;
const acknowledged = { templates: {} };

/** Other ways in which the same mail arrives. */
const copies: readonly (readonly [string, Partial<InboundMessage>])[] = [
  ["byte by byte", {}],
  ["with the footer of a list", { text: `${mail.text}${footer}` }],
  ["tagged by a list", { subject: "[support] My order", automatic: { reason: "list", evidence: "List-Id" } }],
  ["wrapped differently", { text: "Where is my\r\norder? Ada\r\n" }],
  ["with its id in other letters", { externalId: "M1@EXAMPLE.com" }],
  [
    "from the same address in capitals",
    { from: { kind: "email", value: "ADA@Example.com", name: "Ada L." } },
  ],
];

const others: readonly (readonly [string, Partial<InboundMessage>])[] = [
  ["from another sender", { from: mallory }],
  ["with another text", { text: "Cancel it." }],
  ["with one more sentence", { text: `${mail.text}\nPlease cancel it.` }],
  ["with another id", { externalId: "<m2@example.com>" }],
  [
    "with a file that the first one lacked",
    {
      attachments: [
        { reference: "2", name: "a.pdf", mediaType: "application/pdf", size: 5, contentId: null },
      ],
    },
  ],
];

/** Ids as they occur, odd ones included, each with a slightly different one. */
const ids: readonly (readonly [string, string, string])[] = [
  ["of ordinary length", "<m1@example.com>", "<m1@example.com.au>"],
  ["longer than a key holds", `<${"a".repeat(900)}@example.com>`, `<${"a".repeat(901)}@example.com>`],
  ["with the mark that ends a key", "<m1@example.com>", "<m1@example.com>#0"],
  ["with signs of patterns and quotes", `<%_"'\\[*]@example.com>`, `<%_"'\\[x]@example.com>`],
  ["in letters of several scripts", "<Пиши-邮件-é@example.com>", "<Пиши-邮件-e@example.com>"],
];

async function messagesOf({ support }: TestDesk) {
  const categories = ["new", "open", "pending", "on_hold", "solved", "closed"] as const;
  const { rows } = await support.cases.list({ categories: [...categories] });
  const pages = await Promise.all(rows.map(({ id }) => support.cases.messages({ caseId: id })));
  return pages.flatMap((page) => page.rows.filter(({ direction }) => direction === "in"));
}

export function copyTests(options: DeskSuiteOptions): void {
  describe("the same mail by two ways", () => {
    test.each(copies)("%s is one message with one acknowledgement, and kept as it came", (_, copy) =>
      onDesk(
        options,
        async (desk) => {
          const first = await desk.receive([letter(mail)]);
          const second = await desk.receive([letter({ ...mail, ...copy })]);
          expect(second).toMatchObject({ outcome: "duplicate", caseIds: first.caseIds });
          expect(await messagesOf(desk)).toHaveLength(1);
          expect((await desk.support.events.list({ type: "case.acknowledged" })).rows).toHaveLength(1);
          expect(
            (await desk.support.intake.openRaw({ inboundId: second.inboundId })).body.length,
          ).toBeGreaterThan(0);
        },
        acknowledged,
      ),
    );

    test.each(others)("%s is another message, and none is lost", (_, other) =>
      onDesk(options, async (desk) => {
        await desk.receive([letter(mail)]);
        const second = await desk.receive([letter({ ...mail, ...other })]);
        expect(second.outcome).toBe("accepted");
        expect(await messagesOf(desk)).toHaveLength(2);
        // And each of the two is known again.
        for (const known of [mail, { ...mail, ...other }])
          expect((await desk.receive([letter(known)])).outcome).toBe("duplicate");
        expect(await messagesOf(desk)).toHaveLength(2);
      }),
    );

    test.each(ids)("an id %s tells one message from another", (_, externalId, other) =>
      onDesk(options, async (desk) => {
        for (const id of [externalId, other])
          expect((await desk.receive([letter({ ...mail, externalId: id })])).outcome).toBe("accepted");
        for (const id of [externalId, other])
          expect((await desk.receive([letter({ ...mail, externalId: id })])).outcome).toBe("duplicate");
        expect(await messagesOf(desk)).toHaveLength(2);
      }),
    );

    test("many copies and variations at once, by several processes, are one message each", () =>
      onDesk(
        options,
        async (desk) => {
          const processes = [desk, await desk.another(), await desk.another()];
          const variations = [mail, { ...mail, text: "Cancel it." }, { ...mail, from: mallory }];
          const arriving = variations.flatMap((one) =>
            processes.flatMap((process) => [
              process.receive([letter(one)]),
              process.receive([letter({ ...one, text: `${one.text}${footer}` })]),
            ]),
          );
          const results = await desk.settled(Promise.all(arriving));
          expect(results.filter(({ outcome }) => outcome === "accepted")).toHaveLength(variations.length);
          expect(await messagesOf(desk)).toHaveLength(variations.length);
        },
        acknowledged,
      ));

    test("after three days a copy reopens nothing and opens nothing", () =>
      onDesk(options, async (desk) => {
        const { id: caseId } = await desk.hear(mail);
        await desk.support.cases.solve({ caseId });
        await desk.clock.advance(3 * day);
        const before = await desk.support.cases.get({ caseId });
        expect((await desk.receive([letter(mail)])).outcome).toBe("duplicate");
        expect(await desk.support.cases.get({ caseId })).toEqual(before);
      }));

    test("a copy is known after its message was split out, and after its case was merged", () =>
      onDesk(options, async (desk) => {
        const { cases } = desk.support;
        const first = await desk.hear({ externalId: "<m0@example.com>" });
        await desk.hear({ ...mail, ...answering("<m0@example.com>") });
        const [, moved] = (await cases.messages({ caseId: first.id })).rows;
        const split = await cases.split({ caseId: first.id, messageIds: [moved?.id ?? ""] });
        expect(await desk.receive([letter(mail)])).toMatchObject({
          outcome: "duplicate",
          caseIds: [split.id],
        });
        const other = await desk.hear({ subject: "Another matter" });
        await cases.merge({ fromId: split.id, intoId: other.id });
        expect((await desk.receive([letter(mail)])).outcome).toBe("duplicate");
      }));

    test("without an id, the sender and the date of writing tell", () =>
      onDesk(options, async (desk) => {
        const unnamed = { externalId: null, sentAt: desk.clock.now() - 5_000 };
        await desk.receive([letter(unnamed)]);
        expect((await desk.receive([letter(unnamed)])).outcome).toBe("duplicate");
        const apart = [
          { ...unnamed, sentAt: unnamed.sentAt + 1_000 },
          { ...unnamed, subject: "Another order" },
          { ...unnamed, sentAt: null },
          { ...unnamed, sentAt: null },
        ];
        for (const other of apart) expect((await desk.receive([letter(other)])).outcome).toBe("accepted");
        expect(await messagesOf(desk)).toHaveLength(5);
      }));

    test("a mail to two mailboxes of a desk is one message, in the case of the one it reached first", () => {
      const billing = scriptedChannel("billing");
      const letters = scriptedChannel();
      return onDesk(
        options,
        async (desk) => {
          const { caseIds } = await desk.support.receive("letters", rawOf([letter(mail)], "1", 0));
          expect(await desk.support.receive("billing", rawOf([letter(mail)], "1", 0))).toMatchObject({
            outcome: "duplicate",
            caseIds,
          });
          expect(await messagesOf(desk)).toHaveLength(1);
        },
        { channels: [letters, billing] },
      );
    });

    test("each tenant has its own", () =>
      onDesk(
        options,
        async ({ support }) => {
          for (const tenant of ["north", "south"]) {
            const raw = rawOf([letter(mail)], "1", 0);
            expect((await support.tenant(tenant).receive("letters", raw)).outcome).toBe("accepted");
          }
        },
        { tenants: ["north", "south"] },
      ));

    test("a delivery of a copy and something new brings what is new", () =>
      onDesk(options, async (desk) => {
        await desk.receive([letter(mail)]);
        const fresh = letter({ externalId: "<m2@example.com>", text: "And my invoice?" });
        expect((await desk.receive([letter(mail), fresh])).outcome).toBe("accepted");
        expect(await messagesOf(desk)).toHaveLength(2);
      }));

    test("what was kept and is a copy is one when it is replayed", () =>
      onDesk(options, async (desk) => {
        desk.letters.misunderstand(new Error("odd"));
        const { inboundId } = await desk.receive([letter(mail)]);
        desk.letters.misunderstand(null);
        await desk.receive([letter(mail)]);
        const replayed = await desk.settled(desk.support.intake.replay({ inboundId }));
        expect(replayed.outcome).toBe("duplicate");
        expect(await messagesOf(desk)).toHaveLength(1);
        expect((await desk.support.intake.listKept()).rows).toEqual([]);
      }));
  });
}
