declare module "@prisma/client/runtime/query_compiler_fast_bg.mysql.mjs" {
  type Loading = NonNullable<import("@prisma/client/runtime/client").GetPrismaClientConfig["compilerWasm"]>;
  type Runtime = Awaited<ReturnType<Loading["getRuntime"]>>;
  export const __wbg_set_wasm: Runtime["__wbg_set_wasm"];
  export const QueryCompiler: Runtime["QueryCompiler"];
}

declare module "@prisma/client/runtime/query_compiler_fast_bg.mysql.wasm-base64.mjs" {
  /** The engine, in base64. */
  export const wasm: string;
}
