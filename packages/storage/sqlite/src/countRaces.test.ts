import {
  type CaseCounts,
  caseCounts,
  cases,
  createSupport,
  isSupportError,
  type Storage,
  walks,
} from "@heedkit/core";
import { expect, test } from "vitest";
import { sqliteStorage } from "./index.ts";
import { temporaryPath } from "./testing/desk.ts";

const ofTenant = { field: "tenantId", is: "default" } as const;
const statuses = ["open", "pending", "on_hold", "solved"] as const;

const deskOn = (path: string) => createSupport({ storage: sqliteStorage({ path, busyTimeoutMs: 30_000 }) });
type Desk = Awaited<ReturnType<typeof deskOn>>;

async function freshCount(storage: Storage): Promise<Pick<CaseCounts, "byCategory" | "unassigned">> {
  const rows = await storage.find(cases, { where: ofTenant, limit: 1_000 });
  const byCategory = { new: 0, open: 0, pending: 0, on_hold: 0, solved: 0, closed: 0 };
  for (const { category } of rows) byCategory[category]++;
  const free = rows.filter(({ category, assigneeId }) => category !== "solved" && assigneeId === null);
  return { byCategory, unassigned: free.length };
}

/** Makes rows as a version without counts left them. */
async function forget(storage: Storage): Promise<void> {
  const rows = await storage.find(cases, { where: ofTenant, limit: 1_000 });
  const counts = await storage.find(caseCounts, { where: ofTenant, limit: 1_000 });
  const upkeep = await storage.find(walks, { where: ofTenant, limit: 1_000 });
  await storage.commit([
    ...rows.map(
      (key) => ({ kind: "update", table: cases, key, set: { countedAs: null, queuedAt: null } }) as const,
    ),
    ...counts.map((key) => ({ kind: "delete", table: caseCounts, key }) as const),
    ...upkeep.map((key) => ({ kind: "delete", table: walks, key }) as const),
  ]);
}

test("eight desks on one file that change the same cases, count old ones and add rows up agree with a fresh count", {
  timeout: 60_000,
}, async () => {
  const path = temporaryPath();
  const first = await deskOn(path);
  const { id: customerId } = await first.customers.create({ name: "Ada" });
  const { id: assigneeId } = await first.agents.create({ name: "Grace" });
  const caseIds: string[] = [];
  for (let at = 0; at < 260; at++) caseIds.push((await first.cases.open({ customerId, subject: "Help" })).id);
  const storage = sqliteStorage({ path });
  await forget(storage);

  const desks = await Promise.all(Array.from({ length: 8 }, () => deskOn(path)));
  let refused = 0;
  const work = async (desk: Desk, seat: number) => {
    for (let turn = 0; turn < 60; turn++) {
      const caseId = caseIds[(turn * 7 + seat) % 12] ?? "";
      const status = statuses[(turn + seat) % statuses.length] ?? "open";
      const isFree = (turn + seat) % 3 === 0;
      try {
        await desk.cases.update({ caseId, status, assigneeId: isFree ? null : assigneeId });
        if (turn % 10 === 0) await desk.cases.open({ customerId, subject: "More" });
        if (turn % 20 === seat) await desk.cases.recount();
        if (turn % 15 === seat) await desk.tick();
        await desk.cases.counts();
      } catch (error) {
        if (!isSupportError(error) || error.code !== "CONFLICT") throw error;
        refused++;
      }
    }
  };
  await Promise.all(desks.map(work));
  for (const desk of desks) await desk.tick();
  const [{ byCategory, unassigned }, expected] = [await first.cases.counts(), await freshCount(storage)];
  expect({ byCategory, unassigned }).toEqual(expected);
  expect(await storage.count(cases, { field: "countedAs", is: null })).toBe(0);
  expect(refused).toBeLessThan(8 * 60);
  await Promise.all([...desks, first].map((desk) => desk.stop()));
  await storage.close();
});
