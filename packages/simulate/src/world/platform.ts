import { createHash } from "node:crypto";

/**
 * `crypto.subtle.digest` works in threads of the platform: its result is certain, the moment of it is not. For the time
 * of a simulation it is reckoned at once. It is the only thing asynchronous in the core that comes from no port.
 */
export function digestAtOnce(): () => void {
  const { digest } = crypto.subtle;
  crypto.subtle.digest = async (_algorithm, data) => {
    const bytes = ArrayBuffer.isView(data)
      ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
      : new Uint8Array(data);
    return new Uint8Array(createHash("sha256").update(bytes).digest()).buffer;
  };
  return () => {
    crypto.subtle.digest = digest;
  };
}
