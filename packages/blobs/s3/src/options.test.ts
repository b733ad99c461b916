import { createSupport } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { expect, test } from "vitest";
import { s3Blobs } from "./index.ts";

const secretAccessKey = "hunter2-Tr0ub4dor";
const right = {
  bucket: "desk-files",
  region: "eu-central-1",
  credentials: { accessKeyId: "desk", secretAccessKey },
};

/** As callers without types may write them. */
const mistakes: readonly (readonly [options: object, problem: RegExp])[] = [
  [{ bucket: "Desk Files" }, /^bucket: expected the name of a bucket/],
  [{ bucket: "../other" }, /^bucket: /],
  [{ region: "eu/central" }, /^region: expected the name of a region/],
  [{ credentials: { accessKeyId: "desk" } }, /^credentials\.secretAccessKey: /],
  [{ credentials: { accessKeyId: "", secretAccessKey } }, /^credentials\.accessKeyId: is empty/],
  [{ credentials: secretAccessKey }, /^credentials: /],
  [{ endpoint: "minio:9000/files" }, /^endpoint: expected a URL like https:/],
  [{ endpoint: "ftp://minio" }, /^endpoint: /],
  [{ endpoint: `https://desk:${secretAccessKey}@minio` }, /^endpoint: /],
  [{ endpoint: "https://minio/files" }, /^endpoint: /],
  [{ prefix: "../other" }, /^prefix: expected names/],
  [{ prefix: "/files/" }, /^prefix: /],
  [{ pathStyle: "yes" }, /^pathStyle: expected true or false/],
  [{ timeoutMs: 0 }, /^timeoutMs: /],
  [{ attempts: 11 }, /^attempts: /],
  [{ concurrency: 0 }, /^concurrency: /],
  [{ maxBytes: 1.5 }, /^maxBytes: /],
  [{ fetch: "node-fetch" }, /^fetch: expected a function/],
  [{ bukcet: "desk" }, /^bukcet: there is no such option/],
];

test.each(mistakes)("options %j are a problem, and nothing is stored", async (options, problem) => {
  const blobs = s3Blobs({ ...right, ...options });
  expect(blobs.problems).toEqual([expect.stringMatching(problem)]);
  expect(String(blobs.problems)).not.toContain(secretAccessKey);
  for (const call of [() => blobs.put("a", new Uint8Array()), () => blobs.open("a"), () => blobs.delete("a")])
    await expect(call()).rejects.toMatchObject({ code: "INVALID_CONFIGURATION" });
  await expect(createSupport({ storage: memoryStorage(), blobs })).rejects.toMatchObject({
    code: "INVALID_CONFIGURATION",
    details: { problems: [`blobs: ${blobs.problems?.[0]}`] },
  });
});

test.each([{}, { endpoint: "https://minio.internal:9000", pathStyle: true, prefix: "desks/eu" }])(
  "options %j are fine",
  (options) => expect(s3Blobs({ ...right, ...options }).problems).toBeUndefined(),
);
