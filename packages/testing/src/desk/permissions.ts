import { type Actor, isSupportError, type OpenInput, type Permission, rolePermissions } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { commands, openCalls, pathsOf } from "./harness/commands/index.ts";
import { type Furniture, furnish } from "./harness/furnish.ts";
import { letter } from "./harness/letter.ts";
import { asUntyped, onDesk, type TestDesk } from "./harness/openDesk.ts";
import { rawOf } from "./harness/scriptedChannel.ts";
import type { DeskSuiteOptions } from "./options.ts";

interface Caller {
  readonly name: string;
  /** What it may do, besides a customer's own cases. */
  readonly may: "all" | readonly Permission[];
  readonly isRequester?: boolean;
  actor(desk: TestDesk, ids: Furniture): Promise<Actor> | Actor;
}

const hired =
  (role: keyof typeof rolePermissions): Caller["actor"] =>
  async ({ hire }) => ({ kind: "agent", id: (await hire(role, `A ${role}`)).id });

const callers: readonly Caller[] = [
  { name: "the host", may: "all", actor: () => ({ kind: "host", id: null }) },
  { name: "the desk itself", may: "all", actor: () => ({ kind: "system", id: "sla" }) },
  { name: "an admin", may: rolePermissions.admin, actor: hired("admin") },
  { name: "an agent", may: rolePermissions.agent, actor: hired("agent") },
  { name: "a collaborator", may: rolePermissions.collaborator, actor: hired("collaborator") },
  {
    name: "an agent who left",
    may: [],
    actor: async ({ hire, support }) => {
      const { id } = await hire("admin", "Gone");
      await support.agents.update({ agentId: id, active: false });
      return { kind: "agent", id };
    },
  },
  { name: "an agent that is not there", may: [], actor: () => ({ kind: "agent", id: "agt_none" }) },
  {
    name: "a bot",
    may: ["cases.read", "cases.reply", "cases.write", "notes.write"],
    actor: () => ({ kind: "bot", id: "helper" }),
  },
  {
    name: "the requester",
    may: [],
    isRequester: true,
    actor: (_, { customerId }) => ({ kind: "customer", id: customerId }),
  },
  { name: "a visitor", may: [], actor: () => ({ kind: "anonymous", id: "visit_none" }) },
  {
    name: "another customer",
    may: [],
    actor: (_, { otherCustomerId }) => ({ kind: "customer", id: otherCustomerId }),
  },
];

/** Calls that a customer may make, but without seeing anything of others. */
const harmless = new Set(["cases.list", "statuses.list", "fields.list"]);

export function permissionTests(options: DeskSuiteOptions): void {
  describe("permissions", () => {
    test("every call of a desk is in the table of commands", () =>
      onDesk(options, async ({ support }) => {
        const { tenantId, actor, live, on, start, stop, tick, as, tenant, within, ...desk } = support;
        const guarded = pathsOf(desk).filter((path) => !openCalls.has(path));
        expect(guarded.sort()).toEqual(Object.keys(commands).sort());
      }));

    test.each(callers)("$name may do what is listed and nothing else", (caller) =>
      onDesk(options, async (desk) => {
        const ids = await furnish(desk, desk.support);
        const actor = await caller.actor(desk, ids);
        const acting = asUntyped(desk.support, actor);
        const wrong: string[] = [];
        for (const [path, { needs, own, people, hides, visitors, call }] of Object.entries(commands)) {
          const isAllowed =
            caller.may === "all" ||
            (caller.may.includes(needs) && !(actor.kind === "bot" && people === true)) ||
            (own === true &&
              (caller.isRequester === true || (actor.kind === "customer" && harmless.has(path))));
          const error = await desk.settled(
            call(acting, ids).then(
              () => null,
              (thrown: unknown) => thrown,
            ),
          );
          const isOpen = actor.kind === "customer" || (actor.kind === "anonymous" && visitors === true);
          const denial = hides === true && isOpen ? "NOT_FOUND" : "FORBIDDEN";
          const isDenied = isSupportError(error) && error.code === denial;
          if (isDenied === isAllowed) wrong.push(`${path}: ${isAllowed ? "denied" : "allowed"}`);
        }
        expect(wrong).toEqual([]);
      }),
    );

    test("whoever reads some cases only can't put messages into others by receive", () =>
      onDesk(options, async ({ support, hire, clock }) => {
        const grants = {
          some: { "intake.manage": "tenant", "cases.read": "own" },
          team: { "intake.manage": "tenant", "cases.read": "team" },
          all: { "intake.manage": "tenant", "cases.read": "tenant" },
          gateway: { "intake.manage": "tenant" },
        } as const;
        const receiving = async (key: keyof typeof grants) => {
          await support.roles.create({ key, label: key, permissions: grants[key] });
          const { desk } = await hire(key, key);
          return desk.receive("letters", rawOf([letter({ text: key })], key, clock.now()));
        };
        for (const key of ["some", "team"] as const)
          await expect(receiving(key)).rejects.toMatchObject({
            code: "FORBIDDEN",
            message: expect.stringContaining("receive needs access to all cases"),
            details: { because: "scope" },
          });
        expect((await support.cases.list()).rows).toEqual([]);
        for (const key of ["all", "gateway"] as const)
          expect(await receiving(key)).toMatchObject({ outcome: "accepted" });
      }));

    test("an agent may say whether it is there, of itself only and only while it works here", () =>
      onDesk(options, async ({ hire, support }) => {
        const { id, desk } = await hire();
        const { id: other } = await hire("agent", "Other");
        expect((await desk.agents.setPresence({ agentId: id, presence: "online" })).presence).toBe("online");
        const denied = { code: "FORBIDDEN" };
        await expect(desk.agents.setPresence({ agentId: other, presence: "online" })).rejects.toMatchObject(
          denied,
        );
        await support.agents.update({ agentId: id, active: false });
        await expect(desk.agents.setPresence({ agentId: id, presence: "away" })).rejects.toMatchObject(
          denied,
        );
      }));

    test("a customer opens cases of its own, and decides nothing that is the desk's to decide", () =>
      onDesk(options, async ({ hear, support, hire }) => {
        const { customerId } = await hear();
        const { id: assigneeId } = await hire();
        const asAda = support.as({ kind: "customer", id: customerId });
        expect(await asAda.cases.open({ customerId, subject: "Refund" })).toMatchObject({
          openedBy: "customer",
        });
        const denied = { code: "FORBIDDEN" };
        for (const more of [
          { imported: true },
          { openedAt: 0 },
          { assigneeId },
          { handler: "bot" },
          { priority: "urgent" },
          { tags: ["vip"] },
        ] satisfies Partial<OpenInput>[])
          await expect(asAda.cases.open({ customerId, subject: "x", ...more })).rejects.toMatchObject(denied);
        const { id: other } = await support.customers.create({});
        await expect(asAda.cases.open({ customerId: other, subject: "x" })).rejects.toMatchObject(denied);
      }));
  });
}
