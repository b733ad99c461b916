import {
  analyzeSync,
  type Context,
  type Emitter,
  ForTag,
  IfTag,
  isTruthy,
  Output,
  type Template,
  type Token,
  TypeGuards,
  toValueSync,
  type Value,
} from "liquidjs";
import { sizeOf, workOfStep } from "./budget.ts";

/** Renders one stretch of a template. */
export type Step = (context: Context, emitter: Emitter) => void;

/**
 * A parsed template as plain functions. Liquid runs a template with generators, several for each output; the
 * surrounding text, plain variables and conditions are most of a template and need none. Everything else is left to
 * Liquid, and every variable is looked up by Liquid's own rules.
 */
export function stepsOf(templates: readonly Template[]): Step {
  const steps = templates.map(stepOf);
  return (context, emitter) => {
    for (const step of steps) {
      context.memoryLimit.use(workOfStep);
      step(context, emitter);
      if (context.breakCalled || context.continueCalled) return;
    }
  };
}

function stepOf(template: Template): Step {
  const { token } = template;
  if (TypeGuards.isHTMLToken(token)) {
    const text = token.getContent();
    return (_, emitter) => emitter.write(text);
  }
  if (template instanceof Output) {
    const path = plainPath(template.value);
    if (path !== null) return (context, emitter) => emitter.write(context.getSync(path));
  }
  if (template instanceof IfTag) {
    const branches = template.branches.map(({ value, templates }) => ({
      holds: conditionOf(value),
      inside: stepsOf(templates),
    }));
    const otherwise = stepsOf(template.elseTemplates ?? []);
    return (context, emitter) => {
      const branch = branches.find(({ holds }) => holds(context));
      (branch?.inside ?? otherwise)(context, emitter);
    };
  }
  if (template instanceof ForTag) {
    const loop = loopOf(template);
    if (loop !== null) return loop;
  }
  return leftToLiquid(template);
}

function leftToLiquid(template: Template): Step {
  return (context, emitter) => {
    const written: unknown = toValueSync(template.render(context, emitter));
    if (written) emitter.write(written);
  };
}

/** A loop over a variable, without `limit`, `offset`, `reversed`, and without using `forloop`. */
function loopOf(tag: ForTag): Step | null {
  const { collection, variable, templates, elseTemplates, hash } = tag;
  const path = pathOf(collection);
  const body = analyzeSync(templates, { partials: false });
  if (path === null || Object.keys(hash.hash).length > 0 || "forloop" in body.variables) return null;
  const inside = stepsOf(templates);
  const otherwise = stepsOf(elseTemplates);
  const slowly = leftToLiquid(tag);
  // Where a later loop with `offset: continue` resumes, as Liquid remembers it.
  const continueRegister = `continue-${variable}-${collection.getText()}`;

  return (context, emitter) => {
    const items: unknown = context.getSync(path);
    if (!Array.isArray(items)) return slowly(context, emitter);
    if (items.length === 0) return otherwise(context, emitter);
    context.memoryLimit.use(sizeOf(items));
    context.setRegister(continueRegister, items.length);
    const scope: Record<string, unknown> = Object.create(null);
    context.push(scope);
    for (const item of items) {
      scope[variable] = item;
      context.continueCalled = context.breakCalled = false;
      inside(context, emitter);
      if (context.breakCalled) break;
    }
    context.continueCalled = context.breakCalled = false;
    context.pop();
  };
}

function conditionOf(value: Value): (context: Context) => boolean {
  const path = plainPath(value);
  if (path !== null) return (context) => isTruthy(context.getSync(path), context);
  return (context) => isTruthy(toValueSync(value.value(context)), context);
}

function plainPath({ initial, filters }: Value): (string | number)[] | null {
  return filters.length > 0 || initial.postfix.length !== 1 ? null : pathOf(initial.postfix[0]);
}

/** The names of `case.code`; null for anything but a variable, and for computed names. */
function pathOf(token: Token | undefined): (string | number)[] | null {
  if (!TypeGuards.isPropertyAccessToken(token) || token.variable !== undefined) return null;
  const path: (string | number)[] = [];
  for (const name of token.props) {
    const isPlain =
      TypeGuards.isWordToken(name) || TypeGuards.isQuotedToken(name) || TypeGuards.isNumberToken(name);
    if (!isPlain) return null;
    path.push(name.content);
  }
  return path;
}
