import { isOperation, operationProblems } from "../../kernel/index.ts";
import { suggest } from "../../suggest.ts";
import type { AnyPlugin } from "../definePlugin.ts";

/** Problems with the operations of a plugin, and exports that are not operations. */
export function operationProblemsOf(
  { id, operations = {}, permissions = {}, dependsOn = [] }: AnyPlugin,
  corePermissions: readonly string[],
): readonly string[] {
  const known = [...corePermissions, ...Object.keys(permissions)];
  const isOfDependency = (name: string) => dependsOn.some((plugin) => name.startsWith(`${plugin}.`));
  return Object.entries(operations).flatMap(([verb, operation]) => {
    // Unlimited commits would block the desk's storage.
    if (!isOperation(operation) || operation.isStandalone === true)
      return [`operations.${verb} is not an operation. Create operations with defineCommand or defineQuery.`];
    const { permission } = operation.access;
    return [
      ...operationProblems(id, verb, operation).map((problem) => `operations.${verb}: ${problem}`),
      ...(permission === null || known.includes(permission) || isOfDependency(permission)
        ? []
        : [
            `operations.${verb}: no role has the permission "${permission}".${suggest(permission, known) || " Add it to permissions."}`,
          ]),
    ];
  });
}
