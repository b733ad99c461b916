import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { htmlToText } from "../inbound/htmlToText.ts";
import { parseEmail } from "../inbound/parseEmail.ts";
import { corpus, corpusTitle } from "../testing/corpus.ts";
import { newText } from "./newText.ts";

const folder = corpus("reply");
const read = (...path: readonly string[]) =>
  readFileSync(join(folder ?? "", ...path), "utf8").replaceAll("\r\n", "\n");
const names = (...path: readonly string[]) => readdirSync(join(folder ?? "", ...path)).toSorted();

test.skipIf(folder === null)(
  corpusTitle("replies of the crisp corpus lose their quotes in every language", folder),
  () => {
    const reply = "Fusce bibendum";
    const replies = names("crisp", "fixtures")
      .map((name) => read("crisp", "fixtures", name))
      .filter((text) => text.startsWith(reply));
    const right = replies.filter(
      (text) => newText(text) === text.slice(0, text.indexOf("nec nibh.") + "nec nibh.".length),
    );
    console.info("crisp replies:", `${right.length} of ${replies.length} exactly the new part`);
    expect(right.length / replies.length).toBeGreaterThan(0.95);
  },
);

test.skipIf(folder === null)(
  corpusTitle("replies of the github corpus keep what is new and inline, nothing quoted", folder),
  () => {
    const outcome = (name: string) => newText(read("github", "emails", `${name}.txt`));
    expect(outcome("email_1_2")).toMatch(/^Hi,\n\nYou can list the keys/);
    expect(outcome("email_1_3")).toMatch(/^Oh thanks\.[\s\S]*-Abhishek Kona$/);
    expect(outcome("email_1_4")).toBe("Awesome! I haven't had another problem with it.");
    expect(outcome("email_1_6")).toMatch(/^I get proper rendering as well\./);
    expect(outcome("email_one_is_not_on")).toBe(
      "Thank, this is really helpful.\n\nOne outstanding question I had:\n\nLocally (on development), when I run...",
    );
    expect(outcome("email_iPhone")).toBe("Here is another email");
    expect(outcome("email_sig_delimiter_in_middle_of_line")).toMatch(/^Hi there!/);
    for (const name of names("github", "emails"))
      expect(newText(read("github", "emails", name)), name).not.toMatch(/^>/m);
  },
);

test.skipIf(folder === null)(corpusTitle("replies of the talon corpus, plain and HTML", folder), async () => {
  const plain = names("talon", "standard_replies").filter((name) => name.endsWith(".eml"));
  for (const name of plain) {
    const [event] = await parseEmail(Buffer.from(read("talon", "standard_replies", name)), {
      envelopeFrom: "a@b.example",
    });
    expect(event?.kind === "message" && event.newText, name).toBe("Hello");
  }
  const html = names("talon", "html_replies");
  for (const name of html) {
    expect(newText(htmlToText(read("talon", "html_replies", name))), name).toMatch(
      /^Hi\. I am fine\.\n\nThanks,\n\n?Alex$/,
    );
  }
  console.info("talon replies:", `${plain.length} plain, ${html.length} HTML, all exact`);
});

test.each([
  ["Yes.\n\nOn Mon, Jan 5, 2026 at 10:00 AM Shop <s@x.example> wrote:\n> Is it so?", "Yes."],
  ["Yes.\n\nOn Mon, Jan 5, 2026 at 10:00 AM Shop\n<s@x.example> wrote:\n\n> Is it so?", "Yes."],
  ["Ja.\n\nAm 05.01.26 um 10:00 schrieb Shop:\n> Stimmt es?", "Ja."],
  ["Oui.\n\nLe lun. 5 janv. 2026 à 10:00, Shop <s@x.example> a écrit :\n> Vraiment ?", "Oui."],
  [
    "Yes.\n\n________________________________\nFrom: Shop <s@x.example>\nSent: Monday\nTo: Ann\nSubject: It\n\nIs it so?",
    "Yes.",
  ],
  ["> Is it so?\nYes.\n> Really?\nReally.", "Yes.\nReally."],
  ["It broke.\n-- \nAnn Lee\nShop Ltd", "It broke."],
  ["It broke.\n\nSent from my iPhone", "It broke."],
  ["It broke.\n\nBest regards,\nAnn", "It broke."],
  ["-- \nAnn", "-- \nAnn"],
  ["> only a quote", ""],
])("of %j the new part is %j", (text, expected) => {
  expect(newText(text)).toBe(expected);
});

test.each([
  "On Monday the parcel came, she wrote",
  "From: where do I get it?\nTo be honest, I don't know.",
  "Regards to the team, and a question: where is it?",
  "I wrote: it broke.",
  "Op maandag kwam het pakket. Ik schreef al eerder: het is stuk.\nMaar ik wacht nog steeds.",
])("%j is all the customer's own", (text) => {
  expect(newText(text)).toBe(text);
});
