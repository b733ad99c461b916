declare const gap: unique symbol;

/** The host's types that operations depend on. */
export interface HostTypes {
  /** The host's own fields of cases. */
  readonly caseFields: object;
  /** Functions that ask the host about a customer, by name. */
  readonly contextSources: object;
}

/** For code without a host: plugins, and calls inside a commit. */
export interface AnyHost extends HostTypes {
  readonly caseFields: Readonly<Record<string, unknown>>;
  readonly contextSources: Readonly<Record<string, (...given: never[]) => unknown>>;
}

/**
 * A type with a gap for the host's types. Extend it, and write `type` in terms of `this["host"]`.
 *
 * @internal
 */
export interface Generic {
  readonly [gap]: true;
  readonly host: HostTypes;
  readonly type: unknown;
}

/** A type with its gap filled; any other type unchanged. */
export type Filled<T, Host> = T extends Generic ? (T & { readonly host: Host })["type"] : T;
