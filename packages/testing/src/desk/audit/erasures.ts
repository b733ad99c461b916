import { auditBlocks, auditEntries, erasedData, events } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { faultyStorage } from "../harness/faultyStorage.ts";
import { marker } from "../harness/furnish.ts";
import { ada, mallory } from "../harness/letter.ts";
import type { DeskSuiteOptions } from "../options.ts";
import { eventRow, nth, onSealedDesk, type SealedDesk } from "./sealedDesk.ts";

const reason = "request 17";

/** Events of two people in two cases, and a word in the data of each. */
async function talk({ hear, events: all, edit }: SealedDesk) {
  const first = await hear();
  const other = await hear({ from: mallory });
  const mine = (await all()).filter(({ caseId }) => caseId === first.id);
  for (const event of mine) await edit(events, event, { data: { ...event.data, words: marker } });
  return { first, other, mine };
}

/** Pretends that an event was erased. */
async function pretend(desk: SealedDesk, eventId: string, redactedBy: string) {
  const row = await desk.entries(nth(await desk.blocks(), 0));
  const salts = row.salts.map((salt, at) => (row.entries[at]?.[0] === eventId ? { redactedBy } : salt));
  await desk.edit(auditEntries, row, { salts });
}

export function erasureTests(options: DeskSuiteOptions): void {
  describe("erasure", () => {
    test("what an event told is gone, that it happened stays, and the seal holds", () =>
      onSealedDesk(options, async (desk) => {
        const { support } = desk;
        const { mine, first } = await talk(desk);
        await support.audit.seal();
        const anchor = await support.audit.head();
        const salts = (await desk.entries(nth(await desk.blocks(), 0))).salts;
        const receipt = await support.audit.redact({ caseId: first.id, reason });
        expect(receipt).toMatchObject({ events: mine.length, recordedIn: [expect.any(String)] });

        const after = await desk.events();
        expect(after.filter(({ caseId }) => caseId === first.id)).toEqual(
          mine.map((event) => ({ ...event, data: erasedData })),
        );
        const rows = [after, await desk.blocks(), await Promise.all((await desk.blocks()).map(desk.entries))];
        expect(JSON.stringify(rows)).not.toContain(marker);
        const left = JSON.stringify(rows);
        expect(salts.filter((salt) => typeof salt === "string" && !left.includes(salt))).toHaveLength(
          mine.length,
        );

        const report = await support.audit.verify({ anchor });
        expect(report).toMatchObject({ isValid: true, erased: mine.length });
        expect(report.erasures).toEqual([
          {
            eventId: receipt.recordedIn[0],
            at: desk.clock.now(),
            actor: support.actor,
            reason,
            isProven: false,
            events: mine.length,
          },
        ]);
        await support.audit.seal();
        expect(await support.audit.verify({ anchor })).toMatchObject({ isValid: true, unsealed: 0 });
      }));

    test("a person's events are erased, and nobody else's", () =>
      onSealedDesk(options, async (desk) => {
        const { first, other } = await talk(desk);
        const about = (all: readonly { readonly customerId: string | null }[], id: string) =>
          all.filter(({ customerId }) => customerId === id);
        const before = await desk.events();
        const { events: count } = await desk.support.audit.redact({ customerId: first.customerId, reason });
        expect(count).toBe(about(before, first.customerId).length);
        const after = await desk.events();
        expect(about(after, other.customerId)).toEqual(about(before, other.customerId));
        expect(JSON.stringify(after)).not.toContain(marker);
        expect(await desk.support.audit.verify()).toMatchObject({ isValid: true, erased: count });
      }));

    test("an edit of what was not erased is still found", () =>
      onSealedDesk(options, async (desk) => {
        const { first, other } = await talk(desk);
        await desk.support.audit.redact({ caseId: first.id, reason });
        const [kept] = (await desk.events()).filter(({ caseId }) => caseId === other.id);
        await desk.edit(events, kept ?? nth([], 0), { data: {} });
        expect(await desk.support.audit.verify()).toMatchObject({
          fault: { code: "event-data-changed", eventId: kept?.id },
        });
      }));

    test("an edit of when an erased event happened, or by whom, is still found", () =>
      onSealedDesk(options, async (desk) => {
        const { mine } = await talk(desk);
        const target = nth(mine, 0);
        await desk.support.audit.redact({ eventIds: [target.id], reason });
        await desk.edit(events, target, { at: target.at - 1 });
        expect(await desk.support.audit.verify()).toMatchObject({
          fault: { code: "event-changed", eventId: target.id },
        });
      }));

    test("erasing again erases nothing, and a record of an erasure cannot be erased", () =>
      onSealedDesk(options, async (desk) => {
        const { mine, first } = await talk(desk);
        const { recordedIn } = await desk.support.audit.redact({ caseId: first.id, reason });
        const nothing = { events: 0, recordedIn: [] };
        expect(await desk.support.audit.redact({ caseId: first.id, reason })).toEqual(nothing);
        expect(await desk.support.audit.redact({ eventIds: recordedIn, reason })).toEqual(nothing);
        const [record] = (await desk.support.events.list({ type: "audit.redacted" })).rows;
        expect(record?.data).toEqual({ eventIds: mine.map(({ id }) => id), reason });
      }));

    test("many are erased in commits of a hundred; one that was cut short is gone on with", () =>
      onSealedDesk(options, async (desk) => {
        const rows = await desk.fill(250);
        const storage = faultyStorage(desk.storage);
        const dying = await desk.another({ storage });
        let erasures = 0;
        storage.failNext(
          "after",
          (changes) =>
            changes.some(({ kind, table }) => kind === "update" && table.name === "events") &&
            ++erasures === 2,
        );
        const eventIds = rows.map(({ id }) => id);
        await expect(dying.support.audit.redact({ eventIds, reason })).rejects.toMatchObject({
          code: "STORAGE_UNAVAILABLE",
        });
        expect(await desk.support.audit.verify()).toMatchObject({ isValid: true, erased: 200 });
        expect(await desk.support.audit.redact({ eventIds, reason })).toMatchObject({ events: 50 });
        const report = await desk.support.audit.verify();
        expect(report).toMatchObject({ isValid: true, erased: 250 });
        expect(report.erasures.map(({ events }) => events)).toEqual([100, 100, 50]);
      }));

    test("two who erase the same at once write it down once", () =>
      onSealedDesk(options, async (desk) => {
        const rows = await desk.fill(20);
        const other = await desk.another();
        const eventIds = rows.map(({ id }) => id);
        const both = [desk, other].map(({ support }) => support.audit.redact({ eventIds, reason }));
        const counts = (await desk.settled(Promise.all(both))).map(({ events }) => events);
        expect(counts.toSorted((left, right) => left - right)).toEqual([0, 20]);
        await desk.support.audit.seal();
        expect(await desk.support.audit.verify()).toMatchObject({ isValid: true, erased: 20, unsealed: 0 });
      }));

    test("an event that is not there is refused", () =>
      onSealedDesk(options, async (desk) => {
        const redaction = desk.support.audit.redact({ eventIds: ["evt_none"], reason });
        await expect(redaction).rejects.toMatchObject({ code: "NOT_FOUND" });
      }));

    test("promises and their clocks can be simulated over a case whose events were erased", () =>
      onSealedDesk(options, async (desk) => {
        const { first } = await talk(desk);
        await desk.support.cases.reply({ caseId: first.id, text: "Here" });
        await desk.support.cases.solve({ caseId: first.id });
        await desk.support.audit.redact({ customerId: first.customerId, reason });
        const simulation = await desk.support.sla.simulate({
          policies: [{ id: "new", targets: [{ metric: "first_reply", within: "1h" }] }],
          from: 0,
          to: desk.clock.now() + 1,
        });
        expect(simulation.cases).toBe(2);
        expect((await desk.hear({ from: ada })).customerId).toBe(first.customerId);
      }));
  });

  describe("erasure as an excuse", () => {
    const excuses: Readonly<
      Record<string, readonly [code: string, does: (desk: SealedDesk) => Promise<unknown>]>
    > = {
      "data that merely says that it was erased": [
        "event-data-changed",
        async (desk) => desk.edit(events, nth(await desk.events(), 1), { data: erasedData }),
      ],
      "a mark that names no record": [
        "erasure-unrecorded",
        async (desk) => {
          const target = nth(await desk.events(), 1);
          await desk.edit(events, target, { data: erasedData });
          await pretend(desk, target.id, "evt_none");
        },
      ],
      "a mark that names an event of another kind": [
        "erasure-unrecorded",
        async (desk) => {
          const [target, other] = (await desk.events()).slice(1);
          await desk.edit(events, target ?? nth([], 0), { data: erasedData });
          await pretend(desk, target?.id ?? "", other?.id ?? "");
        },
      ],
      "a mark that names the erasure of others": [
        "erasure-unrecorded",
        async (desk) => {
          const [first, target] = await desk.events();
          const { recordedIn } = await desk.support.audit.redact({ eventIds: [first?.id ?? ""], reason });
          await desk.edit(events, target ?? nth([], 0), { data: erasedData });
          await pretend(desk, target?.id ?? "", recordedIn[0] ?? "");
        },
      ],
      "other data in the place of what was erased": [
        "event-data-changed",
        async (desk) => {
          const target = nth(await desk.events(), 1);
          await desk.support.audit.redact({ eventIds: [target.id], reason });
          await desk.edit(events, target, { data: { words: "never said" } });
        },
      ],
      "a record that was removed": [
        "erasure-unrecorded",
        async (desk) => {
          const target = nth(await desk.events(), 1);
          const { recordedIn } = await desk.support.audit.redact({ eventIds: [target.id], reason });
          const record = (await desk.events()).find(({ id }) => id === recordedIn[0]);
          await desk.remove(events, record ?? nth([], 0));
        },
      ],
      "a record that was written behind the reach": [
        "event-unknown",
        async (desk) => {
          const target = nth(await desk.events(), 1);
          const record = eventRow(desk.support.tenantId, 0, 1, { eventIds: [target.id], reason });
          await desk.put(events, { ...record, type: "audit.redacted" });
          await desk.edit(events, target, { data: erasedData });
          await pretend(desk, target.id, record.id);
        },
      ],
    };

    test.each(Object.entries(excuses))("%s is found", (_, [code, does]) =>
      onSealedDesk(options, async (desk) => {
        await desk.fill(6);
        await desk.support.audit.seal();
        await desk.clock.advance(3_600_000);
        await does(desk);
        expect(await desk.support.audit.verify()).toMatchObject({ isValid: false, fault: { code } });
        expect((await desk.storage.find(auditBlocks, { limit: 10 })).length).toBeGreaterThan(0);
      }),
    );

    test("one that was written down is no secret: the report says when, by whom and why", () =>
      onSealedDesk(options, async (desk) => {
        const [row] = await desk.fill(3);
        const { id, desk: admin } = await desk.hire("admin");
        await admin.audit.redact({ eventIds: [row?.id ?? ""], reason: "just so" });
        const { erasures } = await desk.support.audit.verify();
        expect(erasures).toMatchObject([
          { actor: { kind: "agent", id }, reason: "just so", at: desk.clock.now(), events: 1 },
        ]);
      }));
  });
}
