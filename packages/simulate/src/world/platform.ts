import { createHash } from "node:crypto";

/**
 * `crypto.subtle.digest` runs in threads of the platform: its result is deterministic, its timing is not. During a
 * simulation it is computed synchronously. It is the only asynchronous thing in the core that doesn't come from a port.
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
