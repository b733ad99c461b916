import { suggest } from "../../suggest.ts";

/** A name that must begin with the id of the plugin. */
export function ownName(part: string, name: string, id: string): readonly string[] {
  return name.startsWith(`${id}.`) && name.length > id.length + 1
    ? []
    : [foreign(part, name, `${id}.${name.split(".").at(-1) || "name"}`)];
}

/** What to say of a name outside the namespace of the plugin. */
export function foreign(part: string, name: string, instead: string): string {
  return `${part}: "${name}" is outside the plugin's own namespace. Name it like "${instead}".`;
}

/** A name that must be one of those that are known. */
export function oneOf(what: string, name: string, known: readonly string[]): readonly string[] {
  if (known.includes(name)) return [];
  return [`${what} "${name}" doesn't exist.${suggest(name, known) || ` Known: ${known.join(", ")}.`}`];
}
