export { codeOf } from "./code.ts";
export {
  type AnyPlugin,
  definePlugin,
  type Grantee,
  type PluginCalls,
  type PluginContext,
  type PluginDefinition,
  type PluginServices,
  type PluginTemplate,
} from "./definePlugin.ts";
export { orderPlugins } from "./order.ts";
