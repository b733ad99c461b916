export { personalDataProblems } from "./check.ts";
export type {
  Naming,
  PersonalData,
  PersonalDataOf,
  Subject,
  Treatment,
  WholeTreatment,
} from "./declaration.ts";
export { type PersonalColumn, type PersonalTable, personalDataOf } from "./list.ts";
