import { leafOf, misfiltering } from "./mutant.ts";

const every = { and: [] };

/** Storages that are wrong about JSON columns. */
export const insideMutants = [
  misfiltering("a number inside JSON is equal to its text", "json paths", (leaf) =>
    "path" in leaf && "is" in leaf && typeof leaf.is === "number"
      ? leafOf(leaf.field, { path: leaf.path, in: [leaf.is, String(leaf.is)] })
      : leaf,
  ),
  misfiltering("true inside JSON is equal to 1", "json paths", (leaf) =>
    "path" in leaf && "is" in leaf && leaf.is === true
      ? leafOf(leaf.field, { path: leaf.path, in: [true, 1] })
      : leaf,
  ),
  misfiltering("isNot inside JSON leaves null out, as in SQL", "json paths", (leaf) =>
    "path" in leaf && "isNot" in leaf && leaf.isNot !== null
      ? {
          not: {
            or: [
              leafOf(leaf.field, { path: leaf.path, is: leaf.isNot }),
              leafOf(leaf.field, { path: leaf.path, is: null }),
            ],
          },
        }
      : leaf,
  ),
  misfiltering("an empty text inside JSON is null", "json paths", (leaf) =>
    "path" in leaf && "is" in leaf && leaf.is === null
      ? {
          or: [
            leafOf(leaf.field, { path: leaf.path, is: null }),
            leafOf(leaf.field, { path: leaf.path, is: "" }),
          ],
        }
      : leaf,
  ),
  misfiltering("a name is split at its dots", "json paths", (leaf) =>
    "path" in leaf
      ? leafOf(leaf.field, { ...leaf, path: leaf.path.flatMap((name) => name.split(".")) })
      : leaf,
  ),
  misfiltering("names inside JSON are compared without case", "json paths", (leaf) => {
    if (!("path" in leaf)) return leaf;
    const { path, ...rest } = leaf;
    const spellings = [
      path,
      path.map((name) => name.toLowerCase()),
      path.map((name) => name.replace(/^./, (first) => first.toUpperCase())),
    ];
    return { or: spellings.map((spelling) => leafOf(leaf.field, { ...rest, path: spelling })) };
  }),
  misfiltering("numbers inside JSON are in order as texts are", "json paths", (leaf) =>
    "path" in leaf && "above" in leaf && typeof leaf.above === "number"
      ? leafOf(leaf.field, { path: leaf.path, above: String(leaf.above) })
      : leaf,
  ),
  misfiltering("a list of nothing inside JSON widens the result", "json paths", (leaf) =>
    "path" in leaf && "in" in leaf && leaf.in.length === 0 ? every : leaf,
  ),
  misfiltering("an empty list is taken for one that is missing", "json paths", (leaf) =>
    "isEmpty" in leaf && !("path" in leaf)
      ? { or: [leafOf(leaf.field, { isEmpty: true }), leafOf(leaf.field, { is: null })] }
      : leaf,
  ),
  misfiltering("a path into a text is overlooked", "refusals", (leaf, table) =>
    "path" in leaf && table.columns[leaf.field]?.type === "text" ? every : leaf,
  ),
  misfiltering("a condition's upper bound is left out of its range", "conditions", (leaf) =>
    "atMost" in leaf && typeof leaf.atMost === "number"
      ? leafOf(leaf.field, { ...leaf, atMost: leaf.atMost - 1 })
      : leaf,
  ),
];
