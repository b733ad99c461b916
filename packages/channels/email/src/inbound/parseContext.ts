import type { Instant, RawInbound } from "@heedkit/core";
import { normaliseEmail } from "../address/normaliseEmail.ts";
import { defaultParseLimits, type ParseLimits } from "../mime/parseLimits.ts";
import { createKeyring, type Keyring } from "../threading/keyring.ts";

/** What is known about a desk and an envelope when a message is read. */
export interface ParseContext {
  readonly tenantId: string;
  readonly keyring: Keyring | null;
  readonly loopMark: string | null;
  readonly isOwn: (address: string) => boolean;
  readonly isAgent: (address: string) => boolean;
  /** Empty string for the null sender of RFC 5321 s.4.5.5, null where it is not known. */
  readonly envelopeFrom: string | null;
  readonly envelopeTo: readonly string[];
  readonly receivedAt: Instant | null;
  readonly limits: ParseLimits;
}

/** What `parseEmail` may be told beside the bytes. */
export interface ParseEmailOptions {
  /** The desk's address; mail from it is held to be its own. Default: none. */
  readonly address?: string;
  /** Key of the desk's signatures; without one nothing counts as signed. */
  readonly secret?: string;
  /** Keys that were used before, still accepted. Default: none. */
  readonly previousSecrets?: readonly string[];
  /** Default `default`. Signatures hold for one tenant only. */
  readonly tenantId?: string;
  /** More addresses of the desk, and whole domains as `@shop.example`. Default: none. */
  readonly ownAddresses?: readonly string[];
  /** Whether an address is an agent's, whose forwarded mail is the original sender's. Default: nobody's. */
  readonly isAgent?: (address: string) => boolean;
  /** Sender of the envelope; empty for the null sender. Default: not known. */
  readonly envelopeFrom?: string | null;
  /** Recipients of the envelope. Default: none. */
  readonly envelopeTo?: readonly string[];
  /** When the bytes came, against which `Date` is judged. Default: not known, any date is believed. */
  readonly receivedAt?: Instant;
  readonly limits?: Partial<ParseLimits>;
}

export function parseContext(options: ParseEmailOptions): ParseContext {
  const address = normaliseEmail(options.address ?? "");
  const own = (options.ownAddresses ?? []).map((entry) =>
    entry.startsWith("@") ? entry.toLowerCase() : (normaliseEmail(entry) ?? entry),
  );
  return {
    tenantId: options.tenantId ?? "default",
    keyring:
      options.secret === undefined
        ? null
        : createKeyring([options.secret, ...(options.previousSecrets ?? [])]),
    loopMark: address,
    isOwn: (candidate) => {
      const bare = withoutPlus(candidate);
      return bare === address || own.includes(bare) || own.includes(bare.slice(bare.lastIndexOf("@")));
    },
    isAgent: options.isAgent ?? (() => false),
    envelopeFrom: options.envelopeFrom ?? null,
    envelopeTo: options.envelopeTo ?? [],
    receivedAt: options.receivedAt ?? null,
    limits: { ...defaultParseLimits, ...options.limits },
  };
}

/** The envelope as a transport of this package put it beside the bytes. */
export function envelopeOf(
  raw: RawInbound,
): Pick<ParseContext, "envelopeFrom" | "envelopeTo" | "receivedAt"> {
  const { envelopeFrom, envelopeTo } = raw.metadata;
  return {
    envelopeFrom: typeof envelopeFrom === "string" ? envelopeFrom : null,
    envelopeTo: typeof envelopeTo === "string" ? [envelopeTo] : (envelopeTo ?? []),
    receivedAt: raw.receivedAt,
  };
}

function withoutPlus(address: string): string {
  return address.replace(/^([^+@]*)\+[^@]*@/, "$1@");
}
