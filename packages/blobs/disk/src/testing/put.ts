// Writes the bytes from standard input to a file once, so that a test can kill it while it writes.
import { buffer } from "node:stream/consumers";
import { writeDurably } from "../durable.ts";

const [root = "", folder = "", file = ""] = process.argv.slice(2);
const bytes = await buffer(process.stdin);
process.stdout.on("error", () => undefined).write("ready\n");
await writeDurably(root, folder, file, bytes);
