import { PrismaPg } from "@prisma/adapter-pg";
import { getPrismaClient } from "@prisma/client/runtime/client";

/** The part of a Prisma client that the tests use. */
export interface PrismaTransaction {
  $executeRawUnsafe(sql: string, ...values: unknown[]): Promise<number>;
  $queryRawUnsafe(sql: string, ...values: unknown[]): Promise<unknown>;
}

export interface PrismaClient extends PrismaTransaction {
  $transaction<Result>(work: (transaction: PrismaTransaction) => Promise<Result>): Promise<Result>;
  $disconnect(): Promise<void>;
}

/**
 * The Prisma client as `prisma generate` makes it for a schema without models: its engine is the WebAssembly in the
 * package, and nothing has to be generated or downloaded.
 */
export function prismaClient(connectionString: string): PrismaClient {
  const Client = getPrismaClient({
    previewFeatures: [],
    clientVersion: "7.10.0",
    engineVersion: "d1b3f377ca835d73fd50954a5e22128b9ebdd6b8",
    activeProvider: "postgresql",
    inlineSchema: 'datasource db {\n  provider = "postgresql"\n}\n',
    runtimeDataModel: { models: {}, enums: {}, types: {} },
    parameterizationSchema: { strings: [], graph: "AAAAAAAA" },
    compilerWasm: {
      getRuntime: async () => await import("@prisma/client/runtime/query_compiler_fast_bg.postgresql.mjs"),
      async getQueryCompilerWasmModule() {
        const { wasm } = await import(
          "@prisma/client/runtime/query_compiler_fast_bg.postgresql.wasm-base64.mjs"
        );
        // Node.js has it, its types do not.
        const { Module } = Reflect.get(globalThis, "WebAssembly");
        return new Module(Buffer.from(wasm, "base64"));
      },
      importName: "./query_compiler_fast_bg.js",
    },
  });
  return new Client({ adapter: new PrismaPg({ connectionString }) }) as unknown as PrismaClient;
}
