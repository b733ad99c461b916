import { expect, test } from "vitest";
import * as z from "zod";
import { memoryStorage } from "../../memory/index.ts";
import { definePlugin } from "../../plugins/index.ts";
import { createSupport } from "../../support.ts";
import { defineQuery } from "./define.ts";
import { reference } from "./reference.ts";
import { shape } from "./shapes.ts";

declare module "../actors.ts" {
  interface Permissions {
    "notary.read": true;
  }
}

const output = shape("Seen", z.object({ seen: z.boolean() }));
const caseId = reference("case");
const query = { summary: "Looks.", output, run: async () => ({ seen: true }) } as const;
const operations = {
  everything: defineQuery({
    ...query,
    name: "notary.everything",
    input: z.strictObject({}),
    access: { permission: "notary.read" },
    http: "GET /notary",
  }),
  one: defineQuery({
    ...query,
    name: "notary.one",
    input: z.strictObject({ caseId }),
    access: { permission: "notary.read", cases: "named" },
    http: "GET /notary/{caseId}",
  }),
};
const notary = definePlugin({ id: "notary", operations, permissions: { "notary.read": ["agent"] } });

async function desk() {
  const support = await createSupport({ storage: memoryStorage(), plugins: [notary] });
  const { id: customerId } = await support.customers.create({ name: "Ada" });
  const { id } = await support.cases.open({ customerId, subject: "x" });
  const agent = async (role: string) => {
    const { id: agentId } = await support.agents.create({ name: role, role });
    return { agentId, ...support.as({ kind: "agent", id: agentId }) };
  };
  return { support, caseId: id, agent };
}

test("a permission of a plugin can be granted by a role, for some cases too", async () => {
  const { support, caseId: id, agent } = await desk();
  await support.roles.create({ key: "notary", label: "N", permissions: { "notary.read": "own" } });
  const { agentId, ...grace } = await agent("notary");
  await expect(grace.notary.one({ caseId: id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await support.cases.assign({ caseId: id, assigneeId: agentId });
  expect(await grace.notary.one({ caseId: id })).toEqual({ seen: true });
  // What does not say what it has to do with cases is refused, whatever it would show.
  await expect(grace.notary.everything({})).rejects.toMatchObject({
    code: "FORBIDDEN",
    message: expect.stringContaining("needs access to all cases"),
  });
  expect(await (await agent("agent")).notary.everything({})).toEqual({ seen: true });
});

test("a copy of a role has what plugins gave it", async () => {
  const { support, agent } = await desk();
  await support.roles.create({ key: "copy", label: "Copy", copyOf: "agent" });
  const { notary: calls } = await agent("copy");
  expect(await calls.everything({})).toEqual({ seen: true });
});

test("an operation for the whole tenant is refused to who reads some cases only, though they have its permission", async () => {
  const { support, agent } = await desk();
  await support.roles.create({
    key: "narrow",
    label: "Narrow",
    permissions: {
      "cases.read": "own",
      "sla.read": "tenant",
      "events.read": "tenant",
      "agents.read": "tenant",
    },
  });
  const grace = await agent("narrow");
  const denied = { code: "FORBIDDEN", details: { because: "scope" } };
  await expect(grace.sla.report({ from: 0, to: 1, by: "metric" })).rejects.toMatchObject(denied);
  await expect(grace.events.follow()).rejects.toMatchObject(denied);
  expect((await grace.events.list()).rows).toEqual([]);
  expect((await grace.agents.list()).rows).toHaveLength(1);
});
