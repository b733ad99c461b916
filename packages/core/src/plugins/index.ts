export {
  type AnyPlugin,
  definePlugin,
  type PluginContext,
  type PluginDefinition,
  type PluginServices,
  type PluginTemplate,
} from "./definePlugin.ts";
export { orderPlugins } from "./order.ts";
