import {
  type Case,
  createSupport,
  definePlugin,
  defineReaction,
  type HostContextAnswer,
  type Permission,
  type SupportError,
  type SupportEvent,
  type Transaction,
} from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { describe, expectTypeOf, test } from "vitest";
import * as z from "zod";
import type { StarsRating } from "./stars/ratings.ts";
import { stars } from "./stars/stars.ts";

const fields = z.object({
  plan: z.enum(["free", "gold"]).default("free"),
  seats: z.int().optional(),
});
const context = {
  orders: async () => [{ id: 1, total: 9.5 }],
  tier: ({ hostId }: { readonly hostId: string | null }) => (hostId === null ? "guest" : "member"),
};

const open = () =>
  createSupport({
    storage: memoryStorage(),
    plugins: [stars({ answerUrl: "https://shop.example" }), definePlugin({ id: "plain" })],
    cases: { fields },
    customers: { context },
  });

describe("what a desk is made of shows in its types", () => {
  test("plugins by their ids", async () => {
    const support = await open();
    expectTypeOf(support.stars.rate).returns.resolves.toEqualTypeOf<StarsRating>();
    expectTypeOf(support.stars.summary).returns.resolves.toEqualTypeOf<{
      count: number;
      average: number | null;
    }>();
    expectTypeOf(support).toHaveProperty("plain");
    expectTypeOf(support.stars.rate).parameter(0).toEqualTypeOf<{
      caseId: string;
      stars: number;
    }>();
  });

  test("what customers and visitors may call, and what they are shown", async () => {
    const support = await open();
    const customer = () => support.as({ kind: "customer", id: "cus_1" });
    const visitor = () => support.as({ kind: "anonymous", id: "visit_1" });
    expectTypeOf(customer).returns.toHaveProperty("cases").toHaveProperty("get");
    expectTypeOf(customer).returns.toHaveProperty("cases").not.toHaveProperty("update");
    expectTypeOf(customer).returns.toHaveProperty("agents").not.toHaveProperty("list");
    expectTypeOf(customer).returns.toHaveProperty("stars").not.toHaveProperty("summary");
    expectTypeOf(visitor).returns.toHaveProperty("cases").not.toHaveProperty("get");
    expectTypeOf(() => customer().cases.get({ caseId: "Case-1" })).returns.resolves.not.toHaveProperty(
      "tags",
    );
    expectTypeOf(() => support.cases.get({ caseId: "Case-1" })).returns.resolves.toHaveProperty("tags");
  });

  test("the same for another actor, another tenant, and in a transaction of the host", async () => {
    const support = await open();
    const typed = () => [
      support.as({ kind: "agent", id: "agt_1" }).stars,
      support.tenant("default").stars,
      support.within(null).stars,
    ];
    expectTypeOf(typed).returns.items.toEqualTypeOf<typeof support.stars>();
    const bound = () =>
      support.tenant("default").as({ kind: "bot", id: "b" }).cases.get({ caseId: "Case-1" });
    expectTypeOf(bound).returns.resolves.toHaveProperty("fields");
  });

  test("no plugins where there are none", async () => {
    const plain = await createSupport({ storage: memoryStorage() });
    expectTypeOf(plain).not.toHaveProperty("stars");
  });

  test("the host's own case fields, any of which may be missing", async () => {
    const support = await open();
    const get = () => support.cases.get({ caseId: "Case-1" });
    expectTypeOf(get)
      .returns.resolves.toHaveProperty("fields")
      .toEqualTypeOf<Readonly<{ plan?: "free" | "gold"; seats?: number | undefined }>>();
    expectTypeOf(get).returns.resolves.toExtend<Omit<Case, "fields">>();
    const list = async () => (await support.cases.list()).rows.map((row) => row.fields.plan);
    expectTypeOf(list).returns.resolves.items.toEqualTypeOf<"free" | "gold" | undefined>();
    const change = () => support.cases.update({ caseId: "cas_1", fields: { seats: 2 } });
    expectTypeOf(change).toBeFunction();
    // @ts-expect-error there is no such plan
    const wrong = () => support.cases.update({ caseId: "cas_1", fields: { plan: "silver" } });
    // @ts-expect-error there is no such field
    const unknown = () => support.cases.open({ customerId: "c", subject: "s", fields: { colour: "red" } });
    expectTypeOf([wrong, unknown]).items.toBeFunction();
  });

  test("the host's own knowledge of customers", async () => {
    const support = await open();
    const ask = () => support.customers.context({ customerId: "cus_1" });
    expectTypeOf(ask).returns.resolves.toEqualTypeOf<{
      readonly orders: HostContextAnswer<{ id: number; total: number }[]>;
      readonly tier: HostContextAnswer<"guest" | "member">;
    }>();
  });
});

describe("what a plugin adds to the desk's vocabulary is checked", () => {
  test("events and their data", async () => {
    const support = await open();
    const listen = () => support.on("stars.rated", ({ data }) => data.stars.toFixed());
    // @ts-expect-error there is no such event
    const misheard = () => support.on("stars.rubbed", () => undefined);
    expectTypeOf([listen, misheard]).items.toBeFunction();
    expectTypeOf<SupportEvent<"stars.rated">["data"]["isAgain"]>().toBeBoolean();
    expectTypeOf<SupportEvent<"case.opened">["data"]["code"]>().toBeString();
  });

  test("jobs, permissions and codes of errors", () => {
    const write = (tx: Transaction) => tx.enqueue("stars.ask", { caseId: "cas_1" });
    // @ts-expect-error the data is of another kind of job
    const wrong = (tx: Transaction) => tx.enqueue("stars.ask", { messageId: "msg_1" });
    // @ts-expect-error there is no such kind
    const unknown = (tx: Transaction) => tx.enqueue("stars.forget", {});
    expectTypeOf([write, wrong, unknown]).items.toBeFunction();
    expectTypeOf<"stars.read">().toExtend<Permission>();
    expectTypeOf<"stars.fly">().not.toExtend<Permission>();
    expectTypeOf<"STARS_NOT_ASKED">().toExtend<SupportError["code"]>();
  });

  test("reactions see the data of their event, handlers that of their job", () => {
    definePlugin({
      id: "typed",
      reactions: [
        defineReaction({
          on: "stars.rated",
          phase: "decide",
          run: ({ data }) => {
            expectTypeOf(data.stars).toBeNumber();
          },
        }),
      ],
      jobs: {
        "stars.ask": {
          async run({ data, complete }) {
            expectTypeOf(data).toEqualTypeOf<{ readonly caseId: string }>();
            expectTypeOf(complete).toBeFunction();
          },
        },
      },
    });
    // @ts-expect-error nobody says such a thing
    defineReaction({ on: "stars.rubbed", phase: "decide", run: () => undefined });
  });
});
