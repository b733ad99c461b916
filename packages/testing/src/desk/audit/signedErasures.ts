import { type AuditKey, auditEntries, erasedData, events } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import type { DeskSuiteOptions } from "../options.ts";
import { eventRow, nth, onSealedDesk, type SealedDesk } from "./sealedDesk.ts";

const old: AuditKey = { id: "2025", secret: "an old secret of thirty-two letters" };
const present: AuditKey = { id: "2026", secret: "a new secret of more than thirty-two letters" };
const reason = "request 17";
const signing = (...keys: readonly AuditKey[]) => ({ audit: { sealEveryMs: 0, keys } });

/** Removes an event's data and salt as an erasure does, referring to a record. */
async function disguise(desk: SealedDesk, eventId: string, redactedBy: string): Promise<void> {
  const event = nth(
    (await desk.events()).filter(({ id }) => id === eventId),
    0,
  );
  await desk.edit(events, event, { data: erasedData });
  const row = await desk.entries(nth(await desk.blocks(), 0));
  const salts = row.salts.map((salt, at) => (row.entries[at]?.[0] === eventId ? { redactedBy } : salt));
  await desk.edit(auditEntries, row, { salts });
}

/** Writes a record by hand, with a forger's data. */
async function forge(desk: SealedDesk, data: Record<string, unknown>): Promise<string> {
  await desk.clock.advance(1);
  const row = { ...eventRow("default", desk.clock.now(), 7, data), type: "audit.redacted" };
  await desk.put(events, row);
  return row.id;
}

export function signedErasureTests(options: DeskSuiteOptions): void {
  describe("signed erasures", () => {
    test("without a key an erasure is listed as unproven, whoever made it", () =>
      onSealedDesk(options, async (desk) => {
        const [victim, other] = await desk.fill(2);
        await desk.support.audit.seal();
        await desk.support.audit.redact({ eventIds: [other?.id ?? ""], reason });
        const record = await forge(desk, { eventIds: [victim?.id], reason });
        await disguise(desk, victim?.id ?? "", record);
        const report = await desk.support.audit.verify();
        expect(report).toMatchObject({ isValid: true, erased: 2, unproven: 2 });
        expect(report.erasures.map(({ isProven }) => isProven)).toEqual([false, false]);
      }));

    test("with a key what the desk erased is proven, also after the key was replaced", () =>
      onSealedDesk(
        options,
        async (desk) => {
          const [first, second] = await desk.fill(2);
          await desk.support.audit.redact({ eventIds: [first?.id ?? ""], reason });
          const { support } = await desk.another(signing(present, old));
          await support.audit.redact({ eventIds: [second?.id ?? ""], reason });
          const report = await support.audit.verify();
          expect(report).toMatchObject({ isValid: true, erased: 2, unproven: 0 });
          expect(report.erasures.map(({ isProven }) => isProven)).toEqual([true, true]);
          const without = await desk.another(signing(present));
          expect(await without.support.audit.verify()).toMatchObject({
            fault: { code: "erasure-forged", eventId: first?.id },
          });
        },
        signing(old),
      ));

    test.each<[string, (data: Record<string, unknown>) => Record<string, unknown>]>([
      ["bears no signature", ({ signature: _, ...data }) => data],
      [
        "names another key",
        (data) => ({ ...data, signature: { key: "1999", mac: Object(data.signature).mac } }),
      ],
      [
        "bears another signature",
        (data) => ({ ...data, signature: { key: present.id, mac: "0".repeat(64) } }),
      ],
      ["bears what is none", (data) => ({ ...data, signature: "yes" })],
      ["bears the signature of another record", (data) => data],
    ])("a record made by hand that %s is found out", (_, alter) =>
      onSealedDesk(
        options,
        async (desk) => {
          const [victim, other] = await desk.fill(2);
          const { recordedIn } = await desk.support.audit.redact({ eventIds: [other?.id ?? ""], reason });
          const real = nth(
            (await desk.events()).filter(({ id }) => id === recordedIn[0]),
            0,
          );
          const record = await forge(desk, alter({ ...real.data, eventIds: [victim?.id] }));
          await disguise(desk, victim?.id ?? "", record);
          expect(await desk.support.audit.verify()).toMatchObject({
            isValid: false,
            fault: { code: "erasure-forged", eventId: victim?.id },
          });
        },
        signing(present),
      ),
    );

    test.each<[string, Partial<Parameters<typeof edited>[1]>]>([
      ["names more than was erased", { data: "more" }],
      ["gives another reason", { data: "reason" }],
      ["names another actor", { actor: { kind: "agent", id: "agt_1" } }],
      ["names another time", { at: 1 }],
    ])("a record that was changed before it was sealed, and now %s, is found out", (_, change) =>
      onSealedDesk(
        options,
        async (desk) => {
          const [victim, other] = await desk.fill(2);
          const { recordedIn } = await desk.support.audit.redact({ eventIds: [other?.id ?? ""], reason });
          const real = nth(
            (await desk.events()).filter(({ id }) => id === recordedIn[0]),
            0,
          );
          await desk.edit(events, real, edited({ ...real.data, victim: victim?.id }, change));
          expect(await desk.support.audit.verify()).toMatchObject({
            fault: { code: "erasure-forged", eventId: other?.id },
          });
        },
        signing(present),
      ),
    );

    test("a record of another tenant proves nothing here", () =>
      onSealedDesk(
        options,
        async (desk) => {
          const [victim] = await desk.fill(1);
          await desk.support.audit.seal();
          const south = desk.support.tenant("south");
          // Both tenants have an event of this id.
          await desk.put(events, { ...nth(await desk.events(), 0), tenantId: "south" });
          const { recordedIn } = await south.audit.redact({ eventIds: [victim?.id ?? ""], reason });
          const real = nth(
            (await desk.events("south")).filter(({ id }) => id === recordedIn[0]),
            0,
          );
          await desk.put(events, { ...real, tenantId: "default" });
          await disguise(desk, victim?.id ?? "", real.id);
          expect((await south.audit.verify()).isValid).toBe(true);
          expect(await desk.support.audit.verify()).toMatchObject({ fault: { code: "erasure-forged" } });
        },
        { ...signing(present), tenants: ["default", "south"] },
      ));

    test.each([
      [{ id: "", secret: present.secret }, "audit.keys.0.id: is empty"],
      [{ id: "a", secret: "short" }, "at least 32 characters"],
    ])("a key that is none is refused", (key, problem) =>
      onSealedDesk(options, async ({ another }) => {
        await expect(another(signing(key))).rejects.toThrow(problem);
      }),
    );
  });
}

/** The record's columns after a change by hand. */
function edited(
  { victim, ...data }: Record<string, unknown>,
  change: {
    readonly data?: "more" | "reason";
    readonly actor?: { kind: "agent"; id: string };
    readonly at?: number;
  },
) {
  const { data: what, ...columns } = change;
  const eventIds = Array.isArray(data.eventIds) ? data.eventIds : [];
  if (what === "more") return { ...columns, data: { ...data, eventIds: [...eventIds, victim] } };
  if (what === "reason") return { ...columns, data: { ...data, reason: "another" } };
  return columns;
}
