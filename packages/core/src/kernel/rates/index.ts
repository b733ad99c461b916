export { type RatedStarts, ratedStarts } from "./ratedStarts.ts";
export { jobRates } from "./schema.ts";
export { jobRatesSweep } from "./sweep.ts";
