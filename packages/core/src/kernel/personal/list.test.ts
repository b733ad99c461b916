import { expect, test } from "vitest";
import * as z from "zod";
import { defineTable } from "../table.ts";
import { personalDataOf } from "./list.ts";

const base = { comment: "Rows.", idPrefix: "row" } as const;

test("lists whose data tables hold and what becomes of each value, parts by their path", () => {
  const keep = { keep: "The law asks for it." };
  const letters = defineTable("letters", {
    ...base,
    fields: {
      personId: z.string(),
      text: z.string(),
      copies: z.array(z.object({ kind: z.string(), value: z.string() })),
    },
    personal: {
      subject: { customer: "personId" },
      others: { copies: "address" },
      columns: { text: keep, copies: { parts: { kind: "none", value: "erase" } } },
    },
  });
  const stamps = defineTable("stamps", {
    ...base,
    fields: { letterId: z.string() },
    personal: { subject: [{ through: "letterId", table: "letters" }, { mentions: "id" }], rows: "erase" },
  });
  const sizes = defineTable("sizes", { ...base, fields: { size: z.int() } });
  const words = defineTable("words", { ...base, fields: { word: z.string() }, personal: "none" });
  const none = { subjects: [], others: [], erasesRows: false, columns: [] };
  expect(personalDataOf([letters, stamps, sizes, words])).toEqual([
    {
      table: "letters",
      subjects: [{ customer: "personId" }],
      others: [{ column: "copies", naming: "address" }],
      erasesRows: false,
      columns: [
        { path: ["text"], treatment: keep },
        { path: ["copies", "kind"], treatment: "none" },
        { path: ["copies", "value"], treatment: "erase" },
      ],
    },
    {
      table: "stamps",
      subjects: [{ through: "letterId", table: "letters" }, { mentions: "id" }],
      others: [],
      erasesRows: true,
      columns: [],
    },
    { table: "sizes", ...none },
    { table: "words", ...none },
  ]);
});
