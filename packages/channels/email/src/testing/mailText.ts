/** A message as bytes: header lines, a blank line, the body. Lines end in CR LF. */
export function mailText(headers: Readonly<Record<string, string>>, body = "Hello"): Uint8Array {
  const lines = Object.entries({ From: "ann@customer.example", ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return Buffer.from([...lines, "", body].join("\n").replace(/\r?\n/g, "\r\n"));
}
