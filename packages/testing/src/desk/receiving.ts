import { describe, expect, test } from "vitest";
import { faultyStorage } from "./harness/faultyStorage.ts";
import { letter, mallory, outOfOffice } from "./harness/letter.ts";
import { onDesk } from "./harness/openDesk.ts";
import { rawOf } from "./harness/scriptedChannel.ts";
import type { DeskSuiteOptions } from "./options.ts";

export function receivingTests(options: DeskSuiteOptions): void {
  describe("receiving", () => {
    test("a first message makes the customer, the case and its message in one go", () =>
      onDesk(options, async ({ support, hear, clock }) => {
        const opened = await hear({ text: "Where is it?\nAda", subject: "  Lost parcel " });
        expect(opened).toMatchObject({
          code: "Case-1",
          subject: "Lost parcel",
          status: "new",
          openedBy: "customer",
          channelId: "letters",
          waitingSince: clock.now(),
        });
        const { rows } = await support.cases.messages({ caseId: opened.id });
        expect(rows).toMatchObject([{ direction: "in", text: "Where is it?\nAda", authorKind: "customer" }]);
        const customer = await support.customers.get({ customerId: opened.customerId });
        expect(customer).toMatchObject({
          name: "Ada",
          identities: [{ value: "ada@example.com", verified: false }],
        });
      }));

    test("a redelivery under the same key is a duplicate and changes nothing", () =>
      onDesk(options, async ({ support, receive, settled }) => {
        const first = await receive([letter()], "uid-7");
        const events = (await support.events.list()).rows;
        expect(await settled(receive([letter({ text: "other words" })], "uid-7"))).toEqual({
          ...first,
          outcome: "duplicate",
        });
        expect((await support.events.list()).rows).toEqual(events);
      }));

    test("without a key of the provider the same bytes are the same delivery", () =>
      onDesk(options, async ({ support, clock, settled }) => {
        const raw = rawOf([letter()], null, clock.now());
        const first = await support.receive("letters", raw);
        expect(await settled(support.receive("letters", raw))).toEqual({ ...first, outcome: "duplicate" });
        const other = await support.receive("letters", rawOf([letter({ text: "More" })], null, clock.now()));
        expect(other.outcome).toBe("accepted");
      }));

    test("a delivery that comes twice at once is taken in once", () =>
      onDesk(options, async ({ support, receive, settled }) => {
        const results = await settled(
          Promise.all(Array.from({ length: 5 }, () => receive([letter()], "one"))),
        );
        expect(results.map(({ outcome }) => outcome).sort()).toEqual([
          "accepted",
          "duplicate",
          "duplicate",
          "duplicate",
          "duplicate",
        ]);
        expect(new Set(results.flatMap(({ caseIds }) => caseIds)).size).toBe(1);
        expect((await support.cases.list()).rows).toHaveLength(1);
      }));

    test("a message id that was seen before drops no message", () =>
      onDesk(options, async ({ support, receive }) => {
        await receive([letter({ externalId: "<1@example.com>", text: "one" })]);
        await receive([letter({ externalId: "<1@example.com>", text: "two" })]);
        expect((await support.cases.list()).rows).toHaveLength(2);
      }));

    test("two first messages of one person at once make one customer", () =>
      onDesk(options, async ({ support, receive, settled }) => {
        await settled(Promise.all([receive([letter({ text: "a" })]), receive([letter({ text: "b" })])]));
        const { rows } = await support.cases.list();
        expect(rows).toHaveLength(2);
        expect(new Set(rows.map(({ customerId }) => customerId)).size).toBe(1);
        expect(new Set(rows.map(({ code }) => code)).size).toBe(2);
      }));

    test("several messages of one delivery are taken in together", () =>
      onDesk(options, async ({ support, receive }) => {
        const { caseIds } = await receive([letter(), letter({ from: mallory }), letter({ text: "again" })]);
        expect(new Set(caseIds).size).toBe(3);
        const { rows } = await support.cases.list();
        expect(new Set(rows.map(({ customerId }) => customerId)).size).toBe(2);
      }));

    test("a machine's first message opens a case in which nobody waits", () =>
      onDesk(options, async ({ support, receive }) => {
        const { caseIds } = await receive([outOfOffice()]);
        expect(await support.cases.get({ caseId: caseIds[0] ?? "" })).toMatchObject({
          waitingSince: null,
          lastCustomerMessageAt: null,
        });
      }));

    test("bytes that are not surely the provider's are refused and leave nothing", () =>
      onDesk(options, async ({ support, letters, receive }) => {
        letters.distrust();
        await expect(receive([letter()])).rejects.toThrow("not from the provider");
        expect((await support.intake.listKept()).rows).toEqual([]);
        expect((await support.events.list()).rows).toEqual([]);
      }));

    test("more bytes than allowed are refused", () =>
      onDesk(
        options,
        async ({ receive }) => {
          await expect(receive([letter({ text: "x".repeat(600) })])).rejects.toMatchObject({
            code: "MESSAGE_TOO_LARGE",
          });
          expect((await receive([letter()])).outcome).toBe("accepted");
        },
        { intake: { maxRawBytes: 500 } },
      ));

    test("a channel that is not there is named together with those that are", () =>
      onDesk(options, async ({ support, clock }) => {
        const receiving = support.receive("telegrams", rawOf([letter()], "1", clock.now()));
        await expect(receiving).rejects.toMatchObject({
          code: "UNKNOWN_CHANNEL",
          message: expect.stringContaining("letters"),
        });
      }));

    test.each(["agent", "customer", "bot"] as const)("a %s may not take in deliveries", (kind) =>
      onDesk(options, async ({ support, hire, hear, clock }) => {
        const id = kind === "agent" ? (await hire()).id : (await hear()).customerId;
        const receiving = support.as({ kind, id }).receive("letters", rawOf([letter()], "1", clock.now()));
        await expect(receiving).rejects.toMatchObject({ code: "FORBIDDEN" });
      }),
    );

    test.each(["before", "after"] as const)(
      "a storage that fails %s the commit loses nothing and doubles nothing when the provider delivers again",
      (fault) =>
        onDesk(options, async ({ storage, another }) => {
          const faulty = faultyStorage(storage);
          const { support, receive, settled } = await another({ storage: faulty });
          faulty.failNext(fault);
          await expect(receive([letter()], "1")).rejects.toMatchObject({ code: "STORAGE_UNAVAILABLE" });
          const again = await settled(receive([letter()], "1"));
          expect(again.outcome).toBe(fault === "before" ? "accepted" : "duplicate");
          expect((await support.cases.list()).rows.map(({ id }) => id)).toEqual(again.caseIds);
        }),
    );
  });
}
