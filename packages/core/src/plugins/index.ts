export { checkPlugins } from "./checks/index.ts";
export type { KnownNames } from "./checks/knownNames.ts";
export { codeOf } from "./code.ts";
export {
  type AnyPlugin,
  definePlugin,
  type Grantee,
  type PluginCalls,
  type PluginDefinition,
  type PluginTemplate,
} from "./definePlugin.ts";
export type { PluginHost } from "./host.ts";
export { pluginLife, type Startable } from "./life.ts";
export { orderPlugins } from "./order.ts";
