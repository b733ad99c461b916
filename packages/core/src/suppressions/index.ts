export { suppressionsRoom } from "./room.ts";
export { type Suppression, suppressions } from "./schema.ts";
export { isSuppressed, suppress, suppressionOf } from "./suppress.ts";
