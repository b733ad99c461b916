/**
 * Whether the address itself is dead. `hard` only where a server says that mailbox or domain does not exist, has moved or
 * takes no mail at all: that address is not to be written to again. Everything else — full, greylisted, blocked for
 * spam or reputation, too large, expired — is about this message or this moment, though its code may begin with 5.
 */
export function permanenceOf(status: string | null, diagnostic: string): "hard" | "soft" {
  const text = diagnostic.slice(0, longestDiagnostic).replace(/\s+/g, " ");
  const [rule] = rules.find(([, pattern]) => pattern.test(text)) ?? [null];
  if (status?.startsWith("4") === true) return "soft";
  return rule ?? (status !== null && hardStatus.test(status) ? "hard" : "soft");
}

const longestDiagnostic = 4000;

/** RFC 3463 s.3.2: bad mailbox, bad system, bad syntax, moved; RFC 7505 s.4: null MX. */
const hardStatus = /^5\.1\.(?:0|1|2|3|4|6|10)$|^5\.0\.(?:911|912|916)$/;

/** First match wins: the reason nearest to the cause stands before the general ones. */
const rules: readonly (readonly ["hard" | "soft", RegExp])[] = [
  [
    "soft",
    // bounded: the first `longestDiagnostic` characters; its gaps are of 80 at most
    /(?:mailbox|inbox|account|user|quota|storage|disk)[^.]{0,60}\b(?:full|exceed(?:ed|s|ing)?|over ?quota|out of (?:storage|space))|\bover ?quota|quota (?:exceeded|violation)|exceed(?:ed|s)? [^.]{0,40}(?:quota|storage)|insufficient (?:disk|storage|system storage)|not enough (?:storage|disk|space)|account is full|too much mail data/i,
  ],
  [
    "soft",
    // bounded: the first `longestDiagnostic` characters
    /\bspam\b|\bvirus|\bdnsbl|\brbl\b|spamhaus|barracuda|blacklist|block ?list|blocked|banned|reputation|\bdmarc\b|\bspf\b|\bdkim\b|unauthenticated|not authenticated|authenticat(?:ion|ed) (?:required|failed)|reverse dns|\bptr\b|policy|content (?:rejected|filter)|relay(?:ing)? (?:access )?(?:denied|not permitted|prohibited)|unable to relay|greylist|rate limit|too many (?:connections|messages|recipients)|access denied|sender (?:address )?(?:rejected|denied|verify)|(?:domain of )?sender address [^ ]{1,200} does not exist|poor reputation|certificate|tls/i,
  ],
  [
    "soft",
    /temporar(?:y|ily)|\blocked\b|suspended|account (?:is |has been )?(?:disabled|deactivated|inactive)/i,
  ],
  [
    "soft",
    // bounded: the first `longestDiagnostic` characters
    /(?:message|mail|size)[^.]{0,40}(?:too (?:big|large)|exceeds? [^.]{0,30}(?:size|limit|maximum))|size limit/i,
  ],
  [
    "hard",
    // bounded: the first `longestDiagnostic` characters
    /user (?:is )?unknown|unknown user|unknown (?:recipient|address|local part|mailbox)|no such (?:user|mailbox|recipient|person|address|account)|(?:user|mailbox|recipient|address|account)[^.]{0,60} (?:does not exist|doesn.t exist|not found|unknown|not exist|is unavailable here|is not known|isn.t in)|does(?:n.t| not) have an? .{0,80}account|invalid (?:recipient|mailbox|user|address)|not a (?:valid|known) (?:user|mailbox|recipient)|no mailbox|bad destination mailbox|recipient (?:address )?(?:rejected: user|not found|unknown|does not exist)|nosuchuser|not our customer|not listed in|unrouteable address|mailbox unavailable or access denied|has moved|no longer (?:valid|on server|available|exists)/i,
  ],
  [
    "hard",
    // bounded: the first `longestDiagnostic` characters
    /(?:host|domain|name) (?:unknown|not found|does not exist|doesn.t exist)|host [\w.-]{1,200} not found|(?:^|[ <@])[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}>? does not exist|unknown host|no such (?:host|domain)|nxdomain|domain name not found|couldn.t find any host|domain is not reachable/i,
  ],
  [
    "hard",
    /does not accept (?:any )?(?:mail|email|messages)|not accept(?:ing)? (?:any )?(?:mail|email|incoming)|no longer accept(?:s|ing)? mail|smtp service not available|we do not accept mail|null ?mx|no mx record|no smtp service|couldn.t find a mail exchanger|no mail exchanger|unexpected name server reply/i,
  ],
];
