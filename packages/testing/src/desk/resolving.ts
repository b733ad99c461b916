import type { SupportOptions } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { ada, identityOf, letter, mallory } from "./harness/letter.ts";
import { onDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

type Resolve = NonNullable<NonNullable<SupportOptions["customers"]>["resolve"]>;

/** A host that has Ada among its users. */
const knowsAda: Resolve = ({ kind, value }) =>
  kind === "email" && value === ada.value
    ? { hostId: "42", name: "Ada Lovelace", locale: "de-AT", fields: { plan: "gold" }, verified: true }
    : null;

const asking = (resolve: Resolve) => ({ customers: { resolve, timeLimitMs: 500 } });
const verified = { ...identityOf(ada), verified: true };

export function resolvingTests(options: DeskSuiteOptions): void {
  describe("senders whom the host knows", () => {
    test("are their accounts from the first message on", () =>
      onDesk(
        options,
        async ({ support, hear, reports }) => {
          const { customerId, id } = await hear();
          expect(await support.customers.get({ customerId })).toMatchObject({
            ...{ hostId: "42", name: "Ada Lovelace", nameFrom: "desk", locale: "de-AT" },
            ...{ fields: { plan: "gold" }, identities: [verified] },
          });
          expect((await support.customers.list()).rows).toHaveLength(1);
          const [opened] = (await support.events.list({ caseId: id, type: "case.opened" })).rows;
          expect(opened?.data).toMatchObject({ newCustomer: true });
          expect(reports).toEqual([]);
        },
        asking(knowsAda),
      ));

    test("are the account that the desk has, where it hadn't heard of the address", () =>
      onDesk(
        options,
        async ({ support, hear }) => {
          const account = await support.customers.upsert({ hostId: "42", fields: { seats: 2 } });
          const { customerId } = await hear();
          expect(customerId).toBe(account.id);
          expect(await support.customers.get({ customerId })).toMatchObject({
            fields: { seats: 2, plan: "gold" },
          });
        },
        asking(knowsAda),
      ));

    test("who wrote before they registered are carried on with the next message", () => {
      let isRegistered = false;
      return onDesk(
        options,
        async ({ support, hear }) => {
          const { customerId: guest } = await hear();
          isRegistered = true;
          const { customerId } = await hear({ text: "I have registered" });
          expect(customerId).toBe(guest);
          expect(await support.customers.findByHostId({ hostId: "42" })).toMatchObject({ id: guest });
          expect((await support.cases.list({ customerId })).rows).toHaveLength(2);
        },
        asking((address, more) => (isRegistered ? knowsAda(address, more) : null)),
      );
    });

    test("who wrote before and have an account since are merged into it, history and all", () =>
      onDesk(options, async ({ support, hear, another }) => {
        const { customerId: guest } = await hear();
        const account = await support.customers.create({ hostId: "42" });
        const knowing = await another(asking(knowsAda));
        const { customerId } = await knowing.hear({ text: "It is me" });
        expect((await support.customers.get({ customerId })).id).toBe(account.id);
        expect((await support.customers.get({ customerId: guest })).id).toBe(account.id);
      }));

    test("are asked about once, and not at all once the desk knows", () => {
      const asked: string[] = [];
      return onDesk(
        options,
        async ({ hear, receive }) => {
          await hear();
          await hear({ text: "Again" });
          await receive([letter({ from: mallory }), letter({ from: mallory, text: "Twice" })]);
          expect(asked).toEqual([ada.value, mallory.value]);
        },
        asking((address, more) => {
          asked.push(address.value);
          return knowsAda(address, more);
        }),
      );
    });

    test("are asked about by whose words they are, where a message was forwarded", () =>
      onDesk(
        options,
        async ({ support, hear }) => {
          const { customerId } = await hear({ from: mallory, forwardedFrom: ada });
          expect((await support.customers.get({ customerId })).hostId).toBe("42");
        },
        asking(knowsAda),
      ));

    const unverified: Resolve = () => ({ hostId: "42", verified: false });
    const quiet: readonly (readonly [what: string, resolve: Resolve])[] = [
      ["that it doesn't know them", () => null],
      ["nothing", () => undefined],
      ["so without proof", unverified],
    ];
    test.each(quiet)("are somebody new where it says %s", (_, resolve) =>
      onDesk(
        options,
        async ({ support, hear, reports }) => {
          const { customerId } = await hear();
          expect(await support.customers.get({ customerId })).toMatchObject({
            ...{ hostId: null, name: "Ada", nameFrom: "message" },
            identities: [{ verified: false }],
          });
          expect(await support.customers.findByHostId({ hostId: "42" })).toBeNull();
          expect(reports).toEqual([]);
        },
        asking(resolve),
      ),
    );

    const never = () => new Promise<never>(() => undefined);
    const hostile: readonly (readonly [what: string, resolve: (...given: never[]) => unknown])[] = [
      [
        "throws",
        () => {
          throw new Error("the database is down");
        },
      ],
      [
        "throws no error",
        () => {
          throw null;
        },
      ],
      [
        "rejects",
        async () => {
          throw new Error("no");
        },
      ],
      ["never answers", never],
      ["returns a word", () => "42"],
      ["returns a list", () => [{ hostId: "42", verified: true }]],
      ["returns no id", () => ({ verified: true })],
      ["returns an empty id", () => ({ hostId: "", verified: true })],
      ["returns an id without end", () => ({ hostId: "x".repeat(100_000), verified: true })],
      ["says nothing of proof", () => ({ hostId: "42" })],
      ["says yes in words", () => ({ hostId: "42", verified: "yes" })],
      ["returns a field that there is not", () => ({ hostId: "42", verified: true, role: "admin" })],
      ["returns a wrong locale", () => ({ hostId: "42", verified: true, locale: "english" })],
      [
        "returns a company that there is not",
        () => ({ hostId: "42", verified: true, companyId: "com_none" }),
      ],
      [
        "returns what can't be read",
        () =>
          new Proxy(
            {},
            {
              ownKeys: () => {
                throw new TypeError("no");
              },
            },
          ),
      ],
      [
        "returns what throws when it is awaited",
        () =>
          new Proxy(
            {},
            {
              get: () => {
                throw new TypeError("no");
              },
              has: () => true,
            },
          ),
      ],
    ];
    test.each(hostile)("are somebody new, and it is reported, where the host %s", (_, resolve) =>
      onDesk(
        options,
        async ({ support, receive, settled, reports }) => {
          const { outcome, caseIds } = await settled(receive([letter()]));
          expect(outcome).toBe("accepted");
          const { customerId } = await support.cases.get({ caseId: caseIds[0] ?? "" });
          expect(await support.customers.get({ customerId })).toMatchObject({ hostId: null, name: "Ada" });
          expect(await support.customers.findByHostId({ hostId: "42" })).toBeNull();
          expect(reports).toHaveLength(1);
          expect(reports[0]?.what).toMatch(/asking the host/);
        },
        // Callers without types return what they like.
        asking(resolve as Resolve),
      ),
    );

    test("are told to the host by a copy, with a signal that ends the question", () => {
      const signals: AbortSignal[] = [];
      return onDesk(
        options,
        async ({ support, receive, settled }) => {
          const { caseIds } = await settled(receive([letter()]));
          const { customerId } = await support.cases.get({ caseId: caseIds[0] ?? "" });
          expect((await support.customers.get({ customerId })).identities).toMatchObject([identityOf(ada)]);
          expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
        },
        asking((address, { signal }) => {
          Object.assign(address, mallory);
          signals.push(signal);
          return never();
        }),
      );
    });

    test("take nobody's verified address away", () =>
      onDesk(
        options,
        async ({ support, hear, reports }) => {
          const holder = await support.customers.create({ hostId: "7", identities: [verified] });
          const { customerId } = await hear();
          expect(customerId).toBe(holder.id);
          expect(await support.customers.findByHostId({ hostId: "42" })).toBeNull();
          const proven = await support.customers.create({
            identities: [
              { kind: "email", value: mallory.value, verified: true },
              { kind: "phone", value: "+431234567", verified: true },
            ],
          });
          expect((await hear({ from: mallory })).customerId).toBe(proven.id);
          expect(reports.map(({ error }) => error)).toMatchObject([{ code: "MERGE_REFUSED" }]);
        },
        asking(() => ({ hostId: "42", verified: true })),
      ));

    test("are one account however many messages come at once", () =>
      onDesk(
        options,
        async ({ support, receive, settled, reports }) => {
          const texts = ["one", "two", "three", "four"];
          await settled(Promise.all(texts.map((text) => receive([letter({ text })]))));
          expect((await support.customers.list()).rows).toMatchObject([{ hostId: "42" }]);
          expect(reports).toEqual([]);
        },
        asking(async (address, more) => knowsAda(address, more)),
      ));
  });
}
