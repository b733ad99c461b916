export { type Applied, applyAll } from "./applying.ts";
export { memoryStorage } from "./memoryStorage.ts";
export { MemoryTable } from "./memoryTable.ts";
export { MemoryTables } from "./memoryTables.ts";
