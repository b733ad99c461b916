export { type ConditionProblem, conditionProblems, conditionSchema } from "./check.ts";
export { closest } from "./closest.ts";
export { type CompiledCondition, compileCondition } from "./compile.ts";
export type { Comparison, Condition, ConditionSubject, FieldValues, ValuesOf } from "./condition.ts";
export { deskFields } from "./deskFields.ts";
export { type FieldDefinition, type FieldDefinitions, type FieldKind, fieldsOfSchema } from "./fields.ts";
