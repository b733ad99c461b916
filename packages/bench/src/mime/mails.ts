import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const KIB = 1024;

/** The mails of the shared test data next to the repository; none if it is missing. */
export function corpusMails(): readonly Buffer[] {
  for (let place = dirname(fileURLToPath(import.meta.url)); ; place = dirname(place)) {
    const folder = join(place, "shared", "data", "mail");
    if (existsSync(folder)) return filesBelow(folder).map((path) => readFileSync(path));
    if (place === dirname(place)) return [];
  }
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesBelow(path) : [path]))
    .filter((path) => /\.(?:eml|msg)$/.test(path));
}

/** An HTML-only newsletter, laid out in tables. */
export function newsletter(kib: number): Buffer {
  const row =
    '<tr><td style="padding: 12px; font-family: Arial, sans-serif; color: #333333" align="left"><a href="https://shop.example/lamp/8812" style="color: #0066cc">Table lamp 8812</a><p style="margin: 0 0 8px 0">Warm light for a small desk, now with a longer cord.</p><img src="https://shop.example/lamp.png" alt="A lamp" width="120"></td></tr>\r\n';
  const rows = row.repeat(Math.ceil((kib * KIB) / row.length));
  return Buffer.from(
    `From: Lamp House <news@lamp.example>\r\nTo: ann@home.example\r\nSubject: New lamps\r\nMessage-ID: <1@lamp.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><head><title>New lamps</title></head><body><table>${rows}</table></body></html>\r\n`,
  );
}
