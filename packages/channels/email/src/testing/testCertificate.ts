import { execFileSync } from "node:child_process";

/** Key and certificate of a host that only this test knows. */
export function testCertificate(): { readonly key: string; readonly cert: string } {
  const pem = execFileSync(
    "openssl",
    [
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-days",
      "1",
      "-subj",
      "/CN=localhost",
      "-keyout",
      "-",
      "-out",
      "-",
    ],
    { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
  );
  const start = pem.indexOf("-----BEGIN CERTIFICATE");
  return { key: pem.slice(0, start), cert: pem.slice(start) };
}
