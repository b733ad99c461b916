/** Stores large binary data under opaque keys. */
export interface Blobs {
  /** Problems with its options; `createSupport` lists them and refuses to start. */
  readonly problems?: readonly string[];
  /** Resolves once the bytes are durable. Storing under an existing key replaces it. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** The bytes, or null if the key does not exist. */
  open(key: string): Promise<Uint8Array | null>;
  /** Resolves even if there was nothing to delete. */
  delete(key: string): Promise<void>;
}
