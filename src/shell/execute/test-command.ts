/** `[[ … ]]`. */
import type { TestBinaryExpression, TestExpression } from "unbash";
import { posixRegExp } from "../../programs/lib/text/regexp.ts";
import { ArithmeticError } from "../arithmetic.ts";
import { arithmetic } from "../assign.ts";
import { fileComparison, NUMERIC_OPERATORS, unaryTest } from "../conditional.ts";
import { expandPattern, expandRegExp, expandString } from "../expand/word.ts";
import { patternRegExp } from "../pattern.ts";
import type { Shell } from "../shell.ts";
import { trace } from "./simple.ts";

/** A condition that cannot be evaluated: status 2. */
export class TestFailure {}

/** Evaluates it, the words of its right sides as patterns or regular expressions. */
export async function evaluateTest(shell: Shell, expression: TestExpression): Promise<boolean> {
  switch (expression.type) {
    case "TestUnary": {
      const operand = await expandString(shell, expression.operand);
      await show(shell, [expression.operator, operand]);
      return unaryTest(shell, expression.operator, operand);
    }
    case "TestBinary":
      return binary(shell, expression);
    case "TestNot": {
      const value = await evaluateTest(shell, expression.operand);
      return expression.negations.length % 2 === 1 ? !value : value;
    }
    case "TestGroup":
      return evaluateTest(shell, expression.expression);
    case "TestLogical": {
      const stop = expression.operator === "||";
      for (const operand of expression.operands) {
        if ((await evaluateTest(shell, operand)) === stop) return stop;
      }
      return !stop;
    }
  }
}

async function show(shell: Shell, words: readonly string[]): Promise<void> {
  if (shell.options.on("xtrace")) await trace(shell, `[[ ${words.map((word) => word || "''").join(" ")} ]]`);
}

async function binary(shell: Shell, expression: TestBinaryExpression): Promise<boolean> {
  const { operator } = expression;
  const left = await expandString(shell, expression.left);
  if (operator === "=~") {
    const pattern = await expandRegExp(shell, expression.right);
    await show(shell, [left, operator, pattern]);
    return matches(shell, left, pattern);
  }
  if (operator === "==" || operator === "=" || operator === "!=") {
    const pattern = await expandPattern(shell, expression.right);
    await show(shell, [left, operator, pattern]);
    const ignoreCase = shell.options.shopted("nocasematch");
    return (
      patternRegExp(shell.units(pattern), { extglob: true, ignoreCase }).test(shell.units(left)) ===
      (operator !== "!=")
    );
  }
  const right = await expandString(shell, expression.right);
  await show(shell, [left, operator, right]);
  if (operator === "<") return left < right;
  if (operator === ">") return left > right;
  const compared = fileComparison(shell, operator, left, right);
  if (compared !== undefined) return compared;
  return NUMERIC_OPERATORS[operator](number(shell, left), number(shell, right));
}

function number(shell: Shell, text: string): bigint {
  try {
    return arithmetic(shell, text);
  } catch (error) {
    if (!(error instanceof ArithmeticError)) throw error;
    shell.error(`[[: ${error.message}`);
    throw new TestFailure();
  }
}

function matches(shell: Shell, text: string, pattern: string): boolean {
  const regExp = posixRegExp(pattern, shell.options.shopted("nocasematch"));
  if (!regExp) throw new TestFailure();
  const match = regExp.exec(text);
  if (match)
    shell.setArray(
      "BASH_REMATCH",
      match.map((group) => group ?? ""),
    );
  else shell.setArray("BASH_REMATCH", []);
  return match !== null;
}
