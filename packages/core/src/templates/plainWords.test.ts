import { describe, expect, test } from "vitest";
import { deskForTests, somebody } from "./deskForTests.ts";
import { plainName, plainSubject } from "./plainWords.ts";

describe("names in templates", () => {
  test.each([
    ["Ada Lovelace", "Ada Lovelace"],
    ["  Ada \r\n\t Lovelace ", "Ada Lovelace"],
    ["Ada\u202egnp.exe", "Ada gnp. exe"],
    ["A\u200bd\u00ada", "A d a"],
    ["علی\u200cرضا", "علی\u200cرضا"],
    ["J.R.R. Tolkien", "J. R. R. Tolkien"],
    ["Dr.Smith", "Dr. Smith"],
    ["Prof. Dr. M. Curie", "Prof. Dr. M. Curie"],
    ["bank.example", "bank. example"],
    ["bank。example", "bank。 example"],
    ["bank﹒example", "bank﹒ example"],
    ["cafe\u0301.example", "cafe\u0301. example"],
    ["bank.\u0301example", "bank. \u0301example"],
    ["bank\u200d.example", "bank\u200d. example"],
    ["bank.\u200dexample", "bank. \u200dexample"],
    ["💩.la", "💩. la"],
    ["Wait...what", "Wait...what"],
    ["a".repeat(500), `${"a".repeat(99)}…`],
    ["👩‍👩‍👧".repeat(80), `${[..."👩‍👩‍👧".repeat(80)].slice(0, 99).join("")}…`],
  ])("%j is %j", (name, shown) => expect(plainName(name)).toBe(shown));

  test.each([
    "Your account is locked http://evil.example",
    "HTTPS://evil.example/x",
    "Locked (www.evil.example)",
    "ｈｔｔｐ：／／evil.example",
    "http\u200b://evil.example",
    "call tel:+490900123456",
    "write evil@evil.example",
    "//evil.example",
    "Log in at 192.0.2.7/login",
    "１９２.0.2.7",
    "javascript:alert(1)",
    "<a href='http://evil.example'>Ada</a>",
    "\u200b",
    "",
  ])("%j is none", (name) => expect(plainName(name)).toBeNull());

  test("a subject keeps its words, without links and breaks", () => {
    expect(plainSubject("Locked:\r\nlog in at https://evil.example/a?b or evil.example, now")).toBe(
      "Locked: log in at … or evil. example, now",
    );
    expect(plainSubject("Order 1.234,50 of v2.0.1")).toBe("Order 1.234,50 of v2.0.1");
  });

  test("take no longer the longer they are", () => {
    expect(plainSubject("a.b@c ".repeat(1_000_000)).length).toBeLessThanOrEqual(300);
  });
});

test("a template shows no link of a customer, in whatever it puts in", async () => {
  const desk = deskForTests();
  const evil = "Locked http://evil.example\n www.evil.example";
  const customer = await somebody(desk, { hostId: "7", name: evil.replace("\n", "") });
  const found = await desk.cases.open({ customerId: customer.id, subject: evil });
  const text = "{{ customer.name }}|{{ customer.knownName }}|{{ case.subject }}";
  const seen = await desk.templates.preview({ subject: text, text, html: text, caseId: found.id });
  expect(JSON.stringify(seen)).not.toMatch(/evil/);
  expect(seen.text).toBe("||Locked … …");
});

test("an automatic mail repeats no words of a sender: neither the name nor links of the subject", async () => {
  const desk = deskForTests();
  await desk.templates.save({
    key: "acknowledgement",
    locale: "en",
    kind: "acknowledgement",
    text: "We have it",
  });
  const customer = await somebody(desk, { name: "Locked http://evil.example" });
  const found = await desk.cases.open({
    customerId: customer.id,
    subject: "Locked http://evil.example",
    message: { text: "Hello" },
  });
  const { rows } = await desk.cases.messages({ caseId: found.id });
  expect(rows.find(({ automatic }) => automatic === "acknowledgement")).toMatchObject({
    subject: "Locked …",
    to: [{ value: "ada@example.com", name: null }],
  });
});
