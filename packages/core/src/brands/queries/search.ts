import { archivedFilter, archivedSearchInput, defineQuery, list } from "../../kernel/index.ts";
import { type BrandRow, brands, brandView } from "../schema.ts";

/** Searches brands by name and key. Best matches first; archived brands only if asked for. */
export const search = defineQuery({
  name: "brands.search",
  summary: "Searches brands by name and key.",
  input: archivedSearchInput,
  output: list(brandView),
  access: { permission: "brands.read", cases: "none" },
  http: "GET /brands/search",
  run: (read, { text, archived, limit }): Promise<readonly BrandRow[]> =>
    read.search(brands, { text, where: archivedFilter(archived), limit }),
});
