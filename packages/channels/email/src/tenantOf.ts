import { type ChannelHost, SupportError } from "@heedkit/core";

/** What a desk that names no tenants calls its only one. */
const unnamedTenant = "default";

/** Whose mail it is where the options don't say: the only tenant's. @throws SupportError INVALID_CONFIGURATION */
export function tenantOf(
  { soleTenantId = unnamedTenant }: ChannelHost,
  channelId: string,
  option: string,
): string {
  if (soleTenantId !== null) return soleTenantId;
  throw new SupportError(
    "INVALID_CONFIGURATION",
    `The channel "${channelId}" can't tell which tenant its mail is for, as the desk has several. Set ${option}.`,
    { details: { channelId, option } },
  );
}
