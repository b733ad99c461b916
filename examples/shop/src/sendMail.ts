import { parseArgs } from "node:util";
import { createTransport } from "nodemailer";
import { deskAddress } from "./desk.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    from: { type: "string", default: "You <you@mail.example>" },
    port: { type: "string", default: "2525" },
  },
});
const [subject = "Hello", text = "Is there anybody there?"] = positionals;

try {
  const transport = createTransport({ host: "127.0.0.1", port: Number(values.port), ignoreTLS: true });
  const { response } = await transport.sendMail({ from: values.from, to: deskAddress, subject, text });
  console.log(`Sent to ${deskAddress}: ${response}`);
} catch (error) {
  const why = error instanceof Error ? error.message : String(error);
  console.error(`Not sent: ${why}\nIs the shop running? Start it with: npm start`);
  process.exitCode = 1;
}
