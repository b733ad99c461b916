import { expect, test } from "vitest";
import type { LiveSuiteOptions } from "./options.ts";
import { eventually, onTwoProcesses } from "./twoProcesses.ts";

export function carryingTests(options: LiveSuiteOptions): void {
  test("what one process says is heard in the other and in itself, once each", () =>
    onTwoProcesses(options, async ({ here, there, listen, reports }) => {
      const own = await listen(here, ["cases"], here);
      const other = await listen(there, ["cases"], here);
      await here.publish("cases", { id: "case_1" });
      await here.publish("cases", { id: "case_2" });
      await eventually(() => other.heard.length >= 2 && own.heard.length >= 2);
      const said = [
        ["cases", { id: "case_1" }],
        ["cases", { id: "case_2" }],
      ];
      expect(other.heard).toEqual(said);
      expect(own.heard).toEqual(said);
      expect(reports).toEqual([]);
    }));

  test("topics are separate, whatever their names, and a listener knows which it hears", () => {
    const topics = ["a", "A", "a:b", "a b", "'; drop table cases; --", "läden/%*", "x".repeat(300)];
    return onTwoProcesses(options, async ({ here, there, listen }) => {
      const each = await Promise.all(topics.map((topic) => listen(there, [topic], here)));
      const all = await listen(there, topics, here);
      for (const topic of topics) await here.publish(topic, { topic });
      await here.publish("nobody listens", { topic: "none" });
      await eventually(() => all.heard.length >= topics.length);
      expect(all.heard).toEqual(topics.map((topic) => [topic, { topic }]));
      for (const [at, { heard }] of each.entries())
        expect(heard).toEqual([[topics[at], { topic: topics[at] }]]);
    });
  });

  test("messages arrive as they were said", () => {
    const messages = [
      {},
      { text: "", yes: true, no: false, nothing: null, number: -1.5e-7, large: 2 ** 53 },
      { "a key": "quotes \" ' ` and \\ and\nlines\u0000", emoji: "👩‍👩‍👧‍👦 ñ 한국어" },
      { long: "0123456789".repeat(2_000) },
      { wide: "한👩".repeat(4_000), end: true },
    ];
    return onTwoProcesses(options, async ({ here, there, listen, reports }) => {
      const { heard } = await listen(there, ["cases"], here);
      for (const message of messages) await here.publish("cases", message);
      await eventually(() => heard.length >= messages.length);
      expect(heard.map(([, message]) => message)).toEqual(messages);
      expect(reports).toEqual([]);
    });
  });

  test("what one process says one after the other is heard in that order", () =>
    onTwoProcesses(options, async ({ here, there, listen }) => {
      const { heard } = await listen(there, ["a", "b"], here);
      for (let at = 0; at < 300; at++) await here.publish(at % 2 === 0 ? "a" : "b", { at });
      await eventually(() => heard.length >= 300);
      expect(heard.map(([, { at }]) => at)).toEqual(Array.from({ length: 300 }, (_, at) => at));
    }));

  test("after every connection was ended at the server, news are heard again, again and again", (context) =>
    onTwoProcesses(options, async ({ here, there, world, listen }) => {
      if (world.disconnect === undefined) return context.skip("There are no connections.");
      const { heard } = await listen(there, ["cases"], here);
      for (let round = 1; round <= 3; round++) {
        await world.disconnect();
        await eventually(async () => {
          await here.publish("cases", { round }).catch(() => undefined);
          return heard.some(([, message]) => message.round === round);
        });
        // A second listener on what was listened to before the connection was lost.
        const again = await listen(there, ["cases", `new ${round}`], here);
        again.stop();
      }
    }));
}
