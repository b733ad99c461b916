import { AssignTag, analyzeSync, ForTag, type Template, TypeGuards, Value, Variable } from "liquidjs";
import { nearest } from "../suggest.ts";
import { anything, follow, itemOf, type ObjectShape, pathsOf, type Shape, type Step } from "./shapes.ts";

/** A problem in a template. */
export interface Problem {
  readonly what: "variable" | "filter" | "tag" | "syntax" | "limit";
  /** The variable, filter or tag; null for other problems. */
  readonly name: string | null;
  readonly suggestion: string | null;
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

type Names = ReadonlyMap<string, Shape>;

const deepestNesting = 30;
/** Maximum names in a variable's path, and nesting of computed names. */
const longestPath = 20;
const deepestLookup = 8;
/** Maximum names assigned with `assign` and `capture`. */
const mostVariables = 200;
const text: Shape = { of: "text" };
const number: Shape = { of: "number" };
const loop: Shape = {
  of: "object",
  fields: {
    first: { of: "boolean" },
    last: { of: "boolean" },
    index: number,
    index0: number,
    rindex: number,
    rindex0: number,
    length: number,
  },
};

/** Filters whose result has the same shape as their input, or is one item of a list. */
const keepingShape = new Set(["compact", "default", "reverse", "sort", "sort_natural", "uniq", "where"]);
const takingItem = new Set(["first", "last"]);

export interface Findings {
  readonly problems: readonly Problem[];
  /** First names of the variables used: `customer`, `sla`. */
  readonly roots: ReadonlySet<string>;
}

/** Finds variables that are not in the catalogue, through loops and assignments. */
export function findUnknownVariables(parsed: readonly Template[], catalogue: ObjectShape): Findings {
  const problems: Problem[] = [];
  const roots = new Set<string>();
  const assigned = new Map<string, Shape>();

  const lookUp = (path: readonly Step[], names: Names): Shape | null => {
    const [root, ...rest] = path;
    if (typeof root !== "string") return null;
    const local = names.get(root) ?? assigned.get(root);
    if (local !== undefined) return follow(local, rest);
    roots.add(root);
    return follow(catalogue, path);
  };

  const visit = (templates: readonly Template[], names: Names, depth: number): void => {
    for (const template of templates) {
      if (depth > deepestNesting) {
        problems.push(limitPassed(template, `Tags are nested more than ${deepestNesting} deep`));
        return;
      }
      for (const variable of variablesOf(template)) {
        if (exceeds(variable, deepestLookup))
          problems.push(
            limitPassed(
              template,
              `Variables are looked up more than ${deepestLookup} deep or by more than ${longestPath} names`,
            ),
          );
        else if (lookUp(pathOf(variable), names) === null)
          problems.push(unknownVariable(variable, catalogue, names, assigned));
      }
      for (const identifier of template.localScope?.() ?? []) {
        const shape = template instanceof AssignTag ? assignedShape(template, names) : text;
        assigned.set(identifier.content, assigned.has(identifier.content) ? anything : shape);
      }
      const inner = template instanceof ForTag ? withLoop(template, names) : names;
      visit(childrenOf(template), inner, depth + 1);
    }
  };

  const assignedShape = (tag: AssignTag, names: Names): Shape => {
    const [value] = tag.arguments();
    if (!(value instanceof Value)) return anything;
    const [token, ...operators] = value.initial.postfix;
    if (operators.length > 0 || !TypeGuards.isPropertyAccessToken(token)) return anything;
    const [variable] = variablesOf({ token: tag.token, render: () => null, arguments: () => [token] });
    let shape = variable === undefined ? null : lookUp(pathOf(variable), names);
    for (const { name } of value.filters) {
      if (shape === null) break;
      if (takingItem.has(name)) shape = itemOf(shape);
      else if (!keepingShape.has(name)) shape = anything;
    }
    return shape ?? anything;
  };

  const withLoop = (tag: ForTag, names: Names): Names => {
    const [variable] = TypeGuards.isPropertyAccessToken(tag.collection) ? variablesOf(tag) : [];
    const collection = variable === undefined ? anything : (lookUp(pathOf(variable), names) ?? anything);
    return new Map([...names, [tag.variable, itemOf(collection)], ["forloop", loop]]);
  };

  visit(parsed, new Map(), 0);
  const [first] = parsed;
  if (assigned.size > mostVariables && first !== undefined)
    problems.push(limitPassed(first, `More than ${mostVariables} variables are assigned`));
  return { problems, roots };
}

/** The variables of one tag or output, excluding its content. */
function variablesOf(template: Template): readonly Variable[] {
  if (template.arguments === undefined) return [];
  const alone = {
    token: template.token,
    render: () => null,
    arguments: () => template.arguments?.() ?? [],
  };
  return Object.values(analyzeSync([alone], { partials: false }).variables).flat();
}

function childrenOf(template: Template): readonly Template[] {
  if (template.children === undefined) return [];
  // A generator that returns the children; it only yields to load partials, and there are none.
  const step = template.children(false, true).next();
  return step.done === true ? step.value : [];
}

function pathOf({ segments }: Variable): readonly Step[] {
  return segments.map((segment) => (segment instanceof Variable ? null : segment));
}

function exceeds({ segments }: Variable, deepest: number): boolean {
  if (deepest === 0 || segments.length > longestPath) return true;
  return segments.some((segment) => segment instanceof Variable && exceeds(segment, deepest - 1));
}

function unknownVariable(variable: Variable, catalogue: ObjectShape, names: Names, assigned: Names): Problem {
  const name = String(variable);
  const locals = [...names, ...assigned].flatMap(([local, shape]) => pathsOf(shape, local));
  const known = [...pathsOf(catalogue), ...locals].map(({ path }) => path);
  const branches = known.flatMap((path) =>
    path.split(".").map((_, at, all) => all.slice(0, at + 1).join(".")),
  );
  const { row: line, col: column } = variable.location;
  return {
    what: "variable",
    name,
    suggestion: nearest(name, [...new Set([...known, ...branches])]),
    message: `Unknown template variable "${name}"`,
    line,
    column,
  };
}

function limitPassed({ token }: Template, message: string): Problem {
  const [line, column] = token.getPosition();
  return {
    what: "limit",
    name: null,
    suggestion: null,
    message,
    line: line ?? 1,
    column: column ?? 1,
  };
}
