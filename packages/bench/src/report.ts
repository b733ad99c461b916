import type { Result } from "./harness.ts";

/** One line of a report: a table row for people, or a JSON object. */
export function reportLine(result: Result, asJson: boolean): string {
  return asJson ? jsonLine(result) : tableLine(result);
}

function jsonLine(result: Result): string {
  const { bench, value, unit, baseline, ratio } = result;
  return JSON.stringify({ bench, case: result.case, value, unit, baseline, ratio });
}

function tableLine(result: Result): string {
  const comparison =
    result.ratio === null ? "" : `${formatNumber(result.ratio)} x ${result.baseline ?? "baseline"}`;
  return [
    result.bench.padEnd(10),
    result.case.padEnd(24),
    formatNumber(result.value).padStart(14),
    result.unit.padEnd(8),
    comparison,
  ].join(" ");
}

function formatNumber(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 1 ? 2 : 4;
  return value.toLocaleString("en-US", { maximumFractionDigits: digits });
}
