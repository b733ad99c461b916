import { SupportError } from "../errors/index.ts";
import type { Read } from "../kernel/index.ts";
import { suggest } from "../suggest.ts";
import { brandsState } from "./state.ts";

/** Cases without a channel have this one. */
const noChannel = "api";

/** @throws SupportError UNKNOWN_CHANNEL with the channel that was probably meant */
export function requireChannels(read: Pick<Read, "use">, channelIds: readonly string[]): void {
  const { channels } = read.use(brandsState);
  const known = [...channels.keys(), noChannel];
  const unknown = channelIds.find((id) => !known.includes(id));
  if (unknown === undefined) return;
  const hint = suggest(unknown, known) || ` There are: ${known.join(", ")}.`;
  throw new SupportError("UNKNOWN_CHANNEL", `There is no channel "${unknown}".${hint}`, {
    details: { channelId: unknown },
  });
}
