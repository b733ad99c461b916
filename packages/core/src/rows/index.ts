export { compareRows, compareScalars, compareTuples, cursorOf, totalOrder } from "./compare.ts";
export { requireColumn, requireCursor, requireField, requireLimit, requireScalar } from "./fields.ts";
export { type CheckedLeaf, type Comparison, checkLeaf } from "./leaf.ts";
export { predicate } from "./matches.ts";
export { fits, misfit, requireValue } from "./values.ts";
