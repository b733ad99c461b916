import { describe, expect, onTestFinished, test } from "vitest";
import { quoted } from "../literals.ts";
import { settingsOf } from "../options.ts";
import { optionsFor, port } from "../testing/database.ts";
import { prepareSession } from "./server.ts";
import { Session } from "./session.ts";

describe.skipIf(port === null)("a session of ours", () => {
  test.each([
    "set names gbk",
    "set names sjis",
    "set character_set_client = big5, character_set_results = latin1, collation_connection = latin1_swedish_ci",
  ])("speaks UTF-8 whatever the server made of its beginning: %s", async (otherwise) => {
    const settings = settingsOf(optionsFor("heedkit"));
    const session = await Session.open(settings, () => undefined);
    onTestFinished(() => session.end());
    await session.run([otherwise]);
    await prepareSession(session, settings);
    const [found] = await session.run([
      "select @@character_set_client, @@character_set_connection, @@character_set_results, @@collation_connection",
    ]);
    expect(found?.rows).toEqual([["utf8mb4", "utf8mb4", "utf8mb4", "utf8mb4_bin"]]);
    // In GBK the last byte of the letter and the backslash that is written before the quote are one character.
    const text = "表' or 1 = 1 -- \\ \u{1F600}";
    const [said] = await session.run([`select ${quoted(text)}, hex(${quoted(text)})`]);
    expect(said?.rows).toEqual([[text, Buffer.from(text).toString("hex").toUpperCase()]]);
  });
});
