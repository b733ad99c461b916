import { describe, expect, test } from "vitest";
import { mailText } from "../testing/mailText.ts";
import { parseEmail } from "./parseEmail.ts";

const desk = {
  address: "support@shop.example",
  ownAddresses: ["help@shop.example", "users@lists.example"],
  forms: ["wordpress@shop.example", "@forms.example"],
  secret: "a secret that is long enough to be one",
};

async function read(headers: Readonly<Record<string, string>> | string, options = {}) {
  const bytes =
    typeof headers === "string"
      ? Buffer.from(`${headers}\n\nHello`.replace(/\n/g, "\r\n"))
      : mailText({ Subject: "Hello", ...headers });
  const [event] = await parseEmail(bytes, { ...desk, ...options });
  if (event?.kind !== "message") throw new Error("This is no message.");
  return {
    from: event.from.value,
    name: event.from.name,
    replyTo: event.replyTo?.value ?? null,
    via: event.via == null ? null : `${event.via.by} ${event.via.address.value}`,
    automatic: event.automatic?.reason ?? null,
  };
}

const ilse = "ilse@bank.example";
const group = {
  From: `"'Ilse Brandt' via Support" <support@shop.example>`,
  "List-ID": "<support.shop.example>",
};
const ofIlse = {
  from: ilse,
  name: "Ilse Brandt",
  replyTo: null,
  via: "list support@shop.example",
  automatic: "list",
};
const users = { ...ofIlse, via: "list users@lists.example" };
const mailman = {
  From: `Ilse Brandt via Users <users@lists.example>`,
  "List-Id": "Users <users.lists.example>",
};

describe("mail of a list that puts its own address into From is its author's", () => {
  test.each([
    ["Google Groups", { ...group, "Reply-To": ilse, "X-Original-From": ilse }, ofIlse],
    ["a header alone", { ...group, "X-Original-From": `Ilse Brandt <${ilse}>` }, ofIlse],
    ["its sender alone", { ...group, "X-Original-Sender": ilse, Precedence: "list" }, ofIlse],
    ["Reply-To alone", { ...group, "Reply-To": `"Ilse Brandt" <${ilse}>` }, ofIlse],
    [
      "in German",
      { ...group, From: `"'Ilse Brandt' über Support" <support@shop.example>`, "Reply-To": ilse },
      ofIlse,
    ],
    [
      "in Spanish",
      { ...group, From: "Ilse Brandt a través de Support <support@shop.example>", "Reply-To": ilse },
      ofIlse,
    ],
    [
      "encoded",
      { ...group, From: `=?UTF-8?Q?'Ilse_Brandt'_via_Support?= <support@shop.example>`, "Reply-To": ilse },
      ofIlse,
    ],
    [
      "an id in a phrase",
      { ...group, "List-ID": '"Support" <support.shop.example>', "Reply-To": ilse },
      ofIlse,
    ],
    ["an id on a host", { ...group, "List-ID": "<support.lists.shop.example>", "Reply-To": ilse }, ofIlse],
    [
      "an id of its own, told by List-Post",
      {
        ...group,
        "List-ID": "<desk.shop.example>",
        "List-Post": "<mailto:support@shop.example>",
        "Reply-To": ilse,
      },
      ofIlse,
    ],
    [
      "another group of the desk's domain",
      {
        From: `"'Ilse Brandt' via Sales" <sales@shop.example>`,
        "List-ID": "<sales.shop.example>",
        "X-Original-From": ilse,
      },
      { ...ofIlse, via: "list sales@shop.example" },
    ],
    ["Mailman, answers to the author", { ...mailman, "Reply-To": ilse }, users],
    ["Mailman, answers to both", { ...mailman, "Reply-To": `Users <users@lists.example>, ${ilse}` }, users],
    [
      "Mailman, answers to the list",
      { ...mailman, "Reply-To": "users@lists.example", Cc: `bo@x.example, "Ilse Brandt" <${ilse}>` },
      users,
    ],
    [
      "answers to the list, and the author in From",
      { ...mailman, From: `Ilse Brandt <${ilse}>`, "Reply-To": "users@lists.example" },
      { ...users, via: null },
    ],
    [
      "who asks for answers elsewhere",
      { ...group, "X-Original-From": ilse, "Reply-To": "office@bank.example" },
      { ...ofIlse, replyTo: "office@bank.example" },
    ],
  ])("%s", async (_what, headers, expected) => {
    expect(await read(headers)).toEqual(expected);
  });
});

describe("who only names another author stays who From says", () => {
  const eve = { from: "eve@evil.example", via: null };
  test.each([
    ["without a list", { "X-Original-From": "victim@x.example" }],
    [
      "under the id of a list that isn't theirs",
      { "X-Original-From": "victim@x.example", "List-ID": "<support.shop.example>" },
    ],
    [
      "under an id without their name",
      { "X-Original-From": "victim@x.example", "List-ID": "<list.evil.example>" },
    ],
    [
      "under the id of a list of their own",
      { "X-Original-From": "victim@x.example", "List-ID": "<eve.evil.example>" },
    ],
    [
      "in Reply-To, under the id of a list of their own",
      { "Reply-To": "victim@x.example", "List-ID": "<eve@evil.example>" },
    ],
    [
      "with a List-Post alone",
      { "X-Original-From": "victim@x.example", "List-Post": "<mailto:eve@evil.example>" },
    ],
    ["by Reply-To", { "Reply-To": "victim@x.example" }],
    ["by Sender", { Sender: "victim@x.example" }],
    ["by a name", { From: "'victim@x.example' via Support <eve@evil.example>" }],
  ])("%s", async (_what, headers) => {
    expect(await read({ From: "eve@evil.example", ...headers })).toMatchObject(eve);
  });

  test("at a provider where anybody gets an address, as the desk has one", async () => {
    const mail = {
      From: "eve@gmail.com",
      "List-ID": "<eve.gmail.com>",
      "X-Original-From": "victim@gmail.com",
    };
    expect(await read(mail, { address: "shop.example@gmail.com" })).toMatchObject({
      from: "eve@gmail.com",
      via: null,
    });
  });

  test("a list that names nobody, or the desk, is its own sender", async () => {
    const own = { from: "support@shop.example", via: null, automatic: "own" };
    expect(await read(group)).toMatchObject(own);
    expect(await read({ ...group, "X-Original-From": "help@shop.example" })).toMatchObject(own);
    expect(await read({ ...group, Cc: "bo@x.example" })).toMatchObject(own);
  });

  test("mail of the desk that a list sent back is the desk's", async () => {
    const back = { ...group, "X-Original-From": ilse, "X-Heedkit-Loop": "support@shop.example" };
    expect(await read(back)).toMatchObject({ from: "support@shop.example", automatic: "own", via: null });
    const elsewhere = {
      From: "support@shop.example",
      "List-ID": "<users.lists.example>",
      "Reply-To": "users@lists.example",
    };
    expect(await read(elsewhere)).toMatchObject({
      from: "support@shop.example",
      automatic: "own",
      via: null,
    });
  });
});

describe("forms", () => {
  const form = { From: "Shop <wordpress@shop.example>" };
  const viaForm = { replyTo: null, via: "form wordpress@shop.example", automatic: null };
  test.each([
    ["one address", `Nora <nora@x.example>`, { from: "nora@x.example", name: "Nora" }],
    ["the first of several", "nora@x.example, olaf@x.example", { from: "nora@x.example", name: null }],
    ["the first that isn't the desk's", "support+x@shop.example, olaf@x.example", { from: "olaf@x.example" }],
    ["none", "", { from: "wordpress@shop.example" }],
    ["no address", "nora at example", { from: "wordpress@shop.example" }],
    ["the form itself", "wordpress@shop.example", { from: "wordpress@shop.example" }],
    ["the desk", "support@shop.example", { from: "wordpress@shop.example" }],
    ["an address nobody reads", "no-reply@x.example", { from: "wordpress@shop.example" }],
  ])("the visitor is whom Reply-To names: %s", async (_what, replyTo, expected) => {
    expect(await read({ ...form, "Reply-To": replyTo })).toMatchObject({ ...viaForm, ...expected });
  });

  test("a form may have an address of the desk, or of a machine, and send as a whole domain", async () => {
    const ownAddresses = ["@shop.example"];
    const sent = { ...form, "Reply-To": "nora@x.example" };
    expect(await read(sent, { ownAddresses })).toMatchObject({ ...viaForm, from: "nora@x.example" });
    expect(await read(form, { ownAddresses })).toMatchObject(viaForm);
    const robot = { From: "no-reply@forms.example", "Reply-To": "nora@x.example" };
    expect(await read(robot)).toMatchObject({
      from: "nora@x.example",
      via: "form no-reply@forms.example",
      automatic: null,
    });
  });

  test("who isn't named as a form is none", async () => {
    const sent = { From: "wordpress@other.example", "Reply-To": "nora@x.example" };
    expect(await read(sent)).toMatchObject({
      from: "wordpress@other.example",
      replyTo: "nora@x.example",
      via: null,
    });
  });
});

test.each([
  ["another address", "office@x.example", "office@x.example"],
  ["the sender", "Ann <ANN@customer.example>", null],
  ["the desk", "support@shop.example", null],
  ["a plus address of the desk", "support+abc@shop.example", null],
  ["a form", "wordpress@shop.example", null],
  ["an address nobody reads", "noreply@x.example", null],
  ["several", "office@x.example, bo@x.example", "office@x.example"],
  ["several, with the sender", "office@x.example, ann@customer.example", null],
  ["several, with the desk", "support@shop.example, office@x.example", "office@x.example"],
  ["a group", "Team: office@x.example, bo@x.example;", "office@x.example"],
  ["an empty group", "undisclosed-recipients:;", null],
  ["no address", "office at x", null],
  ["an empty address", '"Office" <>', null],
])("answers go where Reply-To says, if it can be answered: %s", async (_what, replyTo, expected) => {
  expect(await read({ "Reply-To": replyTo })).toMatchObject({
    from: "ann@customer.example",
    replyTo: expected,
  });
});

test.each([
  ["a name without an address", 'From: "Ann" <>\nSender: bo@x.example', "bo@x.example"],
  ["no From", "To: support@shop.example\nSender: bo@x.example", "bo@x.example"],
  ["an empty group", "From: undisclosed:;\nReturn-Path: <bo@x.example>", "bo@x.example"],
  ["a group", "From: Team: ann@x.example, bo@x.example;", "ann@x.example"],
  ["two From fields", "From: ann@x.example\nFrom: bo@x.example", "ann@x.example"],
  ["two From fields of which one is readable", 'From: "Ann" <>\nFrom: bo@x.example', "bo@x.example"],
  ["two addresses", "From: ann@x.example, bo@x.example\nSender: bo@x.example", "ann@x.example"],
])("the sender of a message with an odd From is told: %s", async (_what, headers, expected) => {
  expect(await read(headers)).toMatchObject({ from: expected });
});

test.each(['From: "Ann" <>', "Subject: Hi", 'From: "Ann" <>\nReply-To: bo@x.example'])(
  "a message of which no sender can be told is UNPARSEABLE, to be kept: %s",
  async (headers) => {
    await expect(read(headers)).rejects.toMatchObject({ code: "UNPARSEABLE" });
  },
);
