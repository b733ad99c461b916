import { describe, expect, test } from "vitest";
import { onDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

const failing = (code: string) => expect.objectContaining({ code });

class Customer {
  kind = "customer";
  id = "cus_1";
}

/** What callers without types may pass for an actor. */
function oddActors(): readonly unknown[] {
  const ids = [
    undefined,
    "",
    0,
    true,
    {},
    [],
    ["cus_1"],
    { toString: () => "cus_1" },
    Symbol("x"),
    Number.NaN,
  ];
  const kinds = ["host", "agent", "customer", "bot", "system"];
  return [
    ...[undefined, null, "host", 1, [], {}, () => "host", Symbol("host"), new Customer(), new Map()],
    ...kinds.flatMap((kind) => ids.map((id) => ({ kind, id }))),
    ...kinds.slice(1).flatMap((kind) => [{ kind, id: null }, { kind }, { kind, id: "x".repeat(201) }]),
    ...["superuser", "HOST", "__proto__", "", null, ["host"]].map((kind) => ({ kind, id: "x" })),
    { kind: "customer", id: "a\u0000b" },
    { kind: "customer", id: "\uD800" },
    { kind: "customer", id: "cus_1", role: "admin" },
    Object.defineProperty({ id: "cus_1" }, "kind", { get: () => "customer", enumerable: true }),
    Object.defineProperty({ kind: "customer" }, "id", { get: () => "cus_1", enumerable: true }),
    Object.create({ kind: "host", id: null }),
    JSON.parse('{ "kind": "customer", "id": "cus_1", "__proto__": { "kind": "host" } }'),
    Object.assign(["customer"], { kind: "customer", id: "cus_1" }),
    new Proxy(
      {},
      {
        ownKeys: () => {
          throw new TypeError("no");
        },
      },
    ),
  ];
}

export function boundDeskTests(options: DeskSuiteOptions): void {
  describe("bound desks", () => {
    test("only a known kind of actor with a proper id is taken", () =>
      onDesk(options, async ({ support }) => {
        for (const actor of oddActors())
          expect(() => Reflect.apply(support.as, support, [actor])).toThrow(failing("INVALID_INPUT"));
      }));

    test("an actor is what it was when it was named, and its desk is bound for good", () =>
      onDesk(options, async ({ support, hear }) => {
        await hear();
        const actor = { kind: "customer" as const, id: "cus_nobody" };
        const bound = support.as(actor);
        Object.assign(actor, { kind: "host", id: null });
        expect(bound.actor).toEqual({ kind: "customer", id: "cus_nobody" });
        expect(Object.isFrozen(bound.actor)).toBe(true);
        expect((await bound.cases.list()).rows).toEqual([]);
        for (const method of ["as", "tenant"])
          for (const argument of [{ kind: "host", id: null }, actor, "default", undefined])
            expect(() => Reflect.apply(Object(Reflect.get(bound, method)), bound, [argument])).toThrow(
              failing("FORBIDDEN"),
            );
      }));

    test("an id that is missing lets nothing through", () =>
      onDesk(options, async ({ support, hear }) => {
        await hear();
        const calls: Readonly<Record<string, (id: unknown) => unknown>> = {
          "cases.list": (customerId) => Reflect.apply(support.cases.list, null, [{ customerId }]),
          "cases.list by team": (teamId) => Reflect.apply(support.cases.list, null, [{ teamId }]),
          "cases.messages": (caseId) => Reflect.apply(support.cases.messages, null, [{ caseId }]),
          "cases.links": (caseId) => Reflect.apply(support.cases.links, null, [{ caseId }]),
          "cases.get": (caseId) => Reflect.apply(support.cases.get, null, [{ caseId }]),
          "customers.timeline": (customerId) =>
            Reflect.apply(support.customers.timeline, null, [{ customerId }]),
          "customers.get": (customerId) => Reflect.apply(support.customers.get, null, [{ customerId }]),
          "events.follow": (caseId) => Reflect.apply(support.events.follow, null, [{ caseId }]),
          "events.follow by type": (type) => Reflect.apply(support.events.follow, null, [{ type }]),
          "cases.removeParticipant": (caseId) =>
            Reflect.apply(support.cases.removeParticipant, null, [
              { caseId, participant: { customerId: "x" } },
            ]),
          "events.list": (caseId) => Reflect.apply(support.events.list, null, [{ caseId }]),
          "sla.clocks": (caseId) => Reflect.apply(support.sla.clocks, null, [{ caseId }]),
          "intake.openAttachment": (id) => Reflect.apply(support.intake.openAttachment, null, [id, 0]),
          "audit.redact": (caseId) => Reflect.apply(support.audit.redact, null, [{ caseId, reason: "x" }]),
        };
        for (const [name, call] of Object.entries(calls))
          for (const id of [undefined, ""])
            await expect(call(id), name).rejects.toMatchObject({ code: "INVALID_INPUT" });
        for (const tenant of [undefined, null, "", 0, {}])
          expect(() => Reflect.apply(support.tenant, null, [tenant])).toThrow(failing("INVALID_INPUT"));
        for (const transaction of [undefined, null])
          expect(() => support.within(transaction)).toThrow(failing("INVALID_INPUT"));
      }));

    test("customers say only what is theirs to say", () =>
      onDesk(options, async ({ support, hear }) => {
        const { customerId } = await support.cases.get({ caseId: (await hear()).id });
        const { cases } = support.as({ kind: "customer", id: customerId });
        const notTheirs = {
          ...{ fields: { refundApproved: true }, kind: "complaint", stage: "before", channelId: "api" },
          ...{ language: "de", openedAt: 0, tags: ["vip"], priority: "urgent", teamId: "x", assigneeId: "x" },
          ...{ handler: "bot", imported: true },
        };
        const open = (more: object) =>
          Reflect.apply(cases.open, null, [{ customerId, subject: "Mine", ...more }]);
        for (const [name, value] of Object.entries(notTheirs))
          await expect(open({ [name]: value }), name).rejects.toMatchObject({ code: "FORBIDDEN" });
        for (const name of ["participantIds", "companyId", "status", "spam", "openedBy", "number"])
          await expect(open({ [name]: "x" }), name).rejects.toMatchObject({ code: "INVALID_INPUT" });
        const filters = [
          { tags: ["x"] },
          { priority: "low" },
          { assigneeId: null },
          { spam: true },
          { customerId },
        ];
        for (const filter of filters)
          await expect(Reflect.apply(cases.list, null, [filter])).rejects.toMatchObject({
            code: "FORBIDDEN",
          });
      }));

    test("customers are shown nothing that the host keeps on their cases", () =>
      onDesk(options, async ({ support, hear }) => {
        const { id } = await hear();
        const { customerId } = await support.cases.get({ caseId: id });
        await support.cases.update({ caseId: id, addTags: ["fraud"], priority: "urgent" });
        const { cases } = support.as({ kind: "customer", id: customerId });
        const shown = [
          ...[
            "brandId",
            "brandName",
            "category",
            "channelKind",
            "closedAt",
            "code",
            "customerId",
            "fields",
            "id",
            "language",
          ],
          ...["lastAgentMessageAt", "lastCustomerMessageAt", "mergedIntoId", "openedAt", "openedBy"],
          ...["solvedAt", "status", "subject"],
        ];
        for (const found of [await cases.get({ caseId: id }), ...(await cases.list()).rows]) {
          expect(Object.keys(found).sort()).toEqual(shown);
          expect(found.fields).toEqual({});
        }
      }));

    test("customers are shown what was said and by whom, not their agents, addresses and deliveries", () =>
      onDesk(options, async ({ support, hear, hire }) => {
        const { id: caseId } = await hear();
        const { customerId } = await support.cases.get({ caseId });
        const { desk: grace, id: graceId } = await hire("agent", "Grace");
        const picture = { name: "a.png", mediaType: "image/png", bytes: new Uint8Array([1]) };
        await grace.cases.reply({
          caseId,
          text: "Here it is",
          attachments: [picture],
          cc: [{ kind: "email", value: "jan@elsewhere.example" }],
        });
        await grace.cases.note({ caseId, text: "Beware" });
        expect((await support.cases.messages({ caseId })).rows.map(({ authorName }) => authorName)).toEqual([
          null,
          "Grace",
          "Grace",
        ]);
        const { rows } = await support.as({ kind: "customer", id: customerId }).cases.messages({ caseId });
        expect(rows).toMatchObject([
          { direction: "in", authorKind: "customer", authorId: customerId, authorName: null },
          { direction: "out", authorKind: "agent", authorId: null, authorName: "Grace" },
        ]);
        const shown = [
          ...["at", "attachments", "authorId", "authorKind", "authorName", "caseId", "direction", "html"],
          ...["id", "newText", "subject", "text"],
        ];
        for (const row of rows) expect(Object.keys(row).sort()).toEqual(shown);
        expect(rows[1]?.attachments).toEqual([
          { name: "a.png", mediaType: "image/png", size: 1, contentId: null },
        ]);
        expect(JSON.stringify(rows)).not.toMatch(new RegExp(`${graceId}|elsewhere|Beware`));
      }));

    test("a bot copies its replies to nobody but those who take part", () =>
      onDesk(options, async ({ support, hear }) => {
        const { id: caseId } = await hear();
        const bot = support.as({ kind: "bot", id: "helper" }).cases;
        const cc = [{ kind: "email", value: "stranger@elsewhere.example" }];
        await expect(bot.reply({ caseId, text: "Hi", cc })).rejects.toMatchObject({ code: "FORBIDDEN" });
        await bot.reply({ caseId, text: "Hi" });
      }));

    test("files that a refused or repeated command brought do not stay in the host's store", () =>
      onDesk(options, async (base) => {
        const { id: caseId } = await base.hear();
        const kept = new Map<string, Uint8Array>();
        const blobs = {
          put: async (key: string, bytes: Uint8Array) => void kept.set(key, bytes),
          open: async (key: string) => kept.get(key) ?? null,
          delete: async (key: string) => void kept.delete(key),
        };
        const { support } = await base.another({ blobs });
        const file = { name: "CON.txt", mediaType: "text/plain", bytes: new Uint8Array([1, 2, 3]) };
        const content = { caseId, text: "x", attachments: [file] };
        for (const refused of [
          { status: "no_such_status" },
          { seenMessageId: "msg_none" },
          { caseId: "cas_none" },
        ])
          await expect(support.cases.reply({ ...content, ...refused })).rejects.toMatchObject({
            code: expect.any(String),
          });
        expect(kept.size).toBe(0);
        const sent = await support.cases.reply({ ...content }, { idempotencyKey: "once" });
        await support.cases.reply({ ...content }, { idempotencyKey: "once" });
        expect(kept.size).toBe(1);
        expect(sent.attachments[0]?.name).toBe("_CON.txt");
        expect([...kept.keys()][0]).toMatch(/^[a-z0-9_-]+\/[a-z0-9_-]+$/);
      }));
  });
}
