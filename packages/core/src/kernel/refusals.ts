import { SupportError } from "../errors/index.ts";
import type { Code } from "./code.ts";

/** An operation that makes its own commits, called inside another. */
export function standalone(name: string): SupportError {
  const text = `${name} makes its own commits, so it can't be part of another one. Call it on the desk, from a job.`;
  return new SupportError("UNSUPPORTED", text);
}

/** A query that writes. */
export function readOnly(what: string): SupportError {
  return new SupportError("INTERNAL", `A query ${what}. Make it a command.`);
}

/** A plugin's code that does something undeclared. */
export function notDeclared({ id }: Code, what: string, instead: string): SupportError {
  return new SupportError(
    "FORBIDDEN",
    `The plugin "${id}" ${what}, which it has not declared. Use ${instead}.`,
    {
      details: { plugin: id },
    },
  );
}

/** A plugin's code that writes to a table it does not own. */
export function foreignTable({ id }: Code, table: string): SupportError {
  return new SupportError(
    "FORBIDDEN",
    `The plugin "${id}" writes to the table "${table}", which it does not own. Call an operation instead, with tx.call(...).`,
    { details: { plugin: id, table } },
  );
}

/** Keeps a plugin's events in its own namespace. @throws SupportError FORBIDDEN */
export function refuseForeignEvent(code: Code | undefined, type: string): void {
  if (code !== undefined && !type.startsWith(`${code.id}.`))
    throw notDeclared(code, `emits "${type}"`, `an event of its own, such as "${code.id}.done"`);
}

/** Lets a plugin enqueue its own jobs and those of plugins that it depends on. @throws SupportError FORBIDDEN */
export function refuseForeignJob(code: Code | undefined, kind: string): void {
  const owner = kind.split(".")[0] ?? "";
  if (code !== undefined && owner !== code.id && !code.dependsOn.has(owner))
    throw notDeclared(code, `enqueues "${kind}"`, `a job of its own, such as "${code.id}.do"`);
}

/** Keeps a plugin's sequences in its own namespace. @throws SupportError FORBIDDEN */
export function refuseForeignSequence(code: Code | undefined, sequence: string): void {
  if (code !== undefined && sequence !== code.id && !sequence.startsWith(`${code.id}.`))
    throw notDeclared(code, `takes a number of "${sequence}"`, `a sequence of its own, such as "${code.id}"`);
}
