import { describe, expect, test } from "vitest";
import { answering, mallory } from "./harness/letter.ts";
import { onDesk, type TestDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

async function subjectOfAnswer({ support, letters }: TestDesk, caseId: string) {
  const { id } = await support.cases.reply({ caseId, text: "Here you are." });
  await support.tick();
  return letters.handed.find(({ message }) => message.messageId === id)?.message.subject;
}

export function subjectTests(options: DeskSuiteOptions): void {
  describe("the subject of an answer", () => {
    test.each([
      ["[Ticket#56664579] Re: Offer [Case-1]", "[Ticket#56664579] Re: Offer"],
      ["Re: [#CASE-1] Offer", "Re: Offer"],
      ["AW: Offer (Case-1) [Case-1]", "AW: Offer"],
      ["about case 1, please", "about Case-1, please"],
      ["Case-99 of another desk [Case-98]", "Case-99 of another desk [Case-98]"],
      ["Offer\r\nBcc: eve@example.com", "Offer Bcc: eve@example.com"],
    ])("to %j is %j, and the case keeps its own", (subject, expected) =>
      onDesk(options, async (desk) => {
        const { id } = await desk.hear({ subject: "Offer", externalId: "<q@example.com>" });
        await desk.clock.advance(1_000);
        await desk.hear({ subject, ...answering("<q@example.com>") });
        expect(await subjectOfAnswer(desk, id)).toBe(expected);
        expect((await desk.support.cases.get({ caseId: id })).subject).toBe("Offer");
      }),
    );

    test("the code of a merged case gives way to that of the case that goes on", () =>
      onDesk(options, async (desk) => {
        const into = await desk.hear({ subject: "Offer" });
        const from = await desk.hear({ subject: "Invoice" });
        await desk.support.cases.merge({ fromId: from.id, intoId: into.id });
        await desk.clock.advance(1_000);
        expect((await desk.hear({ subject: `Re: Invoice [${from.code}]` })).id).toBe(into.id);
        expect(await subjectOfAnswer(desk, into.id)).toBe("Re: Invoice");
        await desk.clock.advance(1_000);
        await desk.hear({ subject: `${from.code} again` });
        expect(await subjectOfAnswer(desk, into.id)).toBe(`${into.code} again`);
      }));

    test("a machine's notice is not what is answered, and a case without a subject has its own", () =>
      onDesk(options, async (desk) => {
        const { id } = await desk.hear({ subject: "Offer", externalId: "<q@example.com>" });
        await desk.clock.advance(1_000);
        const automatic = { reason: "out-of-office", evidence: "x" } as const;
        await desk.hear({ subject: "Away", automatic, ...answering("<q@example.com>") });
        expect(await subjectOfAnswer(desk, id)).toBe("Offer");
        const bare = await desk.hear({ from: mallory, subject: null, text: "Hello there" });
        expect(await subjectOfAnswer(desk, bare.id)).toBe("Hello there");
      }));
  });
}
