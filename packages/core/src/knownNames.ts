import { coreEvents, corePermissions, sourceKinds } from "./coreNames.ts";
import { errorCodes } from "./errors/index.ts";
import { isOperation, rolePermissions } from "./kernel/index.ts";
import * as operations from "./operations.ts";
import type { KnownNames } from "./plugins/index.ts";
import { ownTemplateKinds } from "./templates/index.ts";

/** The names that what plugins say is checked against. */
export const knownNames: KnownNames = {
  events: coreEvents,
  permissions: corePermissions,
  templateKinds: ownTemplateKinds,
  roles: Object.keys(rolePermissions),
  errorCodes: Object.keys(errorCodes),
  sourceKinds,
  routes: Object.values(operations)
    .flatMap((namespace) => Object.values(namespace))
    .flatMap((operation) => (isOperation(operation) ? [operation.http] : [])),
};
