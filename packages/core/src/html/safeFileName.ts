/** Maximum name length in bytes: file systems allow 255, and programs append to it. */
const mostBytes = 200;
const mostExtension = 20;

/** Device names reserved by Windows, with any extension and leading spaces. */
const devices = /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³]) *(?:\.|$)/i;

/**
 * A file name that is safe to display and save on any system: without folders, streams (`a.txt:ads`), control and
 * invisible characters, bidi controls (`invoice\u202Efdp.exe`), leading and trailing dots and spaces, and device names
 * (`CON.txt`). An empty result becomes `file`.
 */
export function safeFileName(name: string): string {
  const readable = name
    .slice(0, 10_000)
    .normalize("NFC")
    .replace(/[\p{Cs}\p{Co}\p{Cn}\uFEFF]/gu, "")
    .replace(/[\s\p{Cc}\p{Z}]+/gu, " ")
    // Joiners are needed in emoji and Persian words, and emoji have a variation selector; others of their kind only
    // deceive.
    .replace(/(?!\u200C|\u200D|\uFE0F)(?:\p{DI}|\p{Cf}|\u2800)/gu, "")
    .replace(/(?<=\u200C|\u200D|\uFE0F|^)(?:\u200C|\uFE0F)+/gu, "")
    .replace(
      /(?<![^ -\u024F])(?:\u200C|\u200D|\uFE0F)+|(?<!\u200C|\u200D)(?:\u200C|\u200D)+(?![^ -\u024F])/gu,
      "",
    )
    .replace(/ {2,}/g, " ");

  const last = readable.split(/[\\/]/).findLast((part) => /[^. ]/.test(part)) ?? "";
  const plain = withoutEnds(last.replace(/[<>:"|?*]/g, "_"));
  const named = /[^._ ]/.test(plain) ? plain : "file";
  return shortened(devices.test(named) ? `_${named}` : named);
}

const ends = ". \u200C\u200D";

/** Without the dots and spaces that systems drop, or that hide a file. */
function withoutEnds(name: string): string {
  let from = 0;
  let to = name.length;
  while (from < to && ends.includes(name.charAt(from))) from++;
  while (to > from && ends.includes(name.charAt(to - 1))) to--;
  return name.slice(from, to);
}

/** Shortened in the middle, so that the extension stays. */
function shortened(name: string): string {
  const encoder = new TextEncoder();
  if (encoder.encode(name).length <= mostBytes) return name;
  const dot = name.lastIndexOf(".");
  const extension = dot > 0 && name.length - dot <= mostExtension ? name.slice(dot) : "";
  const left = mostBytes - encoder.encode(extension).length;
  let stem = "";
  let bytes = 0;
  for (const character of name.slice(0, name.length - extension.length)) {
    bytes += encoder.encode(character).length;
    if (bytes > left) break;
    stem += character;
  }
  return `${withoutEnds(stem)}${extension}`;
}
