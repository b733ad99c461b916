import type { Blobs } from "@heedkit/core";
import { seededRandom } from "../seededRandom.ts";
import type { BlobsSuiteOptions, BlobsWorld } from "./options.ts";

/** Runs a check on a world of its own, and removes it afterwards. */
export async function inWorld(
  { create }: BlobsSuiteOptions,
  body: (blobs: Blobs, world: BlobsWorld) => Promise<void>,
): Promise<void> {
  const world = await create();
  try {
    await body(await world.open(), world);
  } finally {
    await world.dispose?.();
  }
}

/** Bytes of every value, different for each seed, and the same on each run. */
export function someBytes(seed: number, size: number): Uint8Array {
  const random = seededRandom(seed);
  const block = random.bytes(Math.min(size, 65_536));
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += block.length) bytes.set(block.subarray(0, size - at), at);
  // The end is not the beginning once more, so that bytes cut off or shifted are noticed.
  if (size > 8) new DataView(bytes.buffer).setFloat64(size - 8, size + seed);
  return bytes;
}

/** Whether two blobs are the same, without the listing of both that an assertion on large arrays prints. */
export function isSame(one: Uint8Array | null, other: Uint8Array | null): boolean {
  if (one === null || other === null) return one === other;
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}
