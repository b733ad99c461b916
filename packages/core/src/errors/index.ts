export { type Conflict, ConflictError, isConflictError } from "./conflictError.ts";
export { errorCodes, type SupportErrorCode, type SupportErrorCodes, traitsOf } from "./registry.ts";
export { retryAfterMs } from "./retryAfter.ts";
export { isSupportError, SupportError, type SupportErrorOptions } from "./supportError.ts";
