export { checkPlugins, type KnownNames } from "./checks/index.ts";
export { codeOf } from "./code.ts";
export {
  type AnyPlugin,
  definePlugin,
  type Grantee,
  type PluginCalls,
  type PluginDefinition,
  type PluginTemplate,
} from "./definePlugin.ts";
export { type PluginHost, pluginLife, type Startable } from "./life.ts";
export { orderPlugins } from "./order.ts";
