import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { type S3BlobsOptions, s3Blobs } from "./index.ts";
import { answering } from "./testing/answering.ts";
import { bucket, keys, startServer } from "./testing/server.ts";

const key = "shop/att_1";
const bytes = new Uint8Array(100_000).fill(7);
const stops: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const store = (endpoint: string, options: Partial<S3BlobsOptions> = {}) =>
  s3Blobs({ bucket, region: "eu-central-1", credentials: keys, endpoint, ...options });

async function served(...answer: Parameters<typeof answering>) {
  const server = await answering(...answer);
  stops.push(() => server.stop());
  return server;
}

test("half an object, which an interrupted upload left at a service that writes in place, is never handed out", async () => {
  const server = await startServer();
  stops.push(() => server.stop());
  const blobs = store(server.endpoint);
  await blobs.put(key, bytes);
  writeFileSync(join(server.directory, bucket, `${key}._S3rver_object`), bytes.subarray(0, 50_000));
  await expect(blobs.open(key)).rejects.toMatchObject({
    code: "BLOBS_UNAVAILABLE",
    message: expect.stringContaining("don't match their digest"),
  });
  await blobs.put(key, bytes);
  expect(await blobs.open(key)).toEqual(bytes);
});

test("an object without end is read up to maxBytes and no further", async () => {
  let sent = 0;
  const server = await served((_, response) => {
    response.writeHead(200);
    const part = Buffer.alloc(65_536);
    const more = () => {
      while (!response.destroyed) {
        sent += part.length;
        if (!response.write(part)) return void response.once("drain", more);
      }
    };
    more();
  });
  const reading = store(server.endpoint, { maxBytes: 100_000 }).open(key);
  await expect(reading).rejects.toMatchObject({ code: "MESSAGE_TOO_LARGE", details: { limit: 100_000 } });
  // What the sockets of both ends hold comes on top.
  expect(sent).toBeLessThan(50_000_000);
  expect(server.count()).toBe(1);
});

test.each([500, 502, 503, 429, 408])("a request is repeated after %i, and then succeeds", async (status) => {
  const server = await served((_, response, count) => {
    if (count < 3) response.writeHead(status).end();
    else response.writeHead(200).end(bytes);
  });
  expect(await store(server.endpoint).open(key)).toEqual(bytes);
  expect(server.count()).toBe(3);
});

test("it is repeated no more often than attempts says", async () => {
  const server = await served((_, response) => void response.writeHead(503).end("<Code>SlowDown</Code>"));
  await expect(store(server.endpoint, { attempts: 4 }).put(key, bytes)).rejects.toMatchObject({
    code: "BLOBS_UNAVAILABLE",
    message: "The blob store could not store a file: the service answered 503 SlowDown.",
  });
  expect(server.count()).toBe(4);
});

test.each([301, 307, 400, 401, 403, 409])(
  "it isn't repeated after %i, nor does it follow elsewhere",
  async (status) => {
    const server = await served(
      (request, response) =>
        void response
          .writeHead(status, {
            location: `http://${request.headers.host}/elsewhere`,
            "x-amz-bucket-region": "us-west-2",
          })
          .end(),
    );
    const error = await store(server.endpoint)
      .open(key)
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "BLOBS_UNAVAILABLE", details: { status } });
    expect(String(error).includes("The bucket is in the region us-west-2.")).toBe(status < 400);
    expect(server.count()).toBe(1);
  },
);

test("a lost connection is repeated, also in the middle of a body", async () => {
  const server = await served((_, response, count) => {
    response.writeHead(200, { "content-length": bytes.length });
    if (count === 3) response.end(bytes);
    else if (count === 2) response.write(bytes.subarray(0, 10), () => response.destroy());
    else response.destroy();
  });
  expect(await store(server.endpoint).open(key)).toEqual(bytes);
  expect(server.count()).toBe(3);
});

test.each<[what: string, options: Partial<S3BlobsOptions>]>([
  ["a silent service", {}],
  ["a silent function for credentials", { credentials: () => new Promise(() => undefined) }],
  ["a silent fetch", { fetch: () => new Promise(() => undefined) }],
])("%s fails in time", async (_, options) => {
  const server = await served(() => undefined);
  const silent = store(server.endpoint, { timeoutMs: 200, attempts: 2, ...options });
  await expect(silent.open(key)).rejects.toMatchObject({
    code: "BLOBS_UNAVAILABLE",
    message: "The blob store could not open a file: the service did not answer in time.",
  });
});

test("a body that trickles in fails in time", async () => {
  const server = await served((_, response) => {
    response.writeHead(200);
    const trickle = setInterval(() => response.write("."), 20);
    response.on("close", () => clearInterval(trickle));
  });
  await expect(store(server.endpoint, { timeoutMs: 300, attempts: 1 }).open(key)).rejects.toMatchObject({
    message: expect.stringContaining("in time"),
  });
});

test("no more requests run at once than concurrency says", async () => {
  let running = 0;
  let most = 0;
  const server = await served((_, response) => {
    most = Math.max(most, ++running);
    setTimeout(() => {
      running -= 1;
      response.writeHead(200).end(bytes);
    }, 20);
  });
  const blobs = store(server.endpoint, { concurrency: 3 });
  await Promise.all(Array.from({ length: 12 }, () => blobs.open(key)));
  expect(most).toBe(3);
});
