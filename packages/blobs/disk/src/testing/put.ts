// Writes a file once, as soon as it has its bytes. Whoever started it kills it meanwhile.
import { buffer } from "node:stream/consumers";
import { writeDurably } from "../durable.ts";

const [root = "", folder = "", file = ""] = process.argv.slice(2);
const bytes = await buffer(process.stdin);
process.stdout.on("error", () => undefined).write("ready\n");
await writeDurably(root, folder, file, bytes);
