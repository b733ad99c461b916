/**
 * Bytes in the types of operations. The name keeps declarations readable to TypeScript 5.4, to which `Uint8Array<...>`, as
 * later compilers write it, is an error.
 */
export interface Bytes extends Uint8Array {}
