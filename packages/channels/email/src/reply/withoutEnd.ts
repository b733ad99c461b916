/**
 * The text without the characters at its end that match, one by one. A pattern such as `/[-\s]+$/` starts again at every
 * one of a run that is not at the end, so its time grows with the square of the run.
 */
export function withoutEnd(text: string, character: RegExp): string {
  let end = text.length;
  while (end > 0 && character.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
