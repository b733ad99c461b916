import type { Transaction } from "../kernel/index.ts";
import { layRoutes } from "./routes.ts";
import { type BrandRow, brands } from "./schema.ts";

/** Stages a change of a brand, with what leads to it; what is so already is left alone. @throws SupportError ALREADY_EXISTS */
export async function changeBrand(
  tx: Transaction,
  brand: BrandRow,
  changes: { readonly [Field in keyof BrandRow]?: BrandRow[Field] | undefined },
): Promise<BrandRow> {
  const held = new Map<string, unknown>(Object.entries(brand));
  const changed = Object.entries(changes).filter(
    ([field, value]) => value !== undefined && sorted(held.get(field)) !== sorted(value),
  );
  if (changed.length === 0) return brand;
  const after = tx.update(brands, brand, Object.fromEntries(changed));
  await layRoutes(tx, after);
  tx.emit("brand.updated", {}, { brandId: brand.id, fields: changed.map(([field]) => field) });
  return after;
}

/** JSON with the names of records in order: storage may give them back in another. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([left], [right]) => (left < right ? -1 : 1)))
      : part,
  );
}
