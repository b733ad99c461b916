import { outcomeOf } from "../connecting/outcomes.ts";
import { hasMethods, type Recognise } from "./host.ts";

/** A transaction of Kysely, as its callback or `startTransaction` gives it. */
export const kyselyTransaction: Recognise = (value) => {
  if (!hasMethods(value, "executeQuery") || !("isTransaction" in value) || value.isTransaction !== true)
    return null;
  return {
    handle: value,
    async run(sql) {
      const query = { kind: "RawNode", sqlFragments: [sql], parameters: [] };
      const result = await value.executeQuery({
        sql,
        parameters: [],
        query,
        queryId: { queryId: "heedkit" },
      });
      if (typeof result !== "object" || result === null) return outcomeOf(undefined);
      // Of a statement that changes rows; a select has none.
      if ("numAffectedRows" in result && result.numAffectedRows !== undefined)
        return outcomeOf({ affectedRows: result.numAffectedRows });
      return outcomeOf("rows" in result ? result.rows : undefined);
    },
  };
};
