/** Receives background failures that no caller can catch: a listener that threw, a job that failed, a lost connection. */
export type Report = (error: unknown, what: string) => void;
