import { blobName } from "@heedkit/core";
import type { S3BlobsOptions } from "./options.ts";

/** The URL of the object that holds the bytes of a key. */
export function addressing({ bucket, region, endpoint, pathStyle, prefix }: S3BlobsOptions) {
  const base = new URL(endpoint ?? `https://s3.${region}.amazonaws.com`);
  const isPathStyle = pathStyle ?? endpoint !== undefined;
  if (!isPathStyle) base.hostname = `${bucket}.${base.hostname}`;
  const start = [...(isPathStyle ? [bucket] : []), ...(prefix === undefined ? [] : [prefix])];
  return async (key: string): Promise<string> => {
    const path = [...start, await blobName(key)].join("/");
    return new URL(`/${path.split("/").map(encodeURIComponent).join("/")}`, base).href;
  };
}
