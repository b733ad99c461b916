export { viewerOf } from "./admit.ts";
export type { Calls, OperationNamespace, Who } from "./calls.ts";
export { bindCalls, isOperation } from "./calls.ts";
export { defineCommand, defineProcedure, defineQuery, namedInput } from "./define.ts";
export {
  ageOrderInput,
  ageOrders,
  archivedFilter,
  archivedInput,
  archivedSearchInput,
  nameOrderInput,
  nameOrders,
  namePrefixFilter,
  namePrefixInput,
} from "./listInputs.ts";
export { type OperationInfo, operationInfo } from "./listing.ts";
export type {
  Access,
  AnyHost,
  AnyOperation,
  Filled,
  Generic,
  HostTypes,
  Operation,
  OperationKind,
} from "./operation.ts";
export type { Output, Viewer, Viewing } from "./output.ts";
export { findPage, pageOf, paging } from "./paging.ts";
export { type CommandOptions, openRead, perform } from "./perform.ts";
export { operationProblems } from "./problems.ts";
export { type ReferenceRule, reference, referencesOf } from "./reference.ts";
export { type OperationRegistry, operationRegistry } from "./registry.ts";
export { file, nothing, shape, shapeForAll } from "./shapes.ts";
export {
  type CustomerOf,
  defineView,
  type ListOf,
  list,
  type NullOr,
  named,
  orNull,
  type Page,
  type PageOf,
  page,
  type StaffOf,
  type ViewedRow,
  withParts,
} from "./view.ts";
