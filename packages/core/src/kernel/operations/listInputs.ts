import * as z from "zod";
import { limitSchema } from "../input.ts";
import { lineInput } from "../texts.ts";

/** Input of lists and searches of what can be archived. */
export const archivedInput = z
  .boolean()
  .default(false)
  .describe("True: only archived ones. Default: only the others.");

/** The filter for `archivedInput`. */
export const archivedFilter = (archived: boolean) =>
  archived ? ({ field: "archivedAt", isNot: null } as const) : ({ field: "archivedAt", is: null } as const);

/** Input of searches of what can be archived. */
export const archivedSearchInput = z.strictObject({
  text: lineInput(500).describe("Word prefixes; all of them must match."),
  archived: archivedInput,
  limit: limitSchema,
});

/** Orders of lists by age, for `orderBy`. */
export const ageOrders = {
  oldest: [{ field: "createdAt" }],
  newest: [{ field: "createdAt", direction: "descending" }],
} as const;

export const ageOrderInput = z.enum(["oldest", "newest"]);

/** Orders of lists of what has a name, for `orderBy`. */
export const nameOrders = {
  ...ageOrders,
  name: [{ field: "name" }],
  nameDescending: [{ field: "name", direction: "descending" }],
} as const;

export const nameOrderInput = z.enum(["oldest", "newest", "name", "nameDescending"]);

/** Input of lists of what has a name. Searches ignore case, but not every storage can search. */
export const namePrefixInput = z
  .exactOptional(lineInput(200))
  .describe("Only those whose name starts with this; capitals matter.");

/** The filter for `namePrefixInput`. */
export const namePrefixFilter = (startsWith: string | undefined) =>
  startsWith === undefined ? [] : [{ field: "name", startsWith } as const];
