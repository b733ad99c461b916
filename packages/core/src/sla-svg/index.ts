/**
 * Explanations of SLA clocks as pictures.
 *
 * @module
 */
export { explanationSvg } from "./draw.ts";
