import type { SMTPServerDataStream } from "smtp-server";
import { smtpReply } from "./smtpReply.ts";

/** Bytes that all connections together may still hold. */
export interface BufferBudget {
  left: number;
}

/**
 * Reads a message to its end, holding no more than `maxBytes` of it and what the budget allows; the rest of one that is too
 * large is read and thrown away, as the protocol wants. Rejects with 552 or 452, or with the error of a client that
 * went away. What the result holds is still charged to the budget: the caller gives it back.
 */
export async function readData(
  stream: SMTPServerDataStream,
  maxBytes: number,
  budget: BufferBudget,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let held = 0;
  let isCrowded = false;
  const release = () => {
    budget.left += held;
    held = 0;
    chunks.length = 0;
  };
  try {
    for await (const chunk of stream) {
      if (!(chunk instanceof Uint8Array)) continue;
      isCrowded ||= chunk.length > budget.left;
      if (isCrowded || stream.byteLength > maxBytes) {
        release();
        continue;
      }
      budget.left -= chunk.length;
      held += chunk.length;
      chunks.push(chunk);
    }
  } catch (error) {
    release();
    throw error;
  }
  if (stream.sizeExceeded) throw refused(release, 552, `Message exceeds ${maxBytes} bytes`);
  if (isCrowded) throw refused(release, 452, "Too many messages at once, please try again later");
  return Buffer.concat(chunks);
}

function refused(release: () => void, code: number, text: string) {
  release();
  return smtpReply(code, text);
}
