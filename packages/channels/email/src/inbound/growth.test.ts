import { isSupportError } from "@heedkit/core";
import { expect, test } from "vitest";
import { expectLinear } from "../testing/growth.ts";
import { hostileShapes } from "../testing/hostileShapes.ts";
import { parseEmail } from "./parseEmail.ts";

/** A quarter of the largest message of each shape, in bytes. */
const unit = 30_000;

const desk = {
  address: "support@shop.example",
  secret: "a secret that is long enough to be one",
  isAgent: () => true,
};

async function parsed(bytes: Uint8Array): Promise<void> {
  try {
    await parseEmail(bytes, desk);
  } catch (error) {
    if (!isSupportError(error) || error.code !== "UNPARSEABLE") throw error;
  }
}

test.each(Object.entries(hostileShapes))(
  "%s: time grows with the size alone",
  async (_name, shape) => {
    await expectLinear(unit, (size) => parsed(shape(size)));
  },
  120_000,
);

/** Those that once took seconds for a few kilobytes, at sizes from a small mail to a large one. */
const known = Object.entries(hostileShapes).filter(([name]) =>
  /^(?:garbage\\n in message| {1,2} in Date|\(\( in Content-Transfer|\( as the sender| {2}in a parameter|"?mailer-daemon\+ as the only)/.test(
    name,
  ),
);

test("the shapes of known attacks are in the table", () => {
  expect(known.length).toBeGreaterThanOrEqual(10);
});

test.each(known)(
  "%s: a large one takes no longer than its size allows",
  async (_name, shape) => {
    for (const size of [8_000, 120_000, 480_000]) await parsed(shape(size));
    await expectLinear(120_000, (size) => parsed(shape(size)));
  },
  120_000,
);
