export {
  anyField,
  definitionsOf,
  type FieldDefinition,
  type FieldDefinitions,
  type FieldKind,
  fieldNamed,
  fieldsOfSchema,
} from "./definitions.ts";
export { unknownField } from "./unknown.ts";
export { valueProblem } from "./values.ts";
