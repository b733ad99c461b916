export { brandAddresses } from "./brandOfCase.ts";
export { type BrandColumns, brandColumns, brandOfFollowUp, brandOfNewCase } from "./columns.ts";
export { requireUsableBrand } from "./require.ts";
export { brandsRoom } from "./room.ts";
export { leadsTo } from "./routes.ts";
export { type Brand, type BrandContact, type BrandRow, brands } from "./schema.ts";
