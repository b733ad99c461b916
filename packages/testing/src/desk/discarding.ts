import { SupportError } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { letter } from "./harness/letter.ts";
import { onDesk } from "./harness/openDesk.ts";
import { rawOf } from "./harness/scriptedChannel.ts";
import type { DeskSuiteOptions } from "./options.ts";

const unreadable = new SupportError("UNPARSEABLE", "A part has no end.");

export function discardTests(options: DeskSuiteOptions): void {
  describe("kept messages", () => {
    test("that are discarded leave the list, but not the storage: a redelivery is a duplicate", () =>
      onDesk(options, async ({ support, receive, letters, settled }) => {
        letters.misunderstand(unreadable);
        const { inboundId } = await receive([letter()], "1");
        const { inboundId: otherId } = await receive([letter()], "2");
        const discarded = await support.intake.discard({ inboundId });
        expect(discarded).toMatchObject({ id: inboundId, outcome: "discarded", problem: unreadable.message });
        expect(await support.intake.discard({ inboundId })).toEqual(discarded);
        expect((await support.intake.listKept()).rows.map(({ id }) => id)).toEqual([otherId]);
        expect((await support.intake.listKept({ discarded: true })).rows).toEqual([discarded]);
        expect(await support.intake.getKept({ inboundId })).toEqual(discarded);
        const again = await settled(receive([letter()], "1"));
        expect(again).toEqual({ outcome: "duplicate", inboundId, caseIds: [] });
        expect((await support.intake.listKept()).rows.map(({ id }) => id)).toEqual([otherId]);
        expect((await support.intake.openRaw({ inboundId })).body).toEqual(rawOf([letter()], "1", 0).body);
        expect((await support.events.list({ type: "inbound.discarded" })).rows).toMatchObject([
          { data: { inboundId, channelId: "letters" } },
        ]);
      }));

    test("that were discarded by mistake are still processed", () =>
      onDesk(options, async ({ support, receive, letters }) => {
        letters.misunderstand(unreadable);
        const { inboundId } = await receive([letter()]);
        await support.intake.discard({ inboundId });
        await expect(support.intake.replay({ inboundId })).rejects.toMatchObject({ code: "UNPARSEABLE" });
        expect((await support.intake.listKept({ discarded: true })).rows).toHaveLength(1);
        letters.misunderstand(null);
        const { caseIds } = await support.intake.replay({ inboundId });
        expect(caseIds).toHaveLength(1);
        expect((await support.intake.listKept({ discarded: true })).rows).toEqual([]);
        await expect(support.intake.discard({ inboundId })).rejects.toMatchObject({
          code: "INVALID_TRANSITION",
          message: expect.stringContaining("already processed"),
        });
        await expect(support.intake.discard({ inboundId: "inb_none" })).rejects.toMatchObject({
          code: "NOT_FOUND",
        });
      }));

    test("are listed by channel and time, in both directions, across many pages", () =>
      onDesk(options, async ({ support, receive, letters, clock }) => {
        letters.misunderstand(unreadable);
        const start = clock.now();
        const ids: string[] = [];
        for (let count = 0; count < 13; count++) {
          ids.push((await receive([letter()])).inboundId);
          await clock.advance(1);
        }
        const listed = async (query: Parameters<typeof support.intake.listKept>[0]) =>
          (await support.intake.listKept(query)).rows.map(({ id }) => id);
        expect(await listed({ order: "oldest" })).toEqual(ids);
        expect(await listed({ order: "newest" })).toEqual(ids.toReversed());
        const { rows, next } = await support.intake.listKept({ order: "oldest", limit: 11 });
        expect(rows.map(({ id }) => id)).toEqual(ids.slice(0, 11));
        expect(await listed({ order: "oldest", limit: 11, after: next ?? [] })).toEqual(ids.slice(11));
        expect(await listed({ order: "oldest", receivedFrom: start + 2, receivedBefore: start + 5 })).toEqual(
          ids.slice(2, 5),
        );
        expect(await listed({ channelId: "letters" })).toHaveLength(13);
        expect(await listed({ channelId: "cards" })).toEqual([]);
      }));
  });
}
