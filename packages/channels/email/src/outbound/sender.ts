import { type OutboundMessage, SupportError } from "@heedkit/core";
import { normaliseEmail } from "../address/normaliseEmail.ts";
import type { Keyring } from "../threading/keyring.ts";
import { oneLine } from "./subjectLine.ts";

/** Who sends. */
export interface Sender {
  /** Normalised, as are all addresses of it. */
  readonly address: string;
  /** Further addresses that may be sent from. */
  readonly aliases: readonly string[];
  readonly displayName: string | null;
  readonly keyring: Keyring;
  readonly maxOutgoingBytes: number;
  /** Bounces go to signed forms of it. */
  readonly bounceAddress: string;
  /** For one recipient. */
  readonly deliveryTimeoutMs: number;
}

/** Whether mail may be sent from an address. */
export function maySendFrom(
  { address, aliases }: Pick<Sender, "address" | "aliases">,
  value: string,
): boolean {
  const wanted = normaliseEmail(value);
  return wanted !== null && [address, ...aliases].includes(wanted);
}

/**
 * What stands in From: `Mia (Blue Shoes) <help@blue.example>` for a person who writes for a brand.
 * @throws SupportError DELIVERY_REFUSED for an address that may not be sent from
 */
export function fromOf(
  sender: Sender,
  { from, authorName, brandName }: Pick<OutboundMessage, "from" | "authorName" | "brandName">,
): { readonly name: string; readonly address: string } {
  const desk = brandName ?? sender.displayName ?? "";
  const person = brandName === null ? authorName : `${authorName} (${brandName})`;
  const name = oneLine(authorName === null || person === null ? desk : person);
  if (from === null) return { name, address: sender.address };
  if (!maySendFrom(sender, from.value))
    throw new SupportError(
      "DELIVERY_REFUSED",
      `The channel may not send from ${from.value}. Add it to the aliases of emailChannel, if its mail server lets it.`,
      { details: { from: from.value } },
    );
  return { name, address: normaliseEmail(from.value) ?? sender.address };
}
