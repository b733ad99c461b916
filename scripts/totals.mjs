// Prints the totals of tests and gates as one line, and fails when anything failed or no test ran.
import { existsSync, readFileSync } from "node:fs";

const [file, status, gatesPassed, gatesFailed] = process.argv.slice(2);
const empty = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };
const tests = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : empty;

for (const { name, assertionResults } of tests.testResults) {
  for (const { status: outcome, fullName } of assertionResults) {
    if (outcome === "pending" || outcome === "skipped") console.log(`skipped: ${fullName} (${name})`);
  }
}

// A runner that ended badly though no single test failed (a file that does not load, an unhandled rejection) counts too.
const runnerFailed = status !== "0" && tests.numFailedTests === 0 ? 1 : 0;
const passed = tests.numPassedTests + Number(gatesPassed);
const failed = tests.numFailedTests + runnerFailed + Number(gatesFailed);
const skipped = tests.numPendingTests + tests.numTodoTests;
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 || tests.numPassedTests === 0 ? 1 : 0;
