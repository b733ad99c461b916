import { expect, test } from "vitest";
import { parseEmail } from "../inbound/parseEmail.ts";
import { comparable, hasPhrase } from "../phrases/hasPhrase.ts";
import { mailText } from "../testing/mailText.ts";
import type { BounceCause } from "./bounceCause.ts";
import { causeOf, reasonOf } from "./cause.ts";
import { permanenceOf } from "./permanence.ts";
import { enhancedStatus, remoteStatus } from "./statusCode.ts";

function judge(diagnostic: string, notice = "") {
  const status = remoteStatus(diagnostic) ?? enhancedStatus(diagnostic);
  const cause = causeOf({ status, diagnostic, notice });
  return { cause, permanence: permanenceOf(cause, status, diagnostic) };
}

test.each<readonly [string, BounceCause]>([
  ["550 5.4.1 Recipient address rejected: Access denied. [AM0.prod.outlook.com]", "user-unknown"],
  ["550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup", "user-unknown"],
  ["550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302).", "user-unknown"],
  ["550 5.1.351 Remote server returned unknown recipient or mailbox unavailable", "user-unknown"],
  ["554 5.4.4 Invalid domain", "host-unknown"],
  ["Invalid final delivery userid: ann@x.example", "user-unknown"],
  [
    "550-5.1.1 The email account that you tried to reach does not exist. Please try double-checking the address",
    "user-unknown",
  ],
  ["554 delivery error: dd This user doesn't have a yahoo.com account (ann@yahoo.com) [0]", "user-unknown"],
  ["550 5.1.1 unknown or illegal alias: ann@icloud.com", "user-unknown"],
  ["550 Unrouteable address", "user-unknown"],
  ["ユーザーAnn (ann@x.example) は Domino ディレクトリには見つかりません。", "user-unknown"],
  ["550 5.1.6 recipient no longer on server: it has moved", "has-moved"],
  ["556 5.1.10 Recipient address has null MX", "not-accepting"],
  [
    "Host or domain name not found. Name service error for name=x.example type=A: Host not found",
    "host-unknown",
  ],
])("the address is dead: %s", (diagnostic, cause) => {
  expect(judge(diagnostic)).toEqual({ cause, permanence: "hard" });
});

test("who pipelines shows the refusal of a recipient below DATA, and then that none was left", () => {
  const refusal = "550 <ann@au.com>: User unknown";
  const after = (last: string) => `... while talking to msmx.au.com.:\n>>> DATA\n<<< ${refusal}\n<<< ${last}`;
  expect(judge(refusal, after("554 Error: no valid recipients")).cause).toBe("user-unknown");
  expect(judge(refusal, after("503 Need RCPT (recipient)")).cause).toBe("user-unknown");
  expect(judge(refusal, after("354 go ahead")).cause).toBe("filtered");
});

test.each<readonly [string, BounceCause]>([
  ["5.0.0 (unrecoverable error) Host not found, try again", "network-error"],
  ["451 4.1.2 Domain of recipient: host not found", "network-error"],
  ["550 5.1.7 No such domain shop.example", "rejected"],
  ["550 5.1.8 shop.example: host unknown", "rejected"],
  ["550 5.1.7 No such domain shop.example (in reply to MAIL FROM command)", "rejected"],
  ["553 5.1.0 <s@shop.example> domain does not exist (in reply to MAIL FROM command)", "rejected"],
  ["550 5.1.8 Domain of sender address s@shop.example does not exist", "rejected"],
  ["550 5.1.1 <ann@x.example> refused due to recipient preferences", "filtered"],
  ["550 Unknown user ann@docomo.ne.jp (in reply to end of DATA command)", "filtered"],
  ["450 4.1.1 <ann@x.example>: User unknown in local recipient table", "user-unknown"],
  ["552 5.2.2 The email account that you tried to reach is over quota", "mailbox-full"],
  ["550 5.1.1 <ann@x.example> Mailbox for ann is full", "mailbox-full"],
  ["552 5.3.4 Message size exceeds fixed limit", "message-too-big"],
  ["450 4.2.0 <ann@x.example>: Recipient address rejected: Greylisted, see postgrey", "greylisted"],
  ["554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org", "blocked"],
  ["550 5.7.606 Access denied, banned sending IP [192.0.2.1]", "blocked"],
  ["550 5.7.1 Message rejected as spam by Content Filtering.", "spam-detected"],
  [
    "550 5.7.26 Unauthenticated email from shop.example is not accepted due to domain's DMARC policy",
    "authentication-failed",
  ],
  ["550 5.7.25 The IP address sending this message does not have a PTR record setup", "ptr-required"],
  ["554 5.7.1 <ann@x.example>: Relay access denied", "no-relaying"],
  ["421 4.7.28 Our system has detected an unusual rate limit of unsolicited", "rate-limited"],
  ["550 5.2.1 The email account that you tried to reach is inactive.", "suspended"],
  ["550 5.0.0 Message refused: virus found", "virus-detected"],
  ["4.4.7 delivery time expired", "expired"],
])("the address may live: %s", (diagnostic, cause) => {
  expect(judge(diagnostic)).toEqual({ cause, permanence: "soft" });
});

test.each<readonly [string, BounceCause]>([
  ["Der Empfänger ist unbekannt.", "user-unknown"],
  ["Das Postfach des Empfängers ist voll.", "mailbox-full"],
  ["La boîte aux lettres du destinataire est pleine.", "mailbox-full"],
  ["No se encontró la dirección ann@x.example.", "user-unknown"],
  ["L'indirizzo è inesistente: indirizzo non trovato", "user-unknown"],
  ["Endereço não encontrado", "user-unknown"],
  ["De mailbox van de ontvanger: postvak is vol", "mailbox-full"],
  ["Такой пользователь не найден", "user-unknown"],
  ["宛先のアドレスが存在しません", "user-unknown"],
  ["收件人邮箱已满", "mailbox-full"],
])("a cause is told in other languages: %s", (notice, cause) => {
  expect(causeOf({ status: null, diagnostic: "", notice })).toBe(cause);
});

test("a cause has a reason that all channels share, and so has none", () => {
  expect(reasonOf("user-unknown")).toBe("recipient-unknown");
  expect(reasonOf("message-too-big")).toBe("too-large");
  expect(reasonOf(null)).toBe("other");
});

test("the parts of a phrase stand in order and near each other", () => {
  expect(hasPhrase("mailbox for ann is full", "mailbox*full")).toBe(true);
  expect(hasPhrase("full mailbox", "mailbox*full")).toBe(false);
  expect(hasPhrase(`mailbox ${"x".repeat(90)} mailbox is full`, "mailbox*full")).toBe(true);
  expect(hasPhrase(`mailbox ${"x".repeat(90)} full`, "mailbox*full")).toBe(false);
  expect(comparable("User  spam@x.example\nis’nt", 100)).toBe("user @x.example is'nt");
});

const notice = (headers: Readonly<Record<string, string>>, ...lines: readonly string[]) =>
  parseEmail(mailText({ Subject: "Undelivered Mail Returned to Sender", ...headers }, lines.join("\n")));

test.each<readonly [string, Readonly<Record<string, string>>, readonly string[]]>([
  [
    "a postmaster without copy and null sender",
    { From: "postmaster@x.example" },
    ["Your message could not be delivered to:", "", "ann@x.example", "550 5.1.1 User unknown"],
  ],
  [
    "a postmaster with the name of a system",
    { From: "Mail System <postmaster@x.example>" },
    ["Delivery to the following recipients failed.", "", "       ann@x.example"],
  ],
  [
    "Exchange of old",
    { From: "System Administrator <postmaster@x.example>", Subject: "Undeliverable: Your order" },
    [
      "Your message did not reach some or all of the intended recipients.",
      "",
      "The following recipient(s) could not be reached:",
      "",
      "      ann@x.example on 1/5/2026 10:00 AM",
      "            The e-mail account does not exist",
    ],
  ],
  ["a daemon without a domain", { From: "mailer-daemon" }, ["Unable to deliver to:", "", "ann@x.example"]],
  [
    "a daemon without a domain, with a name",
    { From: "Mail Delivery System <mailer-daemon>" },
    ["Could not be delivered:", "", "<ann@x.example>: user unknown"],
  ],
])("no case is opened by %s", async (_, headers, lines) => {
  expect(await notice(headers, ...lines)).toMatchObject([
    { kind: "receipt", state: "bounced", recipient: { value: "ann@x.example" } },
  ]);
});

const daemon = { From: "MAILER-DAEMON@relay.example" };

test.each<readonly [string, Readonly<Record<string, string>>, readonly string[], readonly string[]]>([
  [
    "a report in the text",
    daemon,
    [
      "Not delivered; please contact <support@isp.example>.",
      "",
      "Action: failed",
      "Final-Recipient: rfc822; ann@x.example",
      "Status: 5.1.1",
    ],
    ["ann@x.example"],
  ],
  [
    "an address to turn to",
    daemon,
    ["It could not be delivered. Questions? Please contact help@isp.example", "It was for ann@x.example."],
    ["ann@x.example"],
  ],
  [
    "X-Failed-Recipients",
    { ...daemon, "X-Failed-Recipients": "ann@x.example, bo@x.example" },
    ["Not delivered, contact <support@isp.example>."],
    ["ann@x.example", "bo@x.example"],
  ],
  [
    "GMX and Web.de",
    daemon,
    [
      "A message that you sent could not be delivered to one or more of",
      "its recipients. The following addresses failed:",
      "",
      '"ann@x.example":',
      "SMTP error from remote server after RCPT command:",
      "5.1.1 User Unknown",
      "",
      '"bo@x.example":',
      "5.2.2 Mailbox full",
    ],
    ["ann@x.example", "bo@x.example"],
  ],
  [
    "Zoho",
    daemon,
    [
      "A message that you sent could not be delivered to one or more of its recipients.",
      "",
      "ann@x.example Invalid Address, ERROR_CODE :550, ERROR_CODE :5.1.1",
      "",
      "bo@x.example Mailbox full, ERROR_CODE :552",
    ],
    ["ann@x.example", "bo@x.example"],
  ],
  [
    "a list in one line",
    daemon,
    ["Unable to deliver to these:", "", "ann@x.example, bo@x.example"],
    ["ann@x.example", "bo@x.example"],
  ],
])("the recipients that failed are told, in the style of %s", async (_, headers, lines, recipients) => {
  const events = await notice(headers, ...lines);
  expect(events.map((event) => event.kind === "receipt" && event.recipient?.value)).toEqual(recipients);
});
