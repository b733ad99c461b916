/** A message of about so many bytes, made of one thing again and again. */
export type HostileShape = (size: number) => Uint8Array;
