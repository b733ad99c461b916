export { personalDataProblems } from "./check.ts";
export type {
  PersonalData,
  PersonalDataOf,
  PersonalNaming,
  PersonalSubject,
  PersonalTreatment,
  WholeTreatment,
} from "./declaration.ts";
export { type PersonalColumn, type PersonalTable, personalDataOf } from "./list.ts";
