import { SupportError } from "../../errors/index.ts";
import { type Grant, type Permission, type Read, type Scope, scopeIn } from "../../kernel/index.ts";
import { suggest } from "../../suggest.ts";
import { grantOfRole } from "../grants.ts";
import { rolesState } from "./book.ts";
import { mostRoles, type RoleRow, roles } from "./schema.ts";

/** All roles: built-in ones first, then those made at run time, by key. */
export async function allRoles(read: Read): Promise<readonly RoleRow[]> {
  const { builtIn } = read.use(rolesState);
  const stored = await read.find(roles, { limit: mostRoles });
  const ofCode = [...builtIn.keys()].map((key) => unstored(read, key));
  return [...ofCode, ...stored.filter(({ key }) => !builtIn.has(key))];
}

/** @throws SupportError NOT_FOUND, or with the given code, naming the nearest */
export async function requireRole(
  read: Read,
  key: string,
  code: "INVALID_INPUT" | "NOT_FOUND" = "NOT_FOUND",
): Promise<RoleRow> {
  if (read.use(rolesState).builtIn.has(key)) return unstored(read, key);
  const role = await read.get(roles, key);
  if (role !== null) return role;
  const known = (await allRoles(read)).map((one) => one.key);
  throw new SupportError(
    code,
    `There is no role "${key}".${suggest(key, known)} Known roles: ${known.join(", ")}.`,
    {
      details: { role: key },
    },
  );
}

/** A role that can be changed. @throws SupportError NOT_FOUND; INVALID_INPUT for a built-in one */
export async function requireOwnRole(read: Read, key: string): Promise<RoleRow> {
  const role = await requireRole(read, key);
  if (role.source === "stored") return role;
  throw new SupportError(
    "INVALID_INPUT",
    `The role "${key}" is built in. Copy it with roles.create({ key, label, copyOf: "${key}" }) and change the copy.`,
    { details: { role: key } },
  );
}

/** The permissions of a role. */
export function grantOf(read: Read, role: RoleRow): Grant {
  return read.use(rolesState).builtIn.get(role.key) ?? grantOfRole(role);
}

/** A built-in role in the form of a row; version 0 marks it as not stored. */
function unstored(read: Read, key: string): RoleRow {
  const { builtIn, permissions } = read.use(rolesState);
  const grant = builtIn.get(key) ?? new Map<Permission, Scope>();
  const granted = permissions.flatMap((permission) => {
    const scope = scopeIn(grant, permission);
    return scope === null ? [] : [[permission, scope] as const];
  });
  return {
    ...{ tenantId: read.tenantId, id: key, version: 0, key, labels: {}, archivedAt: null, source: "code" },
    label: `${key.charAt(0).toUpperCase()}${key.slice(1)}`,
    permissions: Object.fromEntries(granted),
    ...{ createdAt: 0, updatedAt: 0 },
  };
}
