import { readFileSync } from "node:fs";
import { isSupportError } from "@heedkit/core";
import { simpleParser } from "mailparser";
import { expect, test } from "vitest";
import { corpus, corpusTitle, filesBelow } from "../testing/corpus.ts";
import { parseEmail } from "./parseEmail.ts";

const folder = corpus("mail");

/** Where mailparser reads something else, and why that is not followed. */
const reasons: Readonly<Record<string, string>> = {
  "mikel/error_emails/invalid_subject_characters.eml subject":
    "raw bytes of the code page, which mailparser replaces",
  "mikel/error_emails/multiple_invalid_content_dispositions.eml attachments":
    "the HTML part has no readable disposition, and is the body",
  "mikel/rfc6532/utf8_headers.eml from": "domains are compared in ASCII, so that an address has one form",
  "mime4j/testmsgs-malformedHeader-noheader.msg unparseable": "no header field: nobody sent it",
  "mime4j/testmsgs-malformedHeaderStartsBody-noheader.msg unparseable": "no header field: nobody sent it",
};
/** A message within a message, and text parts with a name: mailparser tells them as text of the message around them. */
const moreFiles = /^attachments: \d+ more$/;

test.skipIf(folder === null)(
  corpusTitle(
    "where mailparser reads another sender, subject or number of files, the reason is known",
    folder,
  ),
  async () => {
    const counts = { compared: 0, same: 0, moreFiles: 0, explained: 0, reports: 0 };
    const unexplained: string[] = [];
    const used = new Set<string>();
    for (const path of filesBelow(folder ?? "")) {
      const name = path.slice((folder?.length ?? 0) + 1);
      const bytes = readFileSync(path);
      const differences = await compare(bytes);
      if (differences === null) {
        counts.reports += 1;
        continue;
      }
      counts.compared += 1;
      if (differences.length === 0) counts.same += 1;
      for (const difference of differences) {
        const [field] = difference.split(":");
        if (moreFiles.test(difference)) counts.moreFiles += 1;
        else if (reasons[`${name} ${field}`] !== undefined) {
          counts.explained += 1;
          used.add(`${name} ${field}`);
        } else unexplained.push(`${name} ${difference}`);
      }
    }
    console.info("beside mailparser:", counts);
    expect(unexplained).toEqual([]);
    expect(Object.keys(reasons).filter((reason) => !used.has(reason))).toEqual([]);
    expect(counts.compared).toBeGreaterThan(180);
  },
);

/** What differs, or null for a report, which mailparser does not tell from other mail. */
async function compare(bytes: Buffer): Promise<readonly string[] | null> {
  const theirs = await simpleParser(bytes, { skipImageLinks: true, skipTextLinks: true });
  const events = await parseEmail(bytes, { envelopeFrom: "someone@sender.example" }).catch(
    (error: unknown) => {
      if (isSupportError(error) && error.code === "UNPARSEABLE") return [];
      throw error;
    },
  );
  const [ours] = events;
  if (ours === undefined) return [`unparseable: ${theirs.subject}`];
  if (ours.kind !== "message") return null;
  const from = theirs.from?.value[0];
  const more = ours.attachments.length - theirs.attachments.length;
  const differences: string[] = [];
  if (bare(ours.subject) !== bare(theirs.subject))
    differences.push(`subject: ${ours.subject}, ${theirs.subject}`);
  if (from?.address && from.address.toLowerCase() !== ours.from.value)
    differences.push(`from: ${ours.from.value}, ${from.address}`);
  if (from?.address && bare(from.name) !== bare(ours.from.name))
    differences.push(`name: ${ours.from.name}, ${from.name}`);
  if (more > 0) differences.push(`attachments: ${more} more`);
  if (more < 0) differences.push(`attachments: ${-more} fewer`);
  return differences;
}

function bare(text: string | null | undefined): string {
  return (text ?? "").replace(/\s+/g, " ").trim();
}
