import { type Storage, slaClocks } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { answering, letter } from "../desk/harness/letter.ts";
import { rawOf } from "../desk/harness/scriptedChannel.ts";
import { onOldStorage, openUpgraded } from "./oldStorage.ts";
import type { MigrationSuiteOptions } from "./options.ts";
import type { RecordedDesk } from "./recordedDesk.ts";

type Upgraded = Awaited<ReturnType<typeof openUpgraded>>;

export function goingOnTests(options: MigrationSuiteOptions, desk: RecordedDesk): void {
  const fact = (name: string) => String(desk.facts[name]);
  const moment = (name: string) => Number(desk.facts[name]);
  const upgraded = (body: (desk: Upgraded & { readonly storage: Storage }) => Promise<void>) =>
    onOldStorage(options, desk, async (storage) => body({ storage, ...(await openUpgraded(storage, desk)) }));

  describe("the desk goes on", () => {
    test("what waited is delivered, also what a worker had taken that died", () =>
      upgraded(async ({ support, letters, clock, reports }) => {
        await support.tick();
        await clock.advance(60_000);
        await support.tick();
        expect(letters.handed.map(({ message }) => message.messageId)).toContain(fact("queuedId"));
        const { rows } = await support.cases.messages({ caseId: fact("answeredId") });
        expect(rows.find(({ id }) => id === fact("queuedId"))?.deliveryState).toBe("sent");
        expect(reports).toEqual([]);
      }));

    test("an answer to an old mail joins its case, from the customer who wrote it", () =>
      upgraded(async ({ support, letters, clock }) => {
        const before = await support.cases.get({ caseId: fact("answeredId") });
        const from = { kind: "email", value: "ada@example.com", name: "Ada" };
        const answer = letter({ from, text: "Still waiting", ...answering(fact("replyExternalId")) });
        const { caseIds } = await support.receive(letters.id, rawOf([answer], "new", clock.now()));
        expect(caseIds).toEqual([before.id]);
        const after = await support.cases.get({ caseId: before.id });
        expect([after.customerId, after.version > before.version]).toEqual([before.customerId, true]);
        const { rows } = await support.cases.messages({ caseId: before.id });
        const texts = rows.map(({ text }) => text);
        expect(texts).toEqual(
          expect.arrayContaining([
            "Where is my order?",
            "It left today",
            "Asked the carrier",
            "Still waiting",
          ]),
        );
      }));

    test("a delivery that was taken in before is not taken in twice", () =>
      upgraded(async ({ support, letters, clock }) => {
        const again = await support.receive(letters.id, rawOf([letter()], "past-1", clock.now()));
        expect(again.outcome).toBe("duplicate");
      }));

    test("clocks go on: a reply stops one, and another is missed when its time has come", () =>
      upgraded(async ({ support, clock, storage }) => {
        const firstReply = async (caseId: string) =>
          (await support.sla.clocks({ caseId })).rows.find(({ metric }) => metric === "first_reply");
        expect(await firstReply(fact("overdueId"))).toMatchObject({ breachedAt: expect.any(Number) });
        expect(await firstReply(fact("freshId"))).toMatchObject({
          state: "running",
          deadline: moment("freshDueAt"),
          breachedAt: null,
        });
        const agent = support.as({ kind: "agent", id: fact("agentId") });
        await agent.cases.reply({ caseId: fact("overdueId"), text: "A new lamp is on its way" });
        expect(await firstReply(fact("overdueId"))).toMatchObject({ state: "fulfilled" });
        clock.set(moment("freshDueAt") + 1_000);
        await support.tick();
        expect(await firstReply(fact("freshId"))).toMatchObject({ breachedAt: moment("freshDueAt") });
        expect(await storage.count(slaClocks, { field: "leasedUntil", atMost: 0 })).toBe(0);
        expect((await support.sla.explain({ caseId: fact("freshId") })).caseId).toBe(fact("freshId"));
      }));

    test("numbers go on after the last one, in each tenant", () =>
      upgraded(async ({ support }) => {
        for (const tenant of ["north", "south"]) {
          const bound = support.tenant(tenant);
          const { rows } = await bound.cases.list({ limit: 200 });
          const last = Math.max(...rows.map(({ number }) => number));
          const { id: customerId } = await bound.customers.create({ name: "New" });
          const opened = await bound.cases.open({ customerId, subject: "New" });
          expect(opened.number).toBeGreaterThan(last);
          expect((await bound.cases.get({ caseId: opened.code })).id).toBe(opened.id);
        }
      }));

    test("a command that was given before is not carried out again", () =>
      upgraded(async ({ support }) => {
        const order = { customerId: fact("onceCustomerId"), subject: "Order 17" };
        expect((await support.cases.open(order, { idempotencyKey: "order-17" })).id).toBe(fact("onceId"));
      }));

    test("a solved case is closed when its time has come", () =>
      upgraded(async ({ support, clock }) => {
        clock.set(moment("solvedAt") + 4 * 86_400_000 + 1_000);
        await support.tick();
        expect((await support.cases.get({ caseId: fact("solvedId") })).category).toBe("closed");
      }));

    test("what was set aside is still there, and can be tried again", () =>
      upgraded(async ({ support, letters }) => {
        const [dead] = (await support.jobs.list({ state: "dead" })).rows;
        await support.jobs.replay({ jobId: dead?.id ?? "none" });
        await support.tick();
        expect(letters.handed.map(({ message }) => message.messageId)).toContain(fact("failedId"));
        const [kept] = (await support.intake.listKept()).rows;
        expect(kept?.id).toBe(fact("keptId"));
        const raw = await support.intake.openRaw({ inboundId: fact("keptId") });
        expect(new TextDecoder().decode(raw.body)).toBe("no letter at all");
        expect((await support.suppressions.list()).rows).toHaveLength(1);
      }));

    test("merged and split cases, files, people and texts are found as before", () =>
      upgraded(async ({ support, storage }) => {
        expect((await support.cases.get({ caseId: fact("mergedId") })).mergedIntoId).toBe(fact("survivorId"));
        expect(
          (await support.cases.links({ caseId: fact("answeredId") })).rows.map(({ kind }) => kind),
        ).toEqual(["related"]);
        const file = await support.intake.openAttachment({ messageId: fact("noteId"), index: 0 });
        expect([...file]).toEqual([0, 128, 255]);
        expect(await support.customers.get({ customerId: fact("onceCustomerId") })).toMatchObject({
          name: "Henry Ünïcode",
          fields: { plan: "gold" },
        });
        expect(await support.templates.get({ key: "hello", locale: "en" })).toMatchObject({
          text: "Hello {{ customer.name }}",
        });
        expect((await support.macros.list()).rows.map(({ name }) => name)).toEqual(["urgent"]);
        expect((await support.policies.list()).rows.map(({ id }) => id)).toEqual(["standard"]);
        if (!storage.capabilities.search) return;
        const found = await support.cases.search({ text: "lamp broken" });
        expect(JSON.stringify(found)).toContain(fact("overdueId"));
      }));

    test("a brand has templates of its own where the desk has had one all along", () =>
      upgraded(async ({ support }) => {
        await support.brands.create({ key: "blue", name: "Blue" });
        const place = { key: "hello", locale: "en" };
        const before = await support.templates.get(place);
        await support.templates.save({ ...place, brandId: "blue", text: "Blue" });
        await support.templates.save({ ...place, text: `${before.text}!` });
        expect((await support.templates.get({ ...place, brandId: "blue" })).text).toBe("Blue");
        expect((await support.templates.get(place)).text).toBe(`${before.text}!`);
        expect((await support.templates.list({ key: "hello" })).rows).toHaveLength(2);
      }));

    test("what happened before is sealed too, and the seal holds", () =>
      upgraded(async ({ support }) => {
        for (const tenant of ["north", "south"]) {
          const { audit, events } = support.tenant(tenant);
          expect((await audit.head()).sequence).toBe(0);
          const { events: sealed } = await audit.seal();
          const all = (await events.list({ limit: 200 })).rows;
          expect(sealed).toBe(all.length);
          expect(await audit.verify()).toMatchObject({ isValid: true, unsealed: 0 });
        }
      }));
  });
}
