import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import type { LiveSuiteOptions } from "./options.ts";
import { eventually, type Heard, onTwoProcesses } from "./twoProcesses.ts";

export function listeningTests(options: LiveSuiteOptions): void {
  test("who stopped listening hears nothing more, and the others go on", () =>
    onTwoProcesses(options, async ({ here, there, listen }) => {
      const first = await listen(there, ["cases", "agents"], here);
      const second = await listen(there, ["cases"], here);
      first.stop();
      first.stop();
      await here.publish("cases", { at: 1 });
      await here.publish("agents", { at: 2 });
      await eventually(() => second.heard.length >= 1);
      await pause(50);
      expect(first.heard).toEqual([]);
      expect(second.heard).toEqual([["cases", { at: 1 }]]);
    }));

  test("one function that listens twice is called twice, and stops one by one", () =>
    onTwoProcesses(options, async ({ here, there, listen }) => {
      const heard: Heard[] = [];
      const listener = (...news: Heard) => void heard.push(news);
      const stops = [there.subscribe(["cases"], listener), there.subscribe(["cases", "cases"], listener)];
      const witness = await listen(there, ["cases"], here);
      heard.length = 0;
      await here.publish("cases", { at: 1 });
      await eventually(() => witness.heard.length === 1);
      expect(heard).toHaveLength(2);
      stops[0]?.();
      await here.publish("cases", { at: 2 });
      await eventually(() => witness.heard.length === 2);
      expect(heard).toHaveLength(3);
      stops[1]?.();
      await here.publish("cases", { at: 3 });
      await eventually(() => witness.heard.length === 3);
      expect(heard).toHaveLength(3);
    }));

  test("a topic that is left and listened to again at once is heard", () =>
    onTwoProcesses(options, async ({ here, there, listen }) => {
      for (let round = 0; round < 5; round++) there.subscribe(["cases"], () => undefined)();
      const first = await listen(there, ["cases"], here);
      first.stop();
      const second = await listen(there, ["cases"], here);
      await here.publish("cases", { at: 1 });
      await eventually(() => second.heard.length === 1);
      expect(first.heard).toEqual([]);
    }));

  test("a listener that throws is reported and harms nobody", () =>
    onTwoProcesses(options, async ({ here, there, listen, reports }) => {
      there.subscribe(["cases"], () => {
        throw new Error("deaf");
      });
      const { heard } = await listen(there, ["cases"], here);
      await here.publish("cases", { at: 1 });
      await here.publish("cases", { at: 2 });
      await eventually(() => heard.length === 2);
      expect(reports.at(-1)).toMatchObject({ what: "live listener of cases", error: { message: "deaf" } });
    }));

  test("a listener may stop itself and others while it is called", () =>
    onTwoProcesses(options, async ({ here, there, listen }) => {
      const heard: number[] = [];
      const stops = [1, 2].map((name) =>
        there.subscribe(["cases"], (_, message) => {
          if (message.at === undefined) return;
          heard.push(name);
          for (const stop of stops) stop();
        }),
      );
      const witness = await listen(there, ["cases"], here);
      await here.publish("cases", { at: 1 });
      await here.publish("cases", { at: 2 });
      await eventually(() => witness.heard.length === 2);
      expect(heard[0]).toBe(1);
      expect(heard.length).toBeLessThanOrEqual(2);
    }));

  test("what is closed hears nothing more, and closing it twice is closing it once", () =>
    onTwoProcesses(options, async ({ here, there, listen }) => {
      const { heard } = await listen(there, ["cases"], here);
      await Promise.all([there.close?.(), there.close?.()]);
      await there.close?.();
      await here.publish("cases", { at: 1 });
      await pause(50);
      expect(heard).toEqual([]);
    }));
}
