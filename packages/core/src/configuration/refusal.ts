import { SupportError } from "../errors/index.ts";

/** One error for everything that is wrong with the options of a desk. */
export function refusal(problems: readonly string[], cause?: unknown): SupportError {
  const list = problems.map((problem) => `\n- ${problem}`).join("");
  return new SupportError("INVALID_CONFIGURATION", `The desk can't start:${list}`, {
    details: { problems },
    cause,
  });
}

/** @throws SupportError INVALID_CONFIGURATION listing every problem there is. */
export function refuseProblems(problems: readonly string[]): void {
  if (problems.length > 0) throw refusal(problems);
}
