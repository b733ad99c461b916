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
  macroId: reference("macro").optional().describe("The macro to update. Default: create one."),
  name: lineInput(200),
  reply: macroReply.nullable().default(null),
  note: wordsInput(longestTemplate).nullable().default(null).describe("A note, in Liquid."),
  changes: macroChanges.default({}),
  expectedVersion: versionInput
    .optional()
    .describe("Rejects the change if the macro was saved since this version was read."),
});

/**
 * Creates or updates a macro. Its texts are validated like templates, and its changes against the desk's statuses,
 * fields, agents and teams.
 *
 * @throws SupportError TEMPLATE_INVALID, INVALID_INPUT, NOT_FOUND, ARCHIVED; ALREADY_EXISTS if another macro has the name
 * @throws ConflictError if the macro is no longer at `expectedVersion`
 */
export const save = defineCommand({
  name: "macros.save",
  summary: "Creates or updates a macro.",
  input,
  output: macroView,
  access: { permission: "templates.write", cases: "none" },
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
