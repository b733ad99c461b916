import { isSupportError } from "@heedkit/core";
import { expect, test } from "vitest";
import { cpuMs } from "../testing/growth.ts";
import { hostileMail } from "../testing/hostileMail.ts";
import { parseEmail } from "./parseEmail.ts";

/** CPU time, so that a busy machine proves nothing. */
const allowedMs = 2_000;

test.each(Object.entries(hostileMail))(
  "%s: read or refused within two seconds",
  async (_name, build) => {
    const bytes = build();
    const read = async () => {
      try {
        await parseEmail(bytes);
      } catch (error) {
        if (!isSupportError(error) || error.code !== "UNPARSEABLE") throw error;
      }
    };
    const first = await cpuMs(read);
    // Compiling and collecting garbage fall into the first attempt.
    expect(first < allowedMs ? first : await cpuMs(read)).toBeLessThan(allowedMs);
  },
  60_000,
);

test("a limit that is passed is named, with what to do", async () => {
  const message = Buffer.from(
    `From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n${"--b\n\nx\n".repeat(20)}`,
  );
  await expect(parseEmail(message, { limits: { maxParts: 10 } })).rejects.toMatchObject({
    code: "UNPARSEABLE",
    details: { limit: "maxParts", allowed: 10 },
    message: expect.stringContaining("limits.maxParts"),
  });
});

test("a body that is too long is cut, and listed whole as an attachment", async () => {
  const bytes = Buffer.from(`From: a@b.example\n\n${"word ".repeat(1000)}`);
  const [event] = await parseEmail(bytes, { limits: { maxBodyCharacters: 100 } });
  expect(event).toMatchObject({
    text: expect.stringMatching(/^(?:word ?){20}$/),
    attachments: [{ size: 5000 }],
  });
});
