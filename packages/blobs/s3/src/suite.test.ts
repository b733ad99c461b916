import { blobsSuite } from "@heedkit/testing";
import { afterAll, beforeAll } from "vitest";
import { s3Blobs } from "./index.ts";
import { bucket, keys, type S3Server, startServer } from "./testing/server.ts";

let server: S3Server;
let worlds = 0;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

blobsSuite({
  name: "s3",
  // A matter of the service: this one writes in place, and so leaves half. What comes of it is in reading.test.ts.
  has: { interruptPut: false, atomicPuts: false },
  create() {
    const world = `world-${worlds++}`;
    const open = (prefix: string) =>
      s3Blobs({
        bucket,
        region: "eu-central-1",
        credentials: keys,
        endpoint: server.endpoint,
        prefix,
        attempts: 5,
      });
    return { open: () => open(`${world}/own`), openBeside: () => open(`${world}/own/other`) };
  },
});
