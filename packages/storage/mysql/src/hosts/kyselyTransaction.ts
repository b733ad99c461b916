import * as z from "zod";
import { hasMethods, type Recognise } from "./host.ts";

const result = z.object({ rows: z.array(z.record(z.string(), z.unknown())), numAffectedRows: z.bigint().optional() });

/** A transaction of Kysely, as its callback or `startTransaction` gives it. */
export const kyselyTransaction: Recognise = (value) => {
  if (!hasMethods(value, "executeQuery") || !("isTransaction" in value) || value.isTransaction !== true)
    return null;
  return {
    handle: value,
    async run(sql) {
      const query = { kind: "RawNode", sqlFragments: [sql], parameters: [] };
      const raw = await value.executeQuery({ sql, parameters: [], query, queryId: { queryId: "heedkit" } });
      const { rows, numAffectedRows = 0n } = result.parse(raw);
      return { rows: rows.map((row) => Object.values(row)), affected: Number(numAffectedRows) };
    },
  };
};
