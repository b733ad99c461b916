import { request as httpRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toldBy } from "../../../../scripts/toldBy.ts";
import { type S3BlobsOptions, s3Blobs } from "./index.ts";
import { bucket, keys, type S3Server, startServer } from "./testing/server.ts";

const key = "shop/att_1";
const bytes = new Uint8Array([1, 2, 3]);
let server: S3Server;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const store = (options: Partial<S3BlobsOptions> = {}) =>
  s3Blobs({ bucket, region: "eu-central-1", credentials: keys, endpoint: server.endpoint, ...options });

/** Sends a request for any host name to the server, as if its DNS pointed there. */
async function throughServer({ endpoint }: S3Server, asked: Request): Promise<Response> {
  const { hostname, pathname, protocol } = new URL(asked.url);
  const body = Buffer.from(await asked.arrayBuffer());
  const headers = { ...Object.fromEntries(asked.headers), host: hostname, "content-length": body.length };
  return new Promise((resolve, reject) => {
    const { port } = new URL(endpoint);
    expect(protocol).toBe("https:");
    httpRequest({ host: "127.0.0.1", port, method: asked.method, path: pathname, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => void parts.push(part));
      response.on("end", () => {
        const { statusCode: status = 0 } = response;
        const given = new Headers();
        for (const [name, value] of Object.entries(response.headers)) given.set(name, String(value));
        resolve(new Response(status === 204 ? null : Buffer.concat(parts), { status, headers: given }));
      });
    })
      .on("error", reject)
      .end(body);
  });
}

test("Amazon's own address is of the virtual-host style, and leads to the same objects", async () => {
  // The server takes the bucket, which is in the host name, for a part of the signed path, and so refuses what Amazon takes.
  const server = await startServer({ checksSignatures: false });
  const asked: string[] = [];
  const amazon = s3Blobs({
    bucket,
    region: "eu-central-1",
    credentials: keys,
    prefix: "desks/eu",
    fetch(request) {
      asked.push(request.url);
      return throughServer(server, request);
    },
  });
  await amazon.put(key, bytes);
  expect(await amazon.open(key)).toEqual(bytes);
  expect(await store({ endpoint: server.endpoint, prefix: "desks/eu" }).open(key)).toEqual(bytes);
  expect(new Set(asked)).toEqual(
    new Set(["https://desk-files.s3.eu-central-1.amazonaws.com/desks/eu/shop/att_1"]),
  );
  await amazon.delete(key);
  expect(await store({ endpoint: server.endpoint, prefix: "desks/eu" }).open(key)).toBeNull();
  await server.stop();
});

test("credentials are asked for before each request, so that they can rotate", async () => {
  const given = [{ accessKeyId: "EXPIRED", secretAccessKey: "EXPIRED" }, keys];
  let asked = 0;
  const rotating = store({ credentials: async () => given[asked++] ?? keys, attempts: 1 });
  await expect(rotating.put(key, bytes)).rejects.toMatchObject({
    code: "BLOBS_UNAVAILABLE",
    details: { status: 403, code: "InvalidAccessKeyId" },
  });
  await rotating.put(key, bytes);
  expect(await rotating.open(key)).toEqual(bytes);
  expect(asked).toBe(3);
});

test("a missing bucket is an error, not a missing file", async () => {
  const elsewhere = store({ bucket: "no-such-bucket" });
  const refusal = { code: "BLOBS_UNAVAILABLE", details: { status: 404, code: "NoSuchBucket" } };
  for (const call of [() => elsewhere.open(key), () => elsewhere.put(key, bytes)])
    await expect(call()).rejects.toMatchObject(refusal);
});

test("a file above maxBytes is neither stored nor opened", async () => {
  await store().put("shop/att_large", new Uint8Array(101));
  const small = store({ maxBytes: 100 });
  await expect(small.open("shop/att_large")).rejects.toMatchObject({ code: "MESSAGE_TOO_LARGE" });
  await expect(small.put(key, new Uint8Array(101))).rejects.toMatchObject({
    code: "MESSAGE_TOO_LARGE",
    details: { size: 101, limit: 100 },
  });
});

describe("no error holds a key", () => {
  const secretAccessKey = "hunter2-Tr0ub4dor/secret";
  const sessionToken = "session-Tr0ub4dor";
  const secrets = [secretAccessKey, sessionToken];

  test.each<[what: string, options: Partial<S3BlobsOptions>]>([
    ["the signature is wrong", { credentials: { accessKeyId: "S3RVER", secretAccessKey, sessionToken } }],
    ["nobody answers", { endpoint: "http://127.0.0.1:61999" }],
    ["there is no such host", { endpoint: "http://nowhere.invalid" }],
    ["the options are wrong", { bucket: "X" }],
    [
      "the function returns too much",
      { credentials: () => Object.assign({ secretAccessKey }, keys, { more: secretAccessKey }) },
    ],
    ["the endpoint holds a password", { endpoint: `http://desk:${secretAccessKey}@127.0.0.1` }],
  ])("%s", async (_, options) => {
    const blobs = store({
      credentials: { accessKeyId: "S3RVER", secretAccessKey, sessionToken },
      attempts: 2,
      ...options,
    });
    for (const call of [() => blobs.put(key, bytes), () => blobs.open(key), () => blobs.delete(key)]) {
      const error = await call().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(Error);
      for (const secret of secrets) expect(toldBy(error)).not.toContain(secret);
    }
  });
});
