import { mutant } from "./mutant.ts";

const nothing = { steps: [], drift: [] };

export const livingMutants = [
  mutant("the plan always says that there is nothing to do", "schema", ({ schema }) => ({
    schema: { ...schema, plan: async () => nothing },
  })),
  mutant("a plan is done at once", "schema", ({ schema }) => ({
    schema: { ...schema, plan: schema.apply },
  })),
  mutant("applying says nothing of what it did", "schema", ({ schema }) => ({
    schema: {
      ...schema,
      apply: async (tables) => {
        await schema.apply(tables);
        return nothing;
      },
    },
  })),
  mutant("applying again takes the rows away", "schema", (inner) => ({
    schema: {
      ...inner.schema,
      apply: async (tables) => {
        for (const table of tables) {
          const rows = await inner.find(table, { limit: 1000 });
          await inner.commit(
            rows.map(({ tenantId, id }) => ({ kind: "delete", table, key: { tenantId, id } })),
          );
        }
        return inner.schema.apply(tables);
      },
    },
  })),
  mutant("a closed storage goes on", "closing", () => ({ close: async () => undefined })),
  mutant("a storage cannot be closed twice", "closing", (inner) => {
    let isClosed = false;
    return {
      close: async () => {
        if (isClosed) throw new Error("closed already");
        isClosed = true;
        await inner.close();
      },
    };
  }),
  mutant("it says that it can do what it can't", "life", ({ capabilities }) => ({
    capabilities: { ...capabilities, hostTransactions: true },
  })),
  mutant("its functions need `this`", "life", (inner) => ({
    async commit(changes) {
      if (typeof this !== "object" || this === null || !("get" in this))
        throw new TypeError("this is undefined");
      await inner.commit(changes);
    },
  })),
  mutant("within is silent where it can't", "host transactions", (inner) => ({ within: () => inner })),
];
