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

/** What the code says of roles and permissions: that of the desk, and of its plugins. */
export interface RoleBook {
  /** What the code's roles may do, by key, permissions of plugins included. */
  readonly builtIn: ReadonlyMap<string, Grant>;
  /** What actors that are not agents may do, by their kind. */
  readonly byKind: ReadonlyMap<Actor["kind"], Grant>;
  /** All permissions that there are. */
  readonly permissions: readonly Permission[];
  /** Those that can be for some cases only: an operation that asks for them can be narrowed. */
  readonly scopable: () => ReadonlySet<Permission>;
}

export const rolesState = stateKey<RoleBook>("agents");

/** Permissions that plugins bring, each with who is given it by the code. */
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
 * Permissions that are about cases: what asks for them can be narrowed, and nothing that asks for them is about the
 * whole tenant.
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

/** Asked for inside operations that ask for another one. */
const besideOthers: readonly Permission[] = ["notes.read"];
