export { memoryStorage } from "./memoryStorage.ts";
