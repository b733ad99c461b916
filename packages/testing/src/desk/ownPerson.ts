import { describe, expect, test } from "vitest";
import { ada, identityOf } from "./harness/letter.ts";
import { asUntyped, onDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

export function ownPersonTests(options: DeskSuiteOptions): void {
  describe("what customers see of themselves", () => {
    test("is their profile and what they hold, and nothing that is noted about them", () =>
      onDesk(options, async ({ support }) => {
        const { id: companyId } = await support.companies.create({ name: "Acme" });
        const { id: customerId } = await support.customers.create({
          ...{ name: "Ada", hostId: "42", companyId, locale: "de-AT", timeZone: "Europe/Vienna" },
          fields: { risk: "high" },
          identities: [
            { ...identityOf(ada), verified: true },
            { kind: "phone", value: "+431234567" },
          ],
        });
        const asAda = support.as({ kind: "customer", id: customerId });
        expect(await asAda.customers.get({ customerId })).toEqual({
          ...{ name: "Ada", locale: "de-AT", timeZone: "Europe/Vienna" },
          identities: [{ ...identityOf(ada), verified: true }],
        });
      }));

    test("is the whole person where they were merged, and never the merge", () =>
      onDesk(options, async ({ support, hear }) => {
        const { customerId: fromId } = await hear();
        const { id: intoId } = await support.customers.create({ name: "Ada Lovelace" });
        await support.customers.merge({ fromId, intoId });
        const own = { name: "Ada Lovelace", identities: [{ ...identityOf(ada), verified: false }] };
        for (const id of [fromId, intoId])
          for (const customerId of [fromId, intoId]) {
            const seen = await support.as({ kind: "customer", id }).customers.get({ customerId });
            expect(seen).toEqual({ ...own, locale: null, timeZone: null });
          }
      }));

    test("repeats no name that came by a message, also by way of a merge", () =>
      onDesk(options, async ({ support, hear }) => {
        const { customerId } = await hear();
        const seen = () => support.as({ kind: "customer", id: customerId }).customers.get({ customerId });
        expect(await seen()).toMatchObject({ name: null });
        const { id: intoId } = await support.customers.create({});
        await support.customers.merge({ fromId: customerId, intoId });
        expect(await seen()).toMatchObject({ name: null });
        expect((await support.customers.get({ customerId })).name).toBe("Ada");
      }));

    test("is theirs alone", () =>
      onDesk(options, async ({ support }) => {
        const { id: customerId } = await support.customers.create({ name: "Ada" });
        const { id: other } = await support.customers.create({ name: "Bo" });
        const strangers = [
          { kind: "customer", id: other },
          { kind: "customer", id: "cus_none" },
          { kind: "anonymous", id: "visit_1" },
          { kind: "anonymous", id: customerId },
        ] as const;
        for (const actor of strangers)
          for (const id of [customerId, "cus_none"])
            await expect(support.as(actor).customers.get({ customerId: id })).rejects.toMatchObject({
              code: "NOT_FOUND",
            });
        const asAda = asUntyped(support, { kind: "customer", id: customerId }).customers;
        for (const refused of [asAda.list(), asAda.search({ text: "Bo" }), asAda.cards({ customerId })])
          await expect(refused).rejects.toMatchObject({ code: "FORBIDDEN" });
      }));

    test("is shown to a visitor by the token, until an account is part of the person", () =>
      onDesk(options, async ({ support }) => {
        const { id: customerId } = await support.customers.create({
          identities: [{ kind: "visitor", value: "visit_1" }],
        });
        const visitor = support.as({ kind: "anonymous", id: "visit_1" });
        expect(await visitor.customers.get({ customerId })).toMatchObject({
          identities: [{ kind: "visitor", value: "visit_1" }],
        });
        const { id: intoId } = await support.customers.create({ hostId: "42" });
        await support.customers.merge({ fromId: customerId, intoId });
        for (const id of [customerId, intoId])
          await expect(visitor.customers.get({ customerId: id })).rejects.toMatchObject({
            code: "NOT_FOUND",
          });
      }));
  });

  describe("what is said of customers", () => {
    const wrong: readonly (readonly [what: string, input: object])[] = [
      ["an address without a domain", { identities: [{ kind: "email", value: "ada" }] }],
      ["words for an address", { identities: [{ kind: "email", value: "not an address" }] }],
      ["two signs at", { identities: [{ kind: "email", value: "a@b@c.example" }] }],
      ["an address with a name", { identities: [{ kind: "email", value: "Ada <ada@b.example>" }] }],
      ["two addresses", { identities: [{ kind: "email", value: "a@b.example,c@d.example" }] }],
      ["dots in a row", { identities: [{ kind: "email", value: "a..b@c.example" }] }],
      ["an empty label", { identities: [{ kind: "email", value: "a@c..example" }] }],
      ["a line break", { identities: [{ kind: "email", value: "a@b.example\nBcc: c@d.example" }] }],
      ["a number too short", { identities: [{ kind: "phone", value: "12" }] }],
      ["a number too long", { identities: [{ kind: "phone", value: "+1234567890123456" }] }],
      ["a number in words", { identities: [{ kind: "phone", value: "call me" }] }],
      ["nothing but blanks", { identities: [{ kind: "telegram", value: "   " }] }],
      ["a language by its name", { locale: "english" }],
      ["a language as POSIX has it", { locale: "de_AT" }],
      ["a zone that is none", { timeZone: "Vienna" }],
    ];

    test.each(wrong)("is refused at once where it is %s", (_, input) =>
      onDesk(options, async ({ support }) => {
        const refused = { code: "INVALID_INPUT" };
        await expect(support.customers.create(input)).rejects.toMatchObject(refused);
        await expect(support.customers.upsert({ hostId: "1", ...input })).rejects.toMatchObject(refused);
        expect((await support.customers.list()).rows).toEqual([]);
      }),
    );

    test.each([
      ["email", "ada@example.com"],
      ["email", " Ada.Lovelace+desk@Sub.Example.com "],
      ["email", "ünï@bücher.example"],
      ["email", "postmaster@localhost"],
      ["email", '"ada lovelace"@example.com'],
      ["phone", "+43 (1) 234-567"],
      ["phone", "0043 1 234567"],
      ["phone", "47711"],
      ["telegram", "@ada"],
    ])("is taken where it is proper: %s %s", (kind, value) =>
      onDesk(options, async ({ support }) => {
        const { id: customerId } = await support.customers.create({ identities: [{ kind, value }] });
        expect((await support.customers.findByIdentity({ kind, value }))?.id).toBe(customerId);
      }),
    );
  });
}
