export * from "./commands/discard.ts";
export * from "./commands/replay.ts";
export * from "./queries/getKept.ts";
export * from "./queries/listKept.ts";
export * from "./queries/openAttachment.ts";
export * from "./queries/openRaw.ts";
