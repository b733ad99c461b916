import * as z from "zod";
import { requireActiveAgent, requireActiveTeam } from "../../../agents/index.ts";
import type { ConditionValues } from "../../../conditions/index.ts";
import { SupportError } from "../../../errors/index.ts";
import {
  defineCommand,
  type Generic,
  namedInput,
  parseInput,
  type Transaction,
} from "../../../kernel/index.ts";
import { requireUsableMacro } from "../../../templates/index.ts";
import { conditionFields } from "../../conditionFields.ts";
import { noteEdit } from "../../edit.ts";
import type { SlaAction, SlaPolicy } from "../../policy.ts";
import { anyPolicy, policySchema } from "../../policySchema.ts";
import { type PolicyRow, slaPolicies } from "../../schema.ts";
import { slaState } from "../../state.ts";
import { mostStored, storedCalendars, storedPolicies } from "../../stored.ts";
import { policyView } from "../view.ts";

/**
 * Accepts everything: `run` lists all problems at once, including those that depend on the desk's fields and calendars.
 */
const input = anyPolicy.catch((wrong) => z.custom<z.output<typeof anyPolicy>>().parse(wrong?.value));

/** @internal */
export interface SavePolicyInputOf extends Generic {
  readonly type: SlaPolicy<ConditionValues<this["host"]["caseFields"]>>;
}

/**
 * Adds an SLA policy, or edits the one with the same id. A new one comes last among those created at run time; an
 * edited one keeps its place.
 * @throws SupportError INVALID_INPUT listing every problem; NOT_FOUND, AGENT_INACTIVE, ARCHIVED for what its actions name
 */
export const save = defineCommand({
  name: "policies.save",
  summary: "Adds an SLA policy, or edits the one with the same id.",
  input: namedInput<SavePolicyInputOf>()(input),
  output: policyView,
  access: { permission: "sla.write", cases: "none" },
  http: "PUT /sla/policies/{id}",
  async run(tx, given): Promise<PolicyRow> {
    const { code } = tx.use(slaState);
    const fields = await conditionFields(tx);
    const stored = await storedPolicies(tx);
    const calendars = await storedCalendars(tx);
    const names = [...Object.keys(code.calendars), ...calendars.map(({ id }) => id)];
    const definition = parseInput(policySchema(fields, names), given, "policies.save");
    const { id } = definition;
    for (const action of actionsOf(definition)) await requireUsed(tx, action);
    const other = stored.find((kept) => kept.definition.default === true && kept.id !== id);
    if (definition.default === true && other !== undefined)
      throw new SupportError(
        "INVALID_INPUT",
        `Only one policy can be the default, and "${other.id}" already is.`,
      );
    const kept = await tx.get(slaPolicies, id);
    if (kept === null && stored.length >= mostStored)
      throw new SupportError(
        "INVALID_INPUT",
        `There are already ${mostStored} policies, which is the limit. Remove one first.`,
      );
    await noteEdit(tx);
    if (kept !== null) return tx.update(slaPolicies, kept, { definition });
    return tx.insert(slaPolicies, { id, position: (stored.at(-1)?.position ?? -1) + 1, definition });
  },
});

function actionsOf({ targets, ...policy }: SlaPolicy): readonly SlaAction[] {
  return [policy, ...targets].flatMap(({ onWarning = [], onBreach = [] }) => [...onWarning, ...onBreach]);
}

async function requireUsed(tx: Transaction, action: SlaAction): Promise<void> {
  if (action.do === "macro") await requireUsableMacro(tx, action.macroId);
  const agentIds =
    action.do === "reassign"
      ? [action.assigneeId]
      : action.do === "notify" && typeof action.whom === "object"
        ? action.whom.agentIds
        : [];
  for (const agentId of agentIds) if (typeof agentId === "string") await requireActiveAgent(tx, agentId);
  if (action.do === "reassign" && typeof action.teamId === "string")
    await requireActiveTeam(tx, action.teamId);
}
