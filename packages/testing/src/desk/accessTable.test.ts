import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { callers } from "./access/callers.ts";
import { type Column, pageOf } from "./access/page.ts";
import { rewindingStorage } from "./access/rewinding.ts";
import { walk } from "./access/walk.ts";
import { furnish } from "./harness/furnish.ts";
import { onDesk } from "./harness/openDesk.ts";

const page = fileURLToPath(new URL("../../../../docs/access.md", import.meta.url));

test("docs/access.md shows what comes out of every operation, for every caller; `vitest -u` writes it", {
  timeout: 600_000,
}, async () => {
  const rewinding = rewindingStorage();
  const columns: Column[] = [];
  const leaks: string[] = [];
  await onDesk(
    { name: "memory", create: () => rewinding.storage },
    async (desk) => {
      const ids = await furnish(desk, desk.support);
      const furnished = await rewinding.mark();
      for (const caller of callers) {
        const walked = await walk(desk, rewinding, furnished, ids, caller);
        columns.push([caller.name, walked.cells]);
        leaks.push(...walked.leaks);
      }
    },
    // What is rewound must not be remembered.
    { tenants: ["north", "south"], cases: { definitionsMaxAgeMs: 0 }, sla: { definitionsMaxAgeMs: 0 } },
  );
  expect(leaks).toEqual([]);
  await expect(pageOf(columns)).toMatchFileSnapshot(page);
});
