import type { Read } from "../kernel/index.ts";
import { brandOfOrigin, type CaseOrigin } from "./brandOfCase.ts";
import { requireUsableBrand } from "./require.ts";
import { type BrandRow, brands } from "./schema.ts";

/** How a case names its brand: by id, and by the key that conditions know. */
export interface BrandColumns {
  readonly brandId: string | null;
  readonly brand: string | null;
}

export function brandColumns(brand: Pick<BrandRow, "id" | "key"> | null): BrandColumns {
  return { brandId: brand?.id ?? null, brand: brand?.key ?? null };
}

/** The brand of a case that opens: as it is given, else by where it comes from. @throws SupportError NOT_FOUND, ARCHIVED */
export async function brandOfNewCase(
  read: Read,
  origin: CaseOrigin,
  brandId?: string | null,
): Promise<BrandColumns> {
  if (brandId === null) return brandColumns(null);
  return brandColumns(
    brandId === undefined ? await brandOfOrigin(read, origin) : await requireUsableBrand(read, brandId),
  );
}

/** The brand of a case that goes on with another: the same, unless that is archived by now. */
export async function brandOfFollowUp(
  read: Read,
  { brandId, brand, channelId }: BrandColumns & Pick<CaseOrigin, "channelId">,
): Promise<BrandColumns> {
  if (brandId === null || (await read.get(brands, brandId))?.archivedAt === null) return { brandId, brand };
  return brandColumns(await brandOfOrigin(read, { channelId }));
}
