import { expect, test } from "vitest";
import { createKeyring } from "./keyring.ts";
import { parseMessageIds, signedMessageId } from "./messageId.ts";
import { signedPlusAddress } from "./plusAddress.ts";
import { threadHints } from "./threadHints.ts";

const keyring = createKeyring(["a secret that is long enough to be one"]);
const caseId = "cas_01h455vb4pex5vsknk084sn02q";
const plus = signedPlusAddress(keyring, "support@shop.example", "default", caseId) ?? "";
const messageId = (of = caseId) =>
  signedMessageId(keyring, "shop.example", { tenantId: "default", caseId: of, idempotencyKey: "msg_1" });

const clues = {
  tenantId: "default",
  keyring,
  recipients: [],
  inReplyTo: [],
  references: [],
  ownMessageId: null,
};

test("hints come strongest first: plus-address, signed ids, then every id newest first", () => {
  const other = messageId("cas_2");
  const hints = threadHints({
    ...clues,
    recipients: ["support@shop.example", plus],
    inReplyTo: ["newest@x.example"],
    references: ["oldest@x.example", other, "newest@x.example"],
  });
  expect(hints).toEqual([
    { by: "signed", caseId },
    { by: "signed", caseId: "cas_2", externalId: other },
    { by: "reference", externalId: "newest@x.example" },
    { by: "reference", externalId: other },
    { by: "reference", externalId: "oldest@x.example" },
  ]);
});

test("a signature survives changed case, another desk name and a rotated secret", () => {
  const rotated = createKeyring([
    "the next secret that is long enough",
    "a secret that is long enough to be one",
  ]);
  for (const recipient of [plus.toUpperCase(), plus.replace("support@", "help@").replace("shop", "store")]) {
    expect(threadHints({ ...clues, keyring: rotated, recipients: [recipient] })).toEqual([
      { by: "signed", caseId },
    ]);
  }
  expect(threadHints({ ...clues, keyring: rotated, inReplyTo: [messageId().toUpperCase()] })[0]).toEqual({
    by: "signed",
    caseId,
    externalId: messageId(),
  });
});

test("what is forged, altered, of another tenant or signed with a secret given up is not trusted", () => {
  const forged = [
    plus.replace(/.@/, (end) => (end === "a@" ? "b@" : "a@")),
    plus.replace("01h455", "01h456"),
    "support+01h455vb4pex5vsknk084sn02q@shop.example",
    `support+${"a".repeat(42)}@shop.example`,
    "support+@shop.example",
  ];
  expect(threadHints({ ...clues, recipients: forged })).toEqual([]);
  expect(threadHints({ ...clues, tenantId: "other", recipients: [plus] })).toEqual([]);
  expect(
    threadHints({
      ...clues,
      keyring: createKeyring(["another secret that is long enough"]),
      recipients: [plus],
    }),
  ).toEqual([]);
  const local = messageId().split("@")[0] ?? "";
  expect(threadHints({ ...clues, inReplyTo: [`x${local}@shop.example`] })[0]?.by).toBe("reference");
});

test("a plus-address and a Message-ID can't be made out of each other", () => {
  const mac = plus.slice(plus.indexOf("@") - 16, plus.indexOf("@"));
  expect(
    threadHints({ ...clues, inReplyTo: [`x.01h455vb4pex5vsknk084sn02q.${mac}@shop.example`] })[0]?.by,
  ).toBe("reference");
});

test("a local part is 64 octets at most; where desk and case are longer there is no plus-address", () => {
  expect(plus.split("@")[0]?.length).toBeLessThanOrEqual(64);
  expect(signedPlusAddress(keyring, "customer-support-team@x.example", "default", caseId)).not.toBeNull();
  expect(signedPlusAddress(keyring, "the-customer-support-team@x.example", "default", caseId)).toBeNull();
});

test("any id of a case finds its way there and back", () => {
  for (const id of ["cas_1", "Case-6548", "6548", "a/b c", "_x", "=x", "Ünal"]) {
    const address = signedPlusAddress(keyring, "s@x.example", "default", id) ?? "";
    expect(threadHints({ ...clues, recipients: [address] })).toEqual([{ by: "signed", caseId: id }]);
    expect(threadHints({ ...clues, inReplyTo: [messageId(id)] })[0]).toEqual({
      by: "signed",
      caseId: id,
      externalId: messageId(id),
    });
  }
});

test("a message does not refer to itself", () => {
  expect(threadHints({ ...clues, references: ["own@x.example"], ownMessageId: "own@x.example" })).toEqual([]);
});

test("a message of the desk that comes back belongs to its case", () => {
  const externalId = messageId(caseId);
  expect(threadHints({ ...clues, ownMessageId: externalId })).toEqual([{ by: "signed", caseId, externalId }]);
});

test.each([
  ["<a@x> <b@x>", ["a@x", "b@x"]],
  ["<a@x>,\t<b@x>", ["a@x", "b@x"]],
  ["a@x b@x", ["a@x", "b@x"]],
  ["Your message of Monday <a@x>", ["a@x"]],
  ["Your message of Monday", []],
  [`<${"a".repeat(600)}@x>`, []],
])("ids of %j are %j", (field, expected) => {
  expect(parseMessageIds(field)).toEqual(expected);
});
