/** The desk's own names, for checking those of plugins. */
export interface KnownNames {
  readonly events: readonly string[];
  readonly permissions: readonly string[];
  readonly templateKinds: readonly string[];
  readonly roles: readonly string[];
  readonly errorCodes: readonly string[];
  /** What rooms ask sources for. */
  readonly sourceKinds: readonly string[];
  /** Method and path of the desk's own operations. */
  readonly routes: readonly string[];
}
