import { UsageError } from "../../errors.ts";
import { type Token, tokens } from "./lex.ts";
import { adviceOn, adviceOnFunction, CONSTANTS, isFunction } from "./names.ts";
import { operationOf } from "./operations.ts";
import { COMPARISON, PRECEDENCE } from "./precedence.ts";
import { call, number, type Tree, variable } from "./tree.ts";

/** A text that is no expression: where, from 0, and what would be right. */
export class SyntaxProblem extends UsageError {
  constructor(
    argument: string,
    text: string,
    readonly position: number,
    advice: string,
  ) {
    super(argument, text, advice);
  }
}

const MAX_LENGTH = 2000;
const MAX_DEPTH = 100;

/**
 * Text -> tree, by Pratt's method (1973). `variables` are the names that it may use, one an axis; `argument` names the
 * text in errors. Throws `usage` with the position of the first character that is wrong.
 */
export function parse(text: string, variables: readonly string[], argument = "f"): Tree {
  const fail = (position: number, advice: string): never => {
    throw new SyntaxProblem(argument, text, position, advice);
  };
  if (text.length > MAX_LENGTH) fail(MAX_LENGTH, `an expression may have at most ${MAX_LENGTH} characters`);
  const stream = tokens(text, fail);
  let at = 0;
  let depth = 0;
  const peek = () => stream[at] as Token;
  const take = (expected?: string) => {
    const token = peek();
    if (expected !== undefined && token.text !== expected) fail(token.position, `expected ${expected}`);
    at++;
    return token;
  };

  /** An expression whose operators all bind tighter than `least`. */
  function expression(least: number): Tree {
    let left = operand();
    for (let power = binding(peek()); power > least; power = binding(peek())) {
      const { text: sign } = take();
      if (sign === "?") {
        const yes = expression(0);
        take(":");
        left = call(
          "?:",
          left,
          yes,
          nested(() => expression(power - 1)),
        );
        continue;
      }
      // The operators that group to the right take what binds as tightly on their right.
      const right = operator(sign) === "^" ? nested(() => expression(UNARY)) : expression(power);
      if (power === COMPARISON && binding(peek()) === COMPARISON) {
        fail(peek().position, "comparisons do not chain: write a < b && b < c");
      }
      left = call(operator(sign), left, right);
    }
    return left;
  }

  /** What the parse makes inside something: parentheses, arguments, signs, and operators that group right. */
  function nested<T>(make: () => T): T {
    if (++depth > MAX_DEPTH) fail(peek().position, `an expression may nest at most ${MAX_DEPTH} deep`);
    const made = make();
    depth--;
    return made;
  }

  function operand(): Tree {
    const token = take();
    if (token.kind === "number") return noProduct(number(token.value));
    if (token.kind === "name") return named(token);
    if (token.text === "-")
      return call(
        "neg",
        nested(() => expression(UNARY)),
      );
    if (token.text === "+") return nested(() => expression(UNARY));
    if (token.text === "!")
      return call(
        "!",
        nested(() => expression(UNARY)),
      );
    if (token.text !== "(") {
      if (text.trim() === "") fail(token.position, "enter an expression, as in 2*pi");
      const found = token.kind === "end" ? "unexpected end" : `unexpected ${token.text}`;
      return fail(token.position, `${found}: expected a number, a name or (`);
    }
    const inner = nested(() => expression(0));
    take(")");
    return noProduct(inner);
  }

  function named(token: Token): Tree {
    const name = token.text;
    if (peek().text === "(" && peek().kind === "sign") return noProduct(functionCall(token));
    const axis = variables.indexOf(name);
    if (axis >= 0) return noProduct(variable(axis));
    if (Object.hasOwn(CONSTANTS, name)) return noProduct(number(CONSTANTS[name] as number));
    if (isFunction(name)) {
      const [, power, one] = peek().text === "^" ? stream.slice(at).map((next) => next.text) : [];
      const whole = `${name}(…)${power ? `^${power}` : ""}`;
      // sin^-1 is the inverse function to most people.
      const inverse = isFunction(`a${name}`) ? `a${name}(…), or ` : "";
      const meant = power === "-" ? `${one === "1" ? inverse : ""}${name}(…)^-${one}` : whole;
      return fail(token.position, `${name} is a function: write ${meant}`);
    }
    return fail(token.position, adviceOn(name, variables));
  }

  function functionCall(token: Token): Tree {
    const { text: name, position } = token;
    if (!isFunction(name)) {
      const known = variables.includes(name) || Object.hasOwn(CONSTANTS, name);
      fail(position, known ? `${name} is not a function: write ${name}*(…)` : adviceOnFunction(name));
    }
    take("(");
    const args: Tree[] = [];
    if (peek().text !== ")") {
      do args.push(nested(() => expression(0)));
      while (peek().text === "," && take());
    }
    take(")");
    const [least, most] = operationOf(name).arity;
    if (args.length < least || args.length > most) {
      const wants = least === most ? `${least}` : `${least} or more`;
      fail(position, `${name} takes ${wants} argument${wants === "1" ? "" : "s"}, not ${args.length}`);
    }
    return call(name === "ln" ? "log" : name, ...args);
  }

  /** Rejects implicit multiplication: an operand must not follow another. */
  function noProduct(left: Tree): Tree {
    const { kind, text: next, position } = peek();
    if (kind === "number" || kind === "name" || next === "(") {
      const before = (stream[at - 1] as Token).text;
      if (variables.some((one) => one && next === `d${one}`)) fail(position, `leave out ${next}`);
      const meant = WORDS.get(next) ?? `the multiplication: ${before}*${next}`;
      fail(position, `write ${meant}`);
    }
    return left;
  }

  const tree = expression(0);
  const rest = peek();
  const isDecimal = rest.text === "," && [at - 1, at + 1].every((k) => stream[k]?.kind === "number");
  if (rest.kind !== "end")
    fail(rest.position, `unexpected ${rest.text}${isDecimal ? ": decimals take a point" : ""}`);
  return tree;
}

/** Words of other languages, and what this one writes instead. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ["and", "&&"],
  ["or", "||"],
  ["if", "c ? a : b"],
]);

const UNARY = PRECEDENCE.neg as number;

/** How tightly a token binds as an operator between two operands; 0 if it is none. */
function binding({ kind, text }: Token): number {
  return kind === "sign" && text !== "!" ? (PRECEDENCE[operator(text)] ?? 0) : 0;
}

/** The operation that a sign between operands stands for. */
function operator(sign: string): string {
  return sign === "?" ? "?:" : sign === "**" ? "^" : sign;
}
