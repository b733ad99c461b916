import { expect, test } from "vitest";
import { mailText } from "../testing/mailText.ts";
import { parseEmail } from "./parseEmail.ts";

async function originOf(headers: Readonly<Record<string, string>>, options = {}) {
  const [event] = await parseEmail(mailText({ Subject: "Hello", ...headers }), {
    address: "support@shop.example",
    ownAddresses: ["help@shop.example", "@robots.shop.example"],
    ...options,
  });
  return event?.kind === "message" ? (event.automatic?.reason ?? null) : event?.kind;
}

test.each([
  [{ "Auto-Submitted": "auto-generated" }, "auto-submitted"],
  [{ "Auto-Submitted": "auto-replied; owner-email=x" }, "auto-submitted"],
  [{ "Auto-Submitted": "auto-replied (vacation)" }, "out-of-office"],
  [{ "X-Autoreply": "yes" }, "out-of-office"],
  [{ "X-Autorespond": "Away" }, "out-of-office"],
  [{ Precedence: "auto_reply" }, "out-of-office"],
  [{ Precedence: "bulk" }, "bulk"],
  [{ Precedence: "junk" }, "bulk"],
  [{ Precedence: "list" }, "list"],
  [{ "List-Id": "<x.y.example>" }, "list"],
  [{ "List-Unsubscribe": "<https://x.example>" }, "list"],
  [{ "X-Auto-Response-Suppress": "All" }, "auto-submitted"],
  [{ "X-Auto-Response-Suppress": "DR, OOF, AutoReply" }, "auto-submitted"],
  [{ "Return-Path": "<>" }, "null-sender"],
  [{ From: "MAILER-DAEMON@x.example" }, "daemon"],
  [{ From: "no-reply@x.example" }, "daemon"],
  [{ From: "Support <support@shop.example>" }, "own"],
  [{ From: "support+tag@shop.example" }, "own"],
  [{ From: "help@shop.example" }, "own"],
  [{ From: "cron@robots.shop.example" }, "own"],
  [{ "X-Heedkit-Loop": "support@shop.example" }, "own"],
  [{ Subject: "Automatic reply: your invoice" }, "out-of-office"],
  [{ Subject: "Abwesenheitsnotiz: Ihre Rechnung" }, "out-of-office"],
  [{ Subject: "Réponse automatique : votre facture" }, "out-of-office"],
])("%j tells of a machine: %s", async (headers, reason) => {
  expect(await originOf(headers)).toBe(reason);
});

test.each([
  {},
  { "Auto-Submitted": "no" },
  { "X-Auto-Response-Suppress": "DR, RN, NRN" },
  { Precedence: "normal" },
  { Subject: "Are you out of office hours now?" },
  { Subject: "Automatic replies don't work" },
  { "X-Heedkit-Loop": "desk@elsewhere.example" },
  { From: "ann@shop.example" },
  { "X-Auto-Response-Suppress": "None" },
])("%j is a person's", async (headers) => {
  expect(await originOf(headers)).toBeNull();
});

test("the null sender of the envelope tells of a machine, an unknown one does not", async () => {
  expect(await originOf({}, { envelopeFrom: "" })).toBe("null-sender");
  expect(await originOf({}, { envelopeFrom: null })).toBeNull();
});

test("the words of a machine are kept, with the evidence", async () => {
  const [event] = await parseEmail(mailText({ "Auto-Submitted": "auto-replied" }, "I am away."));
  expect(event).toMatchObject({
    text: "I am away.",
    automatic: { evidence: "Auto-Submitted: auto-replied" },
  });
});
