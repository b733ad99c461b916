import * as z from "zod";
import type { Access, AnyOperation, OperationKind } from "./operation.ts";

/** An operation as listed by `support.operations`: everything that documentation and servers derive from it. */
export interface OperationInfo {
  readonly name: string;
  readonly kind: OperationKind;
  readonly summary: string;
  /** Method and path, with fields of the input in braces. */
  readonly http: string;
  /** JSON Schema (2020-12) of the input. */
  readonly input: Readonly<Record<string, unknown>>;
  /** JSON Schema (2020-12) of the output for staff. */
  readonly output: Readonly<Record<string, unknown>>;
  /** JSON Schema of the output for customers and visitors; null if they can't call it. */
  readonly customerOutput: Readonly<Record<string, unknown>> | null;
  readonly permission: Access["permission"];
  /** What customers may do with it; null: nothing. */
  readonly customer: "own" | "scoped" | null;
  /** What visitors may do with it; null: nothing. */
  readonly anonymous: "own" | "scoped" | null;
}

/** Describes an operation. Schemas are created lazily. */
export function operationInfo(operation: AnyOperation): OperationInfo {
  const { name, kind, summary, http, input, output, access } = operation;
  const isForCustomers = access.customer !== undefined || access.anonymous !== undefined;
  const made = new Map<string, Readonly<Record<string, unknown>>>();
  const once = (which: string, schema: () => z.ZodType, io: "input" | "output") => {
    const known = made.get(which) ?? jsonSchema(schema(), io);
    made.set(which, known);
    return known;
  };
  return {
    ...{ name, kind, summary, http },
    get input() {
      return once("input", () => input, "input");
    },
    get output() {
      return once("output", () => output.schema("staff"), "output");
    },
    get customerOutput() {
      return isForCustomers ? once("customerOutput", () => output.schema("customer"), "output") : null;
    },
    permission: access.permission,
    customer: access.customer ?? null,
    anonymous: access.anonymous ?? null,
  };
}

function jsonSchema(schema: z.ZodType, io: "input" | "output"): Readonly<Record<string, unknown>> {
  const made: object = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override({ zodSchema, jsonSchema: json }) {
      if (zodSchema instanceof z.ZodCustom) {
        // Bytes; other custom checks are explained in their description.
        if (zodSchema._zod.bag.Class === Uint8Array)
          Object.assign(json, { type: "string", contentEncoding: "base64" });
      }
      // The range of JavaScript's safe integers says nothing about the value.
      if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum;
      if (json.minimum === Number.MIN_SAFE_INTEGER) delete json.minimum;
    },
  });
  return Object.fromEntries(Object.entries(made));
}
