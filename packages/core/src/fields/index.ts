export {
  anyField,
  definitionsOf,
  type FieldDefinition,
  type FieldDefinitions,
  type FieldKind,
  type FieldPlace,
  fieldNamed,
  fieldsOfSchema,
  placeOf,
} from "./definitions.ts";
export { unknownField } from "./unknown.ts";
export { valueProblem } from "./values.ts";
