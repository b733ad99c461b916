import {
  type Actor,
  type AnyOperation,
  type BuiltInRole,
  type Grant,
  type Permission,
  rolePermissions,
  stateKey,
  wholeTenant,
} from "../../kernel/index.ts";

/** Roles and permissions defined in code, including those of plugins. */
export interface RoleBook {
  /** Built-in roles by key, including permissions of plugins. */
  readonly builtIn: ReadonlyMap<string, Grant>;
  /** Permissions of actors other than agents, by kind. */
  readonly byKind: ReadonlyMap<Actor["kind"], Grant>;
  /** All permissions. */
  readonly permissions: readonly Permission[];
  /** Permissions that accept a scope narrower than the tenant. */
  readonly scopable: () => ReadonlySet<Permission>;
}

export const rolesState = stateKey<RoleBook>("agents");

/** Permissions of plugins, each with those who get it by default. */
export type BroughtPermissions = readonly (readonly [Permission, readonly string[]])[];

const ofBots: readonly Permission[] = ["cases.read", "cases.reply", "cases.write", "notes.write"];

export function roleBook(
  own: readonly Permission[],
  brought: BroughtPermissions,
  operations: () => readonly AnyOperation[],
): RoleBook {
  const permissions = [...new Set([...own, ...brought.map(([permission]) => permission)])];
  const more = (grantee: string) =>
    brought.flatMap(([permission, grantees]) => (grantees.includes(grantee) ? [permission] : []));
  const granted = (key: BuiltInRole): Grant => {
    const given: "all" | readonly Permission[] = rolePermissions[key];
    return given === "all" ? given : wholeTenant([...given, ...more(key)]);
  };
  let scopable: ReadonlySet<Permission> | undefined;
  return {
    builtIn: new Map(
      (Object.keys(rolePermissions) as BuiltInRole[]).map((key) => [key, granted(key)] as const),
    ),
    byKind: new Map<Actor["kind"], Grant>([
      ["host", "all"],
      ["system", "all"],
      ["bot", wholeTenant([...ofBots, ...more("bot")])],
      ["customer", wholeTenant(more("customer"))],
      ["anonymous", wholeTenant(more("anonymous"))],
    ]),
    permissions,
    scopable() {
      scopable ??= scopableBy(operations());
      return scopable;
    },
  };
}

/**
 * Permissions that are only about cases: operations that require them can be narrowed, and none of them is unrelated to
 * cases.
 */
function scopableBy(operations: readonly AnyOperation[]): ReadonlySet<Permission> {
  const narrowed = new Set(besideOthers);
  const whole = new Set<Permission | null>();
  for (const { access } of operations) {
    if (access.cases === "none") whole.add(access.permission);
    else if (access.cases !== undefined && access.permission !== null) narrowed.add(access.permission);
  }
  return new Set([...narrowed].filter((permission) => !whole.has(permission)));
}

/** Checked inside operations that require another permission. */
const besideOthers: readonly Permission[] = ["notes.read"];
