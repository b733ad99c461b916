/** Keeps large bytes under opaque keys. */
export interface Blobs {
  /** What is wrong with the options it was made with; `createSupport` refuses to start, naming all of them. */
  readonly problems?: readonly string[];
  /** Stores the bytes durably before it resolves. Putting a key again replaces it. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** The bytes, or null where there are none under the key. */
  open(key: string): Promise<Uint8Array | null>;
  /** Resolves also where there was nothing to delete. */
  delete(key: string): Promise<void>;
}
