import type { AnyPlugin } from "../definePlugin.ts";
import type { KnownNames } from "./knownNames.ts";
import { migrationProblems } from "./migrations.ts";
import { foreign, oneOf, ownName } from "./naming.ts";
import { sourceProblems } from "./sources.ts";

const actingKinds = ["agent", "customer", "anonymous", "bot", "system"];

/** Names outside the plugin's own namespace, and unknown names. */
export function nameProblems(plugin: AnyPlugin, known: KnownNames): readonly string[] {
  const { id, tables = [], jobs = {}, templates = [], templateKinds = {}, actsAs = [] } = plugin;
  return [
    ...tables.flatMap(({ name }) => (isOwnTable(id, name) ? [] : [foreign("tables", name, `${id}Rows`)])),
    ...Object.entries(jobs).flatMap(([kind, handler]) => [
      ...ownName("jobs", kind, id),
      ...(typeof handler?.run === "function" ? [] : [`jobs: "${kind}" needs a run() function.`]),
    ]),
    ...sweepProblems(plugin),
    ...(plugin.schedules ?? []).flatMap(({ name }) => ownName("schedules", String(name), id)),
    ...(plugin.walks ?? []).flatMap(({ name }) => ownName("walks", String(name), id)),
    ...migrationProblems(plugin),
    ...sourceProblems(plugin, known),
    ...permissionProblems(plugin, known),
    ...Object.keys(templateKinds).flatMap((kind) => ownName("templateKinds", kind, id)),
    ...templates.flatMap(({ key, kind = "reply" }) => [
      ...ownName("templates", key, id),
      ...oneOf(`templates: "${key}": the kind`, kind, [
        ...known.templateKinds,
        ...Object.keys(templateKinds),
      ]),
    ]),
    ...actsAs.flatMap((kind) => oneOf("actsAs:", kind, actingKinds)),
    ...errorProblems(plugin, known.errorCodes),
  ];
}

/** What workers claim rows by. */
const claimed = ["dueAt", "leasedUntil", "fence"];

function sweepProblems({ id, sweeps = [], tables = [] }: AnyPlugin): readonly string[] {
  const own = new Set(tables.map(({ name }) => name));
  return sweeps.flatMap(({ name, table, handle }) => {
    if (typeof handle !== "function" || table === undefined)
      return [`sweeps: "${name}" is not a sweep. Create sweeps with defineSweep.`];
    return [
      ...ownName("sweeps", name, id),
      ...(own.has(table.name)
        ? []
        : [`sweeps: "${name}" sweeps the table "${table.name}", which is not one of the plugin's tables.`]),
      ...claimed.flatMap((column) =>
        Object.hasOwn(table.columns ?? {}, column)
          ? []
          : [`sweeps: "${name}" needs a column "${column}" in the table "${table.name}".`],
      ),
    ];
  });
}

function permissionProblems({ id, permissions = {} }: AnyPlugin, { roles }: KnownNames): readonly string[] {
  const grantees = [...roles, "bot", "customer", "anonymous"];
  return Object.entries(permissions).flatMap(([permission, given]) => [
    ...ownName("permissions", permission, id),
    ...(Array.isArray(given) ? given : [given]).flatMap((grantee: unknown) =>
      oneOf(`permissions: "${permission}":`, String(grantee), grantees),
    ),
  ]);
}

function errorProblems({ id, errors = {} }: AnyPlugin, taken: readonly string[]): readonly string[] {
  const prefix = `${id.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}_`;
  return Object.entries<{ readonly status: number } | undefined>(errors).flatMap(([code, traits]) => {
    const status = traits?.status;
    const isStatus = Number.isInteger(status) && status !== undefined && status >= 400 && status <= 599;
    return [
      ...(code.startsWith(prefix) && !taken.includes(code)
        ? []
        : [foreign("errors", code, `${prefix}FAILED`)]),
      ...(isStatus ? [] : [`errors: "${code}" needs a status from 400 to 599.`]),
    ];
  });
}

function isOwnTable(id: string, name: string): boolean {
  return name === id || (name.startsWith(id) && /^[A-Z0-9_]/.test(name.slice(id.length)));
}
