import * as z from "zod";
import { ConflictError } from "../../../errors/index.ts";
import {
  defineCommand,
  lineInput,
  reference,
  refuseTaken,
  versionInput,
  wordsInput,
} from "../../../kernel/index.ts";
import { longestTemplate } from "../../engine.ts";
import { type MacroRow, macroChanges, macroReply, macros, macroView } from "../../schema.ts";
import { checkMacro } from "../checkMacro.ts";
import { requireMacro } from "../requireMacro.ts";

const input = z.strictObject({
  macroId: reference("macro").optional().describe("The macro to change. Default: a new one."),
  name: lineInput(200),
  reply: macroReply.nullable().default(null),
  note: wordsInput(longestTemplate).nullable().default(null).describe("A note, in Liquid."),
  changes: macroChanges.default({}),
  expectedVersion: versionInput
    .optional()
    .describe("Refuses the change when the macro was saved since this version was read."),
});

/**
 * Saves a macro, having checked its texts like templates and its changes against the desk's statuses, fields, agents
 * and teams.
 *
 * @throws SupportError TEMPLATE_INVALID, INVALID_INPUT, NOT_FOUND; ALREADY_EXISTS when another macro has the name
 * @throws ConflictError when `expectedVersion` is not the macro's any more
 */
export const save = defineCommand({
  name: "macros.save",
  summary: "Adds a macro, or changes one.",
  input,
  output: macroView,
  access: { permission: "templates.write" },
  http: "POST /macros",
  async run(tx, { macroId, expectedVersion, ...values }): Promise<MacroRow> {
    await checkMacro(tx, values);
    await refuseTaken(tx, macros, "name", values.name, macroId);
    const before = macroId === undefined ? null : await requireMacro(tx, macroId);
    if (before !== null && expectedVersion !== undefined && expectedVersion !== before.version) {
      const conflict = { changeIndex: 0, table: macros.name, id: before.id, reason: "expectation" } as const;
      throw new ConflictError({ ...conflict, constraint: "version" });
    }
    const saved = before === null ? tx.insert(macros, values) : tx.update(macros, before, values);
    tx.emit("macro.saved", {}, { macroId: saved.id });
    return saved;
  },
});
