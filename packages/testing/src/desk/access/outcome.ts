import { isSupportError } from "@heedkit/core";
import type { Command } from "../harness/commands/command.ts";
import { type Furniture, marker } from "../harness/furnish.ts";
import type { AnyDesk } from "../harness/openDesk.ts";

/** How a call can end, with its sign in the table and its line in the legend. */
export const outcomes = {
  done: { sign: "+", means: "done" },
  nothing: { sign: "0", means: "nothing found: `null`, or a list without rows" },
  FORBIDDEN: { sign: "-", means: "FORBIDDEN" },
  NOT_FOUND: { sign: "?", means: "NOT_FOUND" },
  unrelated: { sign: ".", means: "another tenant's can't be named in the input" },
  INVALID_TRANSITION: {
    sign: "t",
    means: "INVALID_TRANSITION, such as a reply in a case that was merged away",
  },
  ARCHIVED: { sign: "a", means: "ARCHIVED" },
  AGENT_INACTIVE: { sign: "g", means: "AGENT_INACTIVE, for an agent who has left" },
  MERGE_CYCLE: { sign: "m", means: "MERGE_CYCLE" },
  UNPARSEABLE: { sign: "u", means: "UNPARSEABLE: the kept mail still can't be parsed" },
} as const;

type Outcome = keyof typeof outcomes;

export interface Attempt {
  readonly outcome: Outcome;
  /** Whether the caller was told what the furniture holds, or ids that they didn't know. */
  readonly isTelling: boolean;
  /** Whether the input names anything of the furniture. */
  readonly isRelated: boolean;
}

/** Calls an operation, and says how it ended. */
export async function attempt({ call }: Command, desk: AnyDesk, ids: Furniture): Promise<Attempt> {
  let isRelated = false;
  const watched = new Proxy(ids, {
    get(target, name) {
      isRelated = true;
      return Reflect.get(target, name);
    },
  });
  const answer = await call(desk, watched).then(
    (result) => ({ result }),
    (error: unknown) => ({ error }),
  );
  if ("error" in answer) {
    // Errors repeat the ids that the caller named.
    return { outcome: outcomeOf(answer.error), isTelling: textOf(answer.error).includes(marker), isRelated };
  }
  const text = textOf(answer.result);
  return {
    outcome: isNothing(answer.result) ? "nothing" : "done",
    isTelling: [marker, ...unguessable(ids)].some((word) => text.includes(word)),
    isRelated,
  };
}

/** Ids that only the desk can have told; keys and tracking codes are the same in every tenant. */
function unguessable({ code, templateKey, policyId, statusKey, fieldKey, roleKey, ...ids }: Furniture) {
  return Object.values(ids);
}

function outcomeOf(error: unknown): Outcome {
  const code = isSupportError(error) ? error.code : "no code";
  if (isOutcome(code)) return code;
  throw new Error(`A call ended with ${code}, for which outcome.ts has no sign. Add one.`, { cause: error });
}

function isOutcome(code: string): code is Outcome {
  return Object.hasOwn(outcomes, code);
}

/** Not undefined, which is what commands without a result return. */
function isNothing(result: unknown): boolean {
  if (typeof result !== "object" || result === null) return result === null;
  const rows = "rows" in result ? result.rows : result;
  return Array.isArray(rows) && rows.length === 0;
}

function textOf(value: unknown): string {
  if (isSupportError(value)) return `${value.message} ${JSON.stringify(value.details)}`;
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : (JSON.stringify(value) ?? "");
}
