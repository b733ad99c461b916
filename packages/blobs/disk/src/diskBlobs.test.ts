import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { createSupport } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { afterEach, beforeEach, expect, test } from "vitest";
import { diskBlobs } from "./index.ts";

let parent = "";
let directory = "";

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "heedkit-blobs-"));
  directory = join(parent, "files");
});
afterEach(() => rmSync(parent, { recursive: true }));

function everythingIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) =>
    relative(folder, join(entry.parentPath, entry.name)),
  );
}

test("hostile keys stay in the directory, under names that every file system takes and tells apart", async () => {
  const blobs = diskBlobs({ directory });
  const keys = [
    "../out",
    "/etc/out",
    "..",
    ".",
    "",
    "CON",
    "con",
    "a/../../b",
    "a\u0000b",
    "Ä",
    "x".repeat(9_000),
  ];
  for (const key of [...keys, "con/aux", `${"t".repeat(300)}/${"i".repeat(300)}`])
    await blobs.put(key, new Uint8Array([1]));
  expect(readdirSync(parent)).toEqual(["files"]);
  const files = everythingIn(directory).filter((path) => statSync(join(directory, path)).isFile());
  expect(files).toHaveLength(keys.length + 2);
  for (const path of files) {
    expect(path).toMatch(/^files\/(?:t\.[a-z0-9_-]{1,200}\/)?[0-9a-f]{2}\/b\.[a-z0-9_=-]{1,200}$/);
  }
});

test("only the owner may read what is stored", async () => {
  await diskBlobs({ directory }).put("shop/att_1", new Uint8Array([1]));
  for (const path of ["", ...everythingIn(directory)]) {
    const found = statSync(join(directory, path));
    expect((found.mode & 0o777).toString(8)).toBe(found.isDirectory() ? "700" : "600");
  }
});

test("temporary files of killed processes are removed after a day, and those in use stay", async () => {
  const unfinished = join(directory, "unfinished");
  mkdirSync(unfinished, { recursive: true });
  writeFileSync(join(unfinished, "old"), "half");
  writeFileSync(join(unfinished, "new"), "half");
  const twoDaysAgo = new Date(Date.now() - 48 * 3_600_000);
  utimesSync(join(unfinished, "old"), twoDaysAgo, twoDaysAgo);
  await diskBlobs({ directory }).put("shop/att_1", new Uint8Array([1]));
  expect(readdirSync(unfinished)).toEqual(["new"]);
});

test("a file above maxBytes is neither stored nor opened", async () => {
  await diskBlobs({ directory }).put("shop/att_1", new Uint8Array(101));
  const small = diskBlobs({ directory, maxBytes: 100 });
  const refusal = { code: "MESSAGE_TOO_LARGE", details: { size: 101, limit: 100 } };
  await expect(small.open("shop/att_1")).rejects.toMatchObject(refusal);
  await expect(small.put("shop/att_2", new Uint8Array(101))).rejects.toMatchObject(refusal);
  expect(await small.open("shop/att_2")).toBeNull();
});

test("a failing disk is a clear error without the path, and leaves no temporary file", async () => {
  const blobs = diskBlobs({ directory });
  await blobs.put("shop/att_1", new Uint8Array([1]));
  const [file = ""] = everythingIn(directory).filter((path) => path.includes("b."));
  rmSync(join(directory, file));
  mkdirSync(join(directory, file));
  for (const call of [() => blobs.open("shop/att_1"), () => blobs.put("shop/att_1", new Uint8Array([1]))]) {
    const error = await call().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "BLOBS_UNAVAILABLE", retryable: true });
    expect(JSON.stringify(error)).not.toContain(parent);
  }
  expect(readdirSync(join(directory, "unfinished"))).toEqual([]);
});

/** As callers without types may write them. */
const mistakes: readonly (readonly [options: object, problem: RegExp])[] = [
  [{}, /^directory: /],
  [{ directory: "files" }, /^directory: must be an absolute path/],
  [{ directory: "/files/a\0b" }, /^directory: must be an absolute path/],
  [{ directory: "/dev/null" }, /^directory: \/dev\/null is not a directory/],
  [{ directory: "/tmp", maxBytes: 0 }, /^maxBytes: /],
  [{ directory: "/tmp", concurrency: 1.5 }, /^concurrency: expected a whole number/],
  [{ directory: "/tmp", folder: "/tmp" }, /^folder: there is no such option/],
];

test.each(mistakes)(
  "options %j are a problem that a desk lists, and nothing is stored",
  async (options, problem) => {
    const blobs = diskBlobs(Object.assign({ directory: "" }, { directory: undefined }, options));
    expect(blobs.problems).toEqual([expect.stringMatching(problem)]);
    for (const call of [blobs.put("a", new Uint8Array()), blobs.open("a"), blobs.delete("a")])
      await expect(call).rejects.toMatchObject({ code: "INVALID_CONFIGURATION" });
    await expect(createSupport({ storage: memoryStorage(), blobs })).rejects.toMatchObject({
      code: "INVALID_CONFIGURATION",
      details: { problems: [`blobs: ${blobs.problems?.[0]}`] },
    });
  },
);
