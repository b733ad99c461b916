import { readFileSync } from "node:fs";
import ts from "typescript";

/**
 * Every regular expression of a TypeScript file: literals as they stand, and the places where one is built, whose
 * pattern is known only once the code runs.
 *
 * @param {string} file
 * @returns {readonly { file: string, line: number, source: string | null, flags: string, reason: string | null }[]}
 */
export function findRegexes(file) {
  const text = readFileSync(file, "utf8");
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const lines = text.split("\n");
  const found = [];
  const visit = (node) => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf("/");
      found.push(at(node, node.text.slice(1, end), node.text.slice(end + 1)));
    } else if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && isRegExp(node.expression)) {
      found.push(at(node, null, ""));
    }
    ts.forEachChild(node, visit);
  };
  const at = (node, source, flags) => {
    const line = tree.getLineAndCharacterOfPosition(node.getStart()).line;
    return { file, line: line + 1, source, flags, reason: reasonAbove(lines, line) };
  };
  visit(tree);
  return found;
}

function isRegExp(expression) {
  return ts.isIdentifier(expression) && expression.text === "RegExp";
}

/** What a `// regex:` comment right above the line, or above the statement that it continues, says. */
function reasonAbove(lines, line) {
  for (let above = line - 1; above >= 0 && line - above <= 3; above -= 1) {
    const comment = /^\s*\/\/ regex: (.*)$/.exec(lines[above] ?? "");
    if (comment !== null) return { line: above + 1, text: comment[1].trim() };
  }
  return null;
}
