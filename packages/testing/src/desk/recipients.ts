import type { Address, Case } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { ada, answering, mallory, person } from "./harness/letter.ts";
import { onDesk, type TestDesk } from "./harness/openDesk.ts";
import { deskAddress, externalIdOf, scriptedChannel } from "./harness/scriptedChannel.ts";
import type { DeskSuiteOptions } from "./options.ts";

const bob = person("Bob");
const cleo = person("Cleo");
const dora = person("Dora");

/** Writes a reply and returns who got it. */
async function write({ support, letters }: TestDesk, caseId: string, values: object) {
  const { id } = await support.cases.reply({ caseId, text: "Here you are.", ...values });
  await support.tick();
  const handed = letters.handed.find(({ message }) => message.messageId === id)?.message;
  const names = (addresses: readonly Address[] = []) => addresses.map(({ name }) => name);
  return { id, to: names(handed?.to), cc: names(handed?.cc), bcc: names(handed?.bcc) };
}

/** A case of Ada's that Bob takes part in. */
const hearAda = ({ hear }: TestDesk): Promise<Case> =>
  hear({ to: [deskAddress], cc: [bob], externalId: "<ada@example.com>" });

const choices: readonly (readonly [string, object, object])[] = [
  ["nobody in particular", {}, { to: ["Ada"], cc: ["Bob"], bcc: [] }],
  ["somebody more in cc", { cc: [cleo] }, { to: ["Ada"], cc: ["Cleo", "Bob"], bcc: [] }],
  ["somebody else", { to: [cleo] }, { to: ["Cleo"], cc: [], bcc: [] }],
  ["somebody else, and all", { to: [cleo], replyAll: true }, { to: ["Cleo"], cc: ["Bob"], bcc: [] }],
  ["the requester alone", { replyAll: false }, { to: ["Ada"], cc: [], bcc: [] }],
  ["others than usual", { replyAll: false, cc: [cleo] }, { to: ["Ada"], cc: ["Cleo"], bcc: [] }],
  ["somebody in secret", { bcc: [cleo] }, { to: ["Ada"], cc: ["Bob"], bcc: ["Cleo"] }],
  ["who takes part in secret", { bcc: [bob] }, { to: ["Ada"], cc: [], bcc: ["Bob"] }],
  ["somebody openly and in secret", { cc: [cleo], bcc: [cleo] }, { cc: ["Cleo", "Bob"], bcc: [] }],
  [
    "one person by two spellings",
    { cc: [cleo, { ...cleo, value: "CLEO@example.com" }] },
    { to: ["Ada"], cc: ["Cleo", "Bob"] },
  ],
];

const refused: readonly (readonly [string, object])[] = [
  ["an address of the desk in to", { to: [deskAddress] }],
  ["an address of the desk in cc", { cc: [deskAddress] }],
  ["an address of the desk in bcc", { bcc: [deskAddress] }],
  ["what is no address", { to: [{ value: "not an address" }] }],
  ["what is no address in cc", { cc: [{ kind: "email", value: "a@b@c.example" }] }],
  ["a header in an address", { bcc: [{ value: "a@b.example\r\nBcc: c@d.example" }] }],
  ["a line break in a name", { cc: [{ value: "a@b.example", name: "A\nBcc: c@d.example" }] }],
  ["an address of another kind", { cc: [{ kind: "telegram", value: "17" }] }],
  ["nobody", { to: [] }],
  ["a blocked address", { cc: [mallory] }],
  ["a blocked address in secret", { bcc: [{ ...mallory, value: "MALLORY@example.com" }] }],
  ["more than a list holds", { cc: Array.from({ length: 21 }, (_, at) => ({ value: `p${at}@x.example` })) }],
  [
    "more than a message has",
    Object.fromEntries(
      ["to", "cc", "bcc"].map((field) => [
        field,
        Array.from({ length: 17 }, (_, at) => ({ value: `${field}${at}@x.example` })),
      ]),
    ),
  ],
];

export function recipientTests(options: DeskSuiteOptions): void {
  describe("whom a reply goes to", () => {
    test.each(choices)("when its writer chooses %s", (_, values, expected) =>
      onDesk(options, async (desk) => {
        const { id: caseId } = await hearAda(desk);
        expect(await write(desk, caseId, values)).toMatchObject(expected);
      }),
    );

    test.each(refused)("is not %s", (_, values) =>
      onDesk(options, async (desk) => {
        const { id: caseId } = await hearAda(desk);
        const { kind, value } = mallory;
        await desk.support.suppressions.create({ kind, value, reason: "bounced" });
        await expect(write(desk, caseId, values)).rejects.toMatchObject({ code: "INVALID_INPUT" });
        const later = { ...values, sendAt: desk.clock.now() + 60_000 };
        await expect(write(desk, caseId, later)).rejects.toMatchObject({ code: "INVALID_INPUT" });
        expect((await desk.support.cases.messages({ caseId })).rows).toHaveLength(1);
      }),
    );

    test("a blocked address is named, with what to do about it", () =>
      onDesk(options, async (desk) => {
        const { id: caseId } = await hearAda(desk);
        const { kind, value } = mallory;
        await desk.support.suppressions.create({ kind, value, reason: "mailbox full" });
        await expect(write(desk, caseId, { cc: [mallory] })).rejects.toThrow(
          /mallory@example\.com gets no more messages \(mailbox full\).*suppressions\.remove/,
        );
      }));

    test("a channel that knows no recipients refuses them, and answers as ever without", () => {
      const chat = { ...scriptedChannel("letters"), kind: "chat" as const };
      return onDesk(
        options,
        async ({ support, hear }) => {
          const { id: caseId } = await hear({ from: { kind: "letters", value: "u1", name: "Una" } });
          for (const field of ["to", "cc", "bcc"])
            await expect(
              support.cases.reply({ caseId, text: "Hello", [field]: [{ kind: "letters", value: "u2" }] }),
            ).rejects.toThrow(/over "letters", where messages go to the customer alone/);
          await support.cases.reply({ caseId, text: "Hello" });
        },
        { channels: [chat] },
      );
    });

    test("a case without a channel refuses recipients", () =>
      onDesk(options, async ({ support }) => {
        const { id: customerId } = await support.customers.create({ name: "Ada" });
        const { id: caseId } = await support.cases.open({ customerId, subject: "Hi", channelId: "api" });
        await expect(support.cases.reply({ caseId, text: "Hello", cc: [bob] })).rejects.toMatchObject({
          code: "INVALID_INPUT",
        });
      }));

    test("a bot writes to nobody who takes no part, in secret neither", () =>
      onDesk(options, async (desk) => {
        const { id: caseId } = await hearAda(desk);
        const bot = desk.support.as({ kind: "bot", id: "helper" });
        for (const field of ["to", "cc", "bcc"])
          await expect(
            bot.cases.reply({ caseId, text: "Psst", [field]: [cleo] }),
            field,
          ).rejects.toMatchObject({ code: "FORBIDDEN" });
        await bot.cases.reply({ caseId, text: "Hello", bcc: [bob] });
      }));

    test("whom an agent writes to openly takes part from then on", () =>
      onDesk(options, async (desk) => {
        const opened = await hearAda(desk);
        const { id } = await write(desk, opened.id, { to: [cleo] });
        expect((await desk.hear({ from: cleo, ...answering(externalIdOf(id)) })).id).toBe(opened.id);
        expect((await write(desk, opened.id, {})).cc).toEqual(["Bob", "Cleo"]);
        const events = await desk.support.events.list({ type: "case.participantAdded" });
        expect(events.rows).toHaveLength(1);
      }));
  });

  describe("who gets a copy in secret", () => {
    test("is seen by staff alone, and in no other copy", () =>
      onDesk(options, async (desk) => {
        const { support } = desk;
        const { id: caseId, customerId } = await hearAda(desk);
        const { id } = await write(desk, caseId, { bcc: [cleo] });
        const { rows } = await support.cases.messages({ caseId });
        expect(rows.at(-1)?.bcc).toEqual([cleo]);
        const shown = await support.as({ kind: "customer", id: customerId }).cases.messages({ caseId });
        expect(shown.rows.at(-1)?.id).toBe(id);
        expect(JSON.stringify(shown)).not.toContain("cleo@");
        const told = await support.events.list({ caseId });
        expect(JSON.stringify(told)).not.toContain("cleo@");
        expect((await support.cases.get({ caseId })).participants?.map(({ address }) => address)).toEqual([
          bob,
        ]);
      }));

    test.each([
      ["the id of the message", (id: string) => answering(id)],
      [
        "a signed id",
        (externalId: string, caseId: string) => ({
          threadHints: [
            { by: "signed", caseId, externalId } as const,
            { by: "reference", externalId } as const,
          ],
        }),
      ],
      ["the code", (_: string, __: string, code: string) => ({ subject: `Re: ${code}` })],
    ])("does not get into the case by %s; what they write is a case of its own beside it", (_, way) =>
      onDesk(options, async (desk) => {
        const opened = await hearAda(desk);
        const { id } = await write(desk, opened.id, { bcc: [dora] });
        const own = await desk.hear({ from: dora, ...way(externalIdOf(id), opened.id, opened.code) });
        expect(own.id).not.toBe(opened.id);
        expect((await desk.support.cases.links({ caseId: own.id })).rows).toMatchObject([
          { toId: opened.id, kind: "related" },
        ]);
      }),
    );

    test("hears by news and retries of their own, like everybody else", () =>
      onDesk(options, async (desk) => {
        const { support, letters, receive } = desk;
        const { id: caseId } = await hearAda(desk);
        letters.script(({ messageId }) => ({
          externalId: externalIdOf(messageId),
          refused: [{ recipient: cleo.value, reason: "no such mailbox" }],
          detail: null,
        }));
        const { id } = await write(desk, caseId, { bcc: [cleo] });
        const receipt = await support.delivery.receipt({ messageId: id });
        expect(receipt?.refused).toMatchObject([{ recipient: cleo.value }]);
        await receive([
          {
            kind: "receipt",
            externalId: externalIdOf(id),
            state: "bounced",
            proven: true,
            recipient: cleo,
            permanence: "hard",
            detail: "gone",
          },
        ]);
        expect((await support.suppressions.list()).rows).toMatchObject([{ value: cleo.value }]);
        await support.delivery.retry({ messageId: id }).catch(() => undefined);
      }));
  });

  describe("who takes part, as the desk decides", () => {
    test("somebody who is let in gets copies, and what they write joins the case", () =>
      onDesk(options, async (desk) => {
        const { support, hear } = desk;
        const opened = await hearAda(desk);
        const { id: caseId } = opened;
        await support.cases.addParticipant({ caseId, participant: cleo });
        expect((await write(desk, caseId, {})).cc).toEqual(["Bob", "Cleo"]);
        expect((await hear({ from: cleo, subject: opened.code })).id).toBe(caseId);
      }));

    test.each([
      ["from now on", {}, ["Second"]],
      ["everything", { sees: "everything" }, ["Where is my order?", "First", "Second"]],
    ] as const)("a customer who is let in sees %s", (_, values, seen) =>
      onDesk(options, async ({ support, hear, clock }) => {
        const { id: caseId } = await hear();
        const { id: customerId } = await support.customers.create({ name: "Cleo" });
        await support.cases.reply({ caseId, text: "First" });
        await clock.advance(1_000);
        await support.cases.addParticipant({ caseId, participant: { customerId }, ...values });
        await support.cases.reply({ caseId, text: "Second" });
        const { rows } = await support.as({ kind: "customer", id: customerId }).cases.messages({ caseId });
        expect(rows.map(({ text }) => text)).toEqual(seen);
      }),
    );

    test("whom the desk took out comes back by it, and who takes part stays as they are", () =>
      onDesk(options, async (desk) => {
        const { support } = desk;
        const { id: caseId } = await hearAda(desk);
        const { kind, value } = bob;
        await support.cases.removeParticipant({ caseId, participant: { kind, value } });
        expect((await write(desk, caseId, {})).cc).toEqual([]);
        await support.cases.addParticipant({ caseId, participant: bob });
        const again = await support.cases.addParticipant({ caseId, participant: bob });
        expect(again.participants).toHaveLength(1);
        expect((await write(desk, caseId, {})).cc).toEqual(["Bob"]);
        const events = await support.events.list({ type: "case.participantAdded" });
        expect(events.rows).toHaveLength(1);
      }));

    test("the requester, an agent and the desk are not let in", () =>
      onDesk(options, async (desk) => {
        const { support } = desk;
        const { id: caseId, customerId } = await hearAda(desk);
        await support.agents.create({ name: "Grace", email: "grace@example.com" });
        const add = (participant: object) => support.cases.addParticipant(Object({ caseId, participant }));
        for (const participant of [{ customerId }, ada, { value: "grace@example.com" }])
          expect((await add(participant)).participants, JSON.stringify(participant)).toHaveLength(1);
        for (const participant of [deskAddress, { value: "nobody" }, { kind: "telegram", value: "17" }])
          await expect(add(participant)).rejects.toMatchObject({ code: "INVALID_INPUT" });
        await expect(add({ customerId: "cus_none" })).rejects.toMatchObject({ code: "NOT_FOUND" });
      }));
  });
}
