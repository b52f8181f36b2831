import fc from "fast-check";
import { expect, test } from "vitest";
import { AwkSyntaxError } from "./lexer.ts";
import { parseAwk } from "./parser.ts";

const WORDS =
  'BEGIN END { } ( ) [ ] ; , + - * / % ^ ! < > | ? : ~ $ = += ++ -- == && || !~ >> \n # " \\ /x/ "s" 1 .5 x f( function if else while for do in getline print printf next exit return delete length substr('.split(
    " ",
  );

test("any sequence of words is a program or a syntax error", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...WORDS), { maxLength: 40 }),
      fc.constantFrom("", " "),
      (words, between) => {
        try {
          expect(parseAwk(words.join(between)).rules).toBeDefined();
        } catch (error) {
          expect(error).toBeInstanceOf(AwkSyntaxError);
        }
      },
    ),
    { numRuns: 2000 },
  );
});

test("deep nesting is refused", () => {
  for (const text of [
    `{x=${"(".repeat(5000)}`,
    `{${"!".repeat(5000)}1}`,
    `${"{".repeat(5000)}`,
    `{$${"$".repeat(5000)}1}`,
    `{x${"=x".repeat(5000)}}`,
    `{x${"^x".repeat(5000)}}`,
  ])
    expect(() => parseAwk(text)).toThrow(AwkSyntaxError);
});
