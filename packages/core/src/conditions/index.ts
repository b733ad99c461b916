export { type ConditionProblem, conditionProblems, conditionSchema } from "./check.ts";
export { type CompiledCondition, compileCondition } from "./compile.ts";
export type { Condition, ConditionSubject, ConditionValues } from "./condition.ts";
export { deskFields } from "./deskFields.ts";
export {
  type ConditionField,
  type ConditionFieldSubject,
  type ConditionFields,
  type ConditionFieldType,
  conditionFieldTypes,
  defineConditionField,
  isLoaded,
} from "./field.ts";
export { type LoadedFields, loadFields } from "./loadFields.ts";
export {
  type ConditionFilter,
  type ConditionResidue,
  conditionFilter,
  exactFilter,
} from "./storageFilter.ts";
