import { expect, test } from "vitest";
import type { EngineSuiteOptions } from "./options.ts";
import { eventually, onCluster } from "./processes.ts";

export function racingTests(options: EngineSuiteOptions): void {
  test("eight workers do a thousand jobs, each once", { timeout: 60_000 }, () =>
    onCluster(options, async ({ started, opened, names, waiting }) => {
      const wanted = Array.from({ length: 1_000 }, (_, at) => `errand-${at}`);
      const web = await opened();
      await Promise.all(wanted.map((name) => web.send(name)));
      const workers = await Promise.all(Array.from({ length: 8 }, () => started()));
      await eventually(async () => (await waiting()).length === 0, 50_000);
      expect([...(await names())].sort()).toEqual([...wanted].sort());
      expect(workers.flatMap(({ reports }) => reports)).toEqual([]);
    }),
  );

  test("a queue that forgets everything, twice in the middle, loses no job", { timeout: 60_000 }, () =>
    onCluster(options, async ({ started, queue, names, waiting }) => {
      const wanted = Array.from({ length: 300 }, (_, at) => `errand-${at}`);
      const web = await started({ worker: { performs: false } });
      await started({ worker: { concurrency: 2 } });
      for (const name of wanted) {
        await web.send(name);
        if (name === "errand-100" || name === "errand-200") await queue.flush();
      }
      await eventually(async () => (await waiting()).length === 0, 50_000);
      expect([...(await names())].sort()).toEqual([...wanted].sort());
    }),
  );
}
