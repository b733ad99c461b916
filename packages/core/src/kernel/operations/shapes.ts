import * as z from "zod";
import { SupportError } from "../../errors/index.ts";
import type { Bytes } from "../../ports/index.ts";
import { requireZod4 } from "../zod4.ts";
import type { Output } from "./output.ts";

/**
 * A result that is not a row: figures, reports. Staff only: what a plugin or a room computes for staff must not reach
 * customers by mistake. Operations that are open to customers need a view, or {@link shapeForAll}.
 */
export function shape<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
): Output<z.output<Schema>, z.output<Schema>, never> {
  requireZod4(`${name}: output`, schema);
  return {
    name,
    table: null,
    isNothing: false,
    isForCustomers: false,
    schema: () => schema,
    project(result, viewer) {
      if (viewer === "customer") throw notForCustomers(name);
      return result;
    },
  };
}

/** A result that is not a row and has nothing to hide from customers. */
export function shapeForAll<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
): Output<z.output<Schema>, z.output<Schema>, z.output<Schema>> {
  requireZod4(`${name}: output`, schema);
  return {
    name,
    table: null,
    isNothing: false,
    isForCustomers: true,
    schema: () => schema,
    project: (result) => result,
  };
}

/** Bytes: streamed over HTTP, left out where there is only text. */
export const file: Output<Bytes, Bytes, Bytes> = shapeForAll("File", z.instanceof(Uint8Array));

/** Nothing is returned. */
export const nothing: Output<void, void, void> = {
  name: null,
  table: null,
  isNothing: true,
  isForCustomers: true,
  schema: () => z.null(),
  project: () => undefined,
};

/** Never shown to customers and visitors. */
export function notForCustomers(name: string): SupportError {
  return new SupportError("FORBIDDEN", `${name} is not visible to customers.`);
}
