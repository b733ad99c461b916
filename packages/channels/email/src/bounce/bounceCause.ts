/**
 * Why a mail came back, in the terms of the field: those of Sisimai, spelled out. Theirs in brackets where the
 * words differ.
 */
export type BounceCause =
  /** Nobody has this address. */
  | "user-unknown"
  /** Nobody has this domain. */
  | "host-unknown"
  /** The address was given up for another one. */
  | "has-moved"
  /** The domain takes no mail at all: null MX, no mail server (notaccept). */
  | "not-accepting"
  /** The recipient's own rules refused it: preferences, a list of whom they hear. */
  | "filtered"
  /** The account is locked or unused (suspend). */
  | "suspended"
  | "mailbox-full"
  | "system-full"
  /** Larger than the server takes (mesgtoobig, exceedlimit). */
  | "message-too-big"
  /** The sender's address or domain was refused. */
  | "rejected"
  | "no-relaying"
  /** The sender's server was refused: block lists, no reason (blocked). */
  | "blocked"
  | "bad-reputation"
  /** SPF, DKIM or DMARC (authfailure). */
  | "authentication-failed"
  /** The sender's server has no name, or a wrong one (requireptr). */
  | "ptr-required"
  | "policy-violation"
  /** TLS, passwords and rights (securityerror, failedstarttls). */
  | "security-error"
  | "spam-detected"
  | "virus-detected"
  | "content-error"
  /** Breaks the rules of RFC 5322 (notcompliantrfc). */
  | "not-compliant"
  /** Too much at once (speeding, toomanyconn, ratelimited). */
  | "rate-limited"
  /** Put off on purpose, to see whether it is sent again. */
  | "greylisted"
  /** Nobody answered for too long. */
  | "expired"
  | "network-error"
  | "system-error"
  /** The program that stores the mail failed. */
  | "mailer-error"
  | "syntax-error"
  /** A provider held it back, as mail to this address came back before. */
  | "suppressed"
  /** The recipient called it unwanted. */
  | "feedback";
