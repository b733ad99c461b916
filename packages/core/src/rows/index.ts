export { compareRows, compareScalars, compareTuples, cursorOf, totalOrder } from "./compare.ts";
export { predicate, requireField } from "./matches.ts";
