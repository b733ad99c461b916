export { refuseOutdated } from "./base.ts";
export type { SaveDraftInput } from "./commands/save.ts";
export { noDraft } from "./errors.ts";
export { movingDrafts } from "./moving.ts";
export { type Draft, type DraftNews, type DraftRow, type DraftWriter, drafts } from "./schema.ts";
export { attachWith, draftInput, takeDraftOf } from "./take.ts";
