import type { ReferenceRule } from "../kernel/index.ts";
import { findBrandId, noBrand } from "./require.ts";

/** A brand is named by its id or its key; it is nobody's own. */
export const references: Readonly<Record<string, ReferenceRule>> = {
  brand: { find: findBrandId, missing: (given) => noBrand(given, "") },
};
