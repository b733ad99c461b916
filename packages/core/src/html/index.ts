export { escapeHtml } from "./escapeHtml.ts";
export { textToHtml } from "./textToHtml.ts";
