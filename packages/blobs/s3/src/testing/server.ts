import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import S3rver from "@20minutes/s3rver";

/** The only account that the server knows. */
export const keys = { accessKeyId: "S3RVER", secretAccessKey: "S3RVER" };
export const bucket = "desk-files";

/** A server that speaks S3 and checks signatures. */
export interface S3Server {
  readonly endpoint: string;
  readonly directory: string;
  stop(): Promise<void>;
}

export async function startServer(options: { readonly checksSignatures?: boolean } = {}): Promise<S3Server> {
  const directory = mkdtempSync(join(tmpdir(), "heedkit-s3-"));
  const server = new S3rver({
    address: "127.0.0.1",
    port: 0,
    silent: true,
    allowMismatchedSignatures: options.checksSignatures === false,
    directory,
    configureBuckets: [{ name: bucket }],
  });
  const { port } = await server.run();
  return {
    endpoint: `http://127.0.0.1:${port}`,
    directory,
    async stop() {
      server.httpServer.closeAllConnections();
      await server.close();
      rmSync(directory, { recursive: true });
    },
  };
}
