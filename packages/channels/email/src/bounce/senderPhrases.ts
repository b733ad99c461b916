import type { CauseRow } from "./causeRow.ts";

/** What servers say of the sender, the sender's server and its right to send. */
export const senderPhrases: readonly CauseRow[] = [
  // Tells of block lists as one of three guesses.
  ["host-unknown", "Exim with cPanel", ["account or domain may not exist"]],
  ["filtered", "Yahoo, Courier", ["recipient preferences", "refused due to recipient", "blocked by recipient", "rejected by recipient", "recipient has rejected", "recipient*not accepting mail from"]],
  ["no-relaying", "Postfix, Exim, Sendmail", ["relay access denied", "relay not permitted", "relaying denied", "relaying not allowed", "unable to relay", "relaying is prohibited"]],
  ["no-relaying", "qmail, several", ["not in my list of allowed", "rcpthosts", "we do not relay", "relay denied", "mail relay", "not a relay", "not permitted to relay", "open relay", "relay prohibited", "relaying mail to", "relaying blocked", "no relaying", "relay not allowed", "this system is not configured to relay", "insecure mail relay"]],
  ["authentication-failed", "Gmail", ["unauthenticated email", "dmarc policy", "dkim unauthenticated", "does not pass authentication checks", "failed*dmarc"]],
  ["authentication-failed", "Zoho, Microsoft 365", ["per dmarc", "per spf", "dmarc", "spf record", "spf check", "spf fail", "spf validation", "sender policy framework"]],
  ["authentication-failed", "several", ["openspf.org", "openspf.net", "dkim signature", "dkim fail", "fails dkim", "dkim", "spf (", "(spf)", "spf:", "not permitted by spf", "spf hard", "spf policy", "sender id (", "please turn on smtp authentication", "arc chain"]],
  ["ptr-required", "several", ["reverse dns", "ptr record", "no ptr", "ptr lookup", "rdns", "missing ptr", "cannot resolve your ptr", "cannot find your reverse", "fix reverse dns", "client host rejected: cannot find your hostname", "unresolvable relay host name"]],
  ["greylisted", "postgrey, Exim, rspamd", ["greylist", "graylist", "grey list", "grey-list", "greylisting"]],
  ["rejected", "Postfix, Exim, Sendmail", ["sender address rejected", "sender rejected", "domain of sender", "sender verify failed", "sender domain", "sender denied", "sender*does not exist", "sender address*does not"]],
  ["rejected", "Exchange, Microsoft 365", ["sender not authenticated for", "notauthorized", "restricted address", "not allowed to send", "senderrejected", "you do not have permission to send", "only accepts messages from people in", "sendernotauthenticated", "you don't have permission", "not authorized to send"]],
  ["rejected", "Microsoft 365", ["all recipient addresses rejected"]],
  ["rejected", "Google Groups", ["googlegroups.com/support", "support.google.com/a/answer/168383", "support.google.com/groups", "may not have permission to post", "you might not have permission to post"]],
  ["rejected", "Gmail", ["send mail as"]],
  ["rejected", "several", ["mail from*refused", "sender is refused", "envelope from", "from address", "sender ip must", "sender was rejected", "sender refused", "sender unknown", "sender invalid", "invalid sender", "bad sender", "unknown sender", "address rejected for mail from", "closed mailing list", "not subscribed", "members only", "only members", "moderated list", "subscribe to the list"]],
  ["rate-limited", "Gmail", ["receivingrate", "rate that prevents", "receiving mail too quickly", "receiving mail at a rate", "sending limit"]],
  ["rate-limited", "Postfix, Exim, Yahoo", ["too many connections", "too many messages", "too many recipients", "rate limit", "ratelimit", "too many concurrent", "connections from your host", "connection rate"]],
  ["rate-limited", "several", ["too many emails", "too many mails", "mail rate", "too many errors", "too fast", "throttl", "slow down", "exceeded*per hour", "exceeded*rate", "too many smtp", "too many sessions", "max number of messages", "frequency limited", "frequency is limited", "user complaints", "exceeded the maximum number of", "deferred due to unexpected volume", "unexpected volume"]],
  ["bad-reputation", "Cloudmark, Gmail, Microsoft 365", ["poor reputation", "low reputation", "bad reputation", "reputation of", "reputation", "senderscore"]],
  ["blocked", "Spamhaus, Spamcop and other lists", ["spamhaus", "spamcop", "dnsbl", "rbl", "sorbs", "barracudacentral", "blacklist", "black list", "blocklist", "block list", "blocked using", "denylist", "uceprotect"]],
  ["blocked", "Microsoft 365, Outlook.com", ["banned sending ip", "weren't sent. please contact your internet service provider", "part of their network is on our block", "blocked sending ip"]],
  ["blocked", "several", ["client host*blocked", "ip*blocked", "your ip", "host rejected", "blocked by", "ip address*rejected", "access denied", "connection refused by", "banned", "mail server*blocked", "dynamic ip", "dynamic/residential", "(bl)", "client host rejected", "connection dropped", "helo command rejected", "bad helo", "invalid helo", "domain is blocked", "postmaster.yahoo.com", "temporarily deferred", "no access from mail server", "your network", "ip address has been", "message blocked", "not allowed to connect", "your email has been blocked", "connections not accepted", "rejected for bad"]],
  ["security-error", "several", ["authentication required", "authentication failed", "unauthenticated senders", "must issue a starttls", "starttls", "tls required", "certificate", "authentication turned on", "not authenticated", "authentication credentials", "bad username or password", "must authenticate", "smtp auth"]],
  ["policy-violation", "Postfix, Yahoo", ["denied by policy", "policy reasons", "policy violation", "policy rejection", "violates*policy", "local policy", "against*policy", "administrative prohibition", "policy*denied", "policy reason", "security policy"]],
  ["policy-violation", "several", ["header error", "message refused by", "headers are not", "not accepted for policy", "rejected due to policy", "email not accepted", "you have exceeded the", "for policy", "policies", "by policy", "prohibited by administrator", "administratively denied", "message rejected due to local"]],
];
