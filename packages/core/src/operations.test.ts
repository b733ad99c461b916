import { describe, expect, test } from "vitest";
import * as z from "zod";
import { isSupportError } from "./errors/index.ts";
import {
  type AnyOperation,
  defineQuery,
  isOperation,
  operationInfo,
  reference,
  referencesOf,
  shapeForAll,
} from "./kernel/index.ts";
import * as operations from "./operations.ts";

const all: readonly (readonly [string, AnyOperation])[] = Object.entries(operations).flatMap(
  ([room, namespace]) =>
    Object.entries(namespace).flatMap(([verb, operation]) =>
      isOperation(operation) ? [[`${room}.${verb}`, operation] as const] : [],
    ),
);

describe("the table of operations", () => {
  test("holds operations and nothing else", () => {
    const others = Object.entries(operations).flatMap(([room, namespace]) =>
      Object.entries(namespace)
        .filter(([, value]) => !isOperation(value))
        .map(([name]) => `${room}.${name}`),
    );
    expect(others).toEqual([]);
  });

  test.each(all)("%s is named after its place, and says what it does in a sentence", (place, operation) => {
    expect(operation.name).toBe(place);
    expect(operation.summary).toMatch(/^[A-Z][a-z]+s\b.*\.$/);
  });

  test.each(all)("%s has a route whose parameters are in its input", (_, { kind, http, input }) => {
    expect(http).toMatch(/^(GET|POST|PUT|PATCH|DELETE) \/[a-z]/);
    expect(http.startsWith("GET ")).toBe(kind === "query");
    const { properties = {} } = z.toJSONSchema(input, { io: "input", unrepresentable: "any" });
    const parameters = [...http.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(parameters));
  });

  test("has no two operations on one route", () => {
    const routes = all.map(([, { http }]) => http.replace(/\{\w+\}/g, "{}"));
    expect(routes.filter((route, at) => routes.indexOf(route) !== at)).toEqual([]);
  });

  test.each(all)("%s describes its input and output as JSON Schema", (_, operation) => {
    const { input, output, customerOutput, customer, anonymous } = operationInfo(operation);
    expect(Object.keys(input).length).toBeGreaterThan(1);
    expect(Object.keys(output).length).toBeGreaterThan(1);
    expect(customerOutput === null).toBe(customer === null && anonymous === null);
  });
});

describe("references in an input", () => {
  const input = z.strictObject({
    plain: reference("case"),
    wrapped: reference("team").nullable().optional(),
    several: z.array(reference("message")).max(5).default([]),
    word: z.string(),
  });

  test("are found behind whatever wraps them", () => {
    expect(referencesOf(input)).toEqual([
      { field: "plain", kind: "case", isList: false },
      { field: "wrapped", kind: "team", isList: false },
      { field: "several", kind: "message", isList: true },
    ]);
  });

  test.each([
    ["none at all", z.strictObject({ word: z.string() }), /has no reference/],
    [
      "one where ownership isn't checked",
      z.strictObject({ caseId: reference("case"), other: z.strictObject({ caseId: reference("case") }) }),
      /nested reference/,
    ],
    [
      "one in a list of objects",
      z.strictObject({
        caseId: reference("case"),
        others: z.array(z.strictObject({ id: reference("case").optional() })),
      }),
      /nested reference/,
    ],
  ])("an operation for customers with %s is refused", (_, refused, message) => {
    const define = () =>
      defineQuery({
        name: "things.get",
        summary: "Gets a thing.",
        input: refused,
        output: shapeForAll("Nothing", z.null()),
        access: { permission: "cases.read", customer: "own" },
        http: "GET /things",
        run: () => null,
      });
    expect(define).toThrow(message);
    try {
      define();
    } catch (error) {
      expect(isSupportError(error) && error.code).toBe("INVALID_CONFIGURATION");
    }
  });
});
