import type { Instant, RawInbound } from "@heedkit/core";
import { normaliseEmail } from "../address/normaliseEmail.ts";
import { areColleagues, ownAddresses } from "../address/ownAddress.ts";
import { defaultParseLimits, type ParseLimits } from "../mime/parseLimits.ts";
import { createKeyring, type Keyring } from "../threading/keyring.ts";

/** What is known about the desk and the envelope when a message is read. */
export interface ParseContext extends Envelope {
  readonly tenantId: string;
  readonly keyring: Keyring | null;
  readonly loopMark: string | null;
  readonly isOwn: (address: string) => boolean;
  readonly isAgent: (address: string) => boolean;
  /** Whether the host declared an address as a web form's. */
  readonly isForm: (address: string) => boolean;
  /** Whether a list with this address may say who wrote a message. */
  readonly isTrustedList: (address: string) => boolean;
  readonly limits: ParseLimits;
}

/** What a transport knows about a message besides its bytes. */
export interface Envelope {
  /** Empty string for the null sender of RFC 5321 s.4.5.5, null if it is unknown. */
  readonly envelopeFrom: string | null;
  readonly envelopeTo: readonly string[];
  readonly receivedAt: Instant | null;
  /** When it came into the mailbox it was fetched from, or null. */
  readonly arrivedAt: Instant | null;
  /** Mail that arrived before this is history; null if the transport doesn't decide. */
  readonly historyBefore: Instant | null;
  /** Whether the sender's server handed it over just now. */
  readonly isLive: boolean;
}

/** What `parseEmail` can be told besides the bytes. */
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
  /** Senders that are forms, and whole domains as `@forms.shop.example`. Default: none. */
  readonly forms?: readonly string[];
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
  const isOwn = ownAddresses([...(address === null ? [] : [address]), ...(options.ownAddresses ?? [])]);
  const forms = (options.forms ?? []).map(normaliseEntry);
  return {
    tenantId: options.tenantId ?? "default",
    keyring:
      options.secret === undefined
        ? null
        : createKeyring([options.secret, ...(options.previousSecrets ?? [])]),
    loopMark: address,
    isOwn,
    isAgent: options.isAgent ?? (() => false),
    isForm: (candidate) =>
      forms.includes(candidate) || forms.includes(candidate.slice(candidate.lastIndexOf("@"))),
    isTrustedList: (candidate) => isOwn(candidate) || (address !== null && areColleagues(address, candidate)),
    envelopeFrom: options.envelopeFrom ?? null,
    envelopeTo: options.envelopeTo ?? [],
    receivedAt: options.receivedAt ?? null,
    arrivedAt: null,
    historyBefore: null,
    isLive: false,
    limits: { ...defaultParseLimits, ...options.limits },
  };
}

/** The envelope as a transport of this package put it beside the bytes. */
export function envelopeOf(raw: RawInbound): Envelope {
  const { envelopeFrom, envelopeTo, transport } = raw.metadata;
  return {
    envelopeFrom: typeof envelopeFrom === "string" ? envelopeFrom : null,
    envelopeTo: typeof envelopeTo === "string" ? [envelopeTo] : (envelopeTo ?? []),
    receivedAt: raw.receivedAt,
    arrivedAt: instantOf(raw.metadata.arrivedAt),
    historyBefore: instantOf(raw.metadata.historyBefore),
    isLive: transport === "smtp",
  };
}

function instantOf(value: RawInbound["metadata"][string] | undefined): Instant | null {
  return typeof value === "string" && /^-?\d{1,15}$/.test(value) ? Number(value) : null;
}

/** An address, or `@` and a domain, as candidates are compared with it. */
function normaliseEntry(entry: string): string {
  return entry.startsWith("@") ? entry.toLowerCase() : (normaliseEmail(entry) ?? entry);
}
