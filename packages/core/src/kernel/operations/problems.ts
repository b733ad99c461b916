import { suggest } from "../../suggest.ts";
import type { AnyOperation } from "./operation.ts";
import { shapeOf } from "./reference.ts";

/** Problems of an operation that the module of `noun` exports as `verb`. */
export function operationProblems(noun: string, verb: string, operation: AnyOperation): readonly string[] {
  const { name, kind, http, input, summary } = operation;
  const problems: string[] = [];
  if (name !== `${noun}.${verb}`) problems.push(`its name is "${name}". Name it "${noun}.${verb}".`);
  if (typeof summary !== "string" || !summary.endsWith("."))
    problems.push("its summary must be a sentence with a full stop.");
  const [, method = "", path = ""] = /^(GET|POST|PUT|PATCH|DELETE) (\/\S*)$/.exec(String(http)) ?? [];
  if (path === "")
    return [...problems, `http is "${String(http)}". Write a method and a path, such as "POST /${noun}".`];
  if (kind === "query" && method !== "GET") problems.push(`http is "${http}", but queries are GET.`);
  if (kind === "command" && method === "GET") problems.push(`http is "${http}", but commands are never GET.`);
  const fields = Object.keys(shapeOf(input));
  for (const [, parameter = ""] of path.matchAll(/\{([^{}]*)\}/g))
    if (!fields.includes(parameter))
      problems.push(
        `http names "{${parameter}}", which is not a field of the input.${suggest(parameter, fields)}`,
      );
  return problems;
}
