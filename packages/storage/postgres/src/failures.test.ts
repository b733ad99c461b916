import { describe, expect, test } from "vitest";
import { isRefusal, StatementError, sqlState, toSupportError } from "./failures.ts";

function failing(code: string): StatementError {
  return new StatementError(0, Object.assign(new Error("it failed"), { code }));
}

describe("failures", () => {
  test.each(["EPIPE", "EPERM", "EBADF", "ECONNRESET"])("%s is a broken connection, not a refusal", (code) => {
    expect(sqlState(failing(code))).toBeUndefined();
    expect(isRefusal(failing(code))).toBe(false);
    expect(toSupportError(failing(code))).toMatchObject({
      code: "STORAGE_UNAVAILABLE",
      retryable: true,
      details: {},
    });
  });

  test.each([
    ["23505", true],
    ["40P01", true],
    ["55P03", true],
    ["57014", true],
    ["57P01", false],
    ["08006", false],
    ["58030", false],
  ])("whether %s tells that nothing was kept: %s", (code, isOne) => {
    expect(sqlState(failing(code))).toBe(code);
    expect(isRefusal(failing(code))).toBe(isOne);
  });
});
