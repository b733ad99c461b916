import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import EmailReplyParser from "email-reply-parser";
import planer from "planer";
import { expect, test } from "vitest";
import { htmlMarks, htmlToText } from "../inbound/htmlToText.ts";
import { parseEmail } from "../inbound/parseEmail.ts";
import { corpus, corpusTitle } from "../testing/corpus.ts";
import { keptOfCrisp, keptOfGithub } from "../testing/replies/keptLines.ts";
import { trimReply } from "./trimReply.ts";

const folder = corpus("reply");
const lorem = /^Fusce bibendum[\s\S]*?nec nibh\./;

/** A reply of a corpus, and what its sender wrote; blanks do not count. */
interface Reply {
  readonly name: string;
  readonly text: string;
  readonly expected: string;
  readonly outcome: string;
}

const read = (...path: readonly string[]) =>
  readFileSync(join(folder ?? "", ...path), "utf8").replaceAll("\r\n", "\n");
const names = (...path: readonly string[]) => readdirSync(join(folder ?? "", ...path)).toSorted();
const ours = (text: string) => trimReply(text).newText;

/** The lines that `ranges` counts, such as "1-3,7". */
function linesOf(text: string, ranges: string): string {
  if (ranges === "all") return text;
  const lines = text.split("\n");
  return ranges
    .split(",")
    .flatMap((range) => {
      const [first = 0, last = first] = range.split("-").map(Number);
      return lines.slice(first - 1, last);
    })
    .join("\n");
}

function plainReplies(
  place: readonly [string, string],
  kept: Readonly<Record<string, string>>,
): readonly Reply[] {
  return names(...place).flatMap((file) => {
    const name = file.replace(/\.txt$/, "");
    const text = read(...place, file);
    const expected =
      lorem.exec(text)?.[0] ?? (kept[name] === undefined ? undefined : linesOf(text, kept[name]));
    return expected === undefined
      ? []
      : [{ name: `${place[0]}/${name}`, text, expected, outcome: ours(text) }];
  });
}

async function talonReplies(): Promise<readonly Reply[]> {
  const replies: Reply[] = [];
  for (const file of names("talon", "standard_replies").filter((name) => name.endsWith(".eml"))) {
    const bytes = Buffer.from(read("talon", "standard_replies", file));
    const [event] = await parseEmail(bytes, { envelopeFrom: "a@b.example" });
    if (event?.kind !== "message") throw new Error(`${file} was not read as a message.`);
    replies.push({ name: `talon/${file}`, text: event.text, expected: "Hello", outcome: event.newText });
  }
  for (const file of names("talon", "html_replies")) {
    const html = read("talon", "html_replies", file);
    const text = htmlToText(html);
    const outcome = trimReply(text, { marks: htmlMarks(html) }).newText;
    replies.push({ name: `talon/${file}`, text, expected: "Hi. I am fine. Thanks, Alex", outcome });
  }
  return replies;
}

/** Longest that a peer may take for a reply; one that backtracks would never end. */
const mostPeerMs = 2_000;

function withinTime(run: () => string): string {
  try {
    return String(runInNewContext("run()", { run }, { timeout: mostPeerMs }));
  } catch {
    return "";
  }
}

const squeezed = (text: string) => text.replace(/\s+/g, " ").trim();

test.skipIf(folder === null)(
  corpusTitle("replies of the public corpora are trimmed exactly, and by no peer better", folder),
  async () => {
    const replies = [
      ...plainReplies(["crisp", "fixtures"], keptOfCrisp),
      ...plainReplies(["github", "emails"], keptOfGithub),
      ...(await talonReplies()),
    ];
    const share = (outcomeOf: (reply: Reply) => string) =>
      replies.filter((reply) => squeezed(outcomeOf(reply)) === squeezed(reply.expected)).length /
      replies.length;
    const parser = new EmailReplyParser();
    const peers = {
      "email-reply-parser": share(({ text }) => withinTime(() => parser.parseReply(text))),
      planer: share(({ text }) => withinTime(() => planer.extractFrom(text, "text/plain"))),
    };
    const exact = share(({ outcome }) => outcome);
    const wrong = replies.filter(({ outcome, expected }) => squeezed(outcome) !== squeezed(expected));
    const percent = (value: number) => `${(value * 100).toFixed(1)} %`;
    console.info(
      `${replies.length} replies, exactly the new part: heedkit ${percent(exact)},`,
      Object.entries(peers)
        .map(([name, value]) => `${name} ${percent(value)}`)
        .join(", "),
    );
    console.info("not exact:", wrong.map(({ name }) => name).join(", "));
    expect(exact).toBeGreaterThanOrEqual(0.92);
    expect(exact).toBeGreaterThan(Math.max(...Object.values(peers)));
    // What is wrong keeps too much: no reply loses a word.
    for (const { name, outcome, expected } of wrong)
      expect(squeezed(outcome), name).toContain(squeezed(expected).slice(0, 200));
  },
  120_000,
);
