export { escapeHtml } from "./escapeHtml.ts";
export { isColour } from "./isColour.ts";
export { safeFileName } from "./safeFileName.ts";
export { sanitiseHtml, withRemotePictures } from "./sanitise/sanitiseHtml.ts";
export { textToHtml } from "./textToHtml.ts";
