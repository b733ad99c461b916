import { readFileSync } from "node:fs";
import ts from "typescript";

/**
 * @typedef {object} FoundRegex
 * @property {string} file
 * @property {number} line
 * @property {string | null} source Null where the pattern is put together by code.
 * @property {string} flags
 * @property {string | null} reason Why it need not be judged: what the `// bounded:` comment above it says.
 */

/**
 * Every regular expression of a TypeScript file: literals, and the places where one is built, whose pattern is known
 * only once the code runs. Reasons that stand above no regular expression come back as `stray`.
 *
 * @param {string} file
 * @returns {{ found: FoundRegex[], stray: { file: string, line: number }[] }}
 */
export function findRegexes(file) {
  const text = readFileSync(file, "utf8");
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const lines = text.split("\n");
  const used = new Set();
  const found = [];
  const add = (node, source, flags) => {
    const index = tree.getLineAndCharacterOfPosition(node.getStart()).line;
    const reason = reasonAt(lines, index - 1);
    if (reason !== null) used.add(index - 1);
    found.push({ file, line: index + 1, source, flags, reason });
  };
  const visit = (node) => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf("/");
      add(node, node.text.slice(1, end), node.text.slice(end + 1));
    } else if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && isRegExp(node.expression)) {
      add(node, null, "");
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  const stray = lines.flatMap((_line, index) =>
    reasonAt(lines, index) !== null && !used.has(index) ? [{ file, line: index + 1 }] : [],
  );
  return { found, stray };
}

function isRegExp(expression) {
  if (ts.isIdentifier(expression)) return expression.text === "RegExp";
  return ts.isPropertyAccessExpression(expression) && expression.name.text === "RegExp";
}

/** What a `// bounded:` comment on a line says, or null. */
function reasonAt(lines, index) {
  return /^\s*\/\/ bounded: *(\S.*)$/.exec(lines[index] ?? "")?.[1] ?? null;
}
