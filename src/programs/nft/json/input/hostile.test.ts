/** Commands in JSON that are garbage: a message, or commands, and never anything else. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { NftContext } from "../../context.ts";
import { NftError } from "../../errors/source.ts";
import { parseJson } from "./main.ts";
import { JsonError } from "./reader.ts";

const ctx = { defines: new Map<string, string>(), includePaths: [] } as unknown as NftContext;

const WORDS = [
  "add",
  "insert",
  "list",
  "table",
  "chain",
  "rule",
  "set",
  "map",
  "element",
  "family",
  "name",
  "type",
  "expr",
  "match",
  "op",
  "left",
  "right",
  "payload",
  "protocol",
  "field",
  "meta",
  "key",
  "elem",
  "val",
  "concat",
  "range",
  "prefix",
  "jhash",
  "mod",
  "fib",
  "flags",
  "result",
  "tcp option",
  "limit",
  "rate",
  "per",
  "ip",
  "saddr",
  "ipv4_addr",
  "second",
  "==",
  "__proto__",
  "constructor",
  "drop",
  "jump",
  "target",
];

const word = fc.constantFrom(...WORDS);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 8 },
    word,
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.string(),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(word, tie("value"), { maxKeys: 4 }),
  ),
}));

function read(text: string): void {
  try {
    parseJson(ctx, { text });
  } catch (error) {
    if (!(error instanceof JsonError) && !(error instanceof NftError)) throw error;
    expect(error.message).not.toBe("");
  }
}

describe("commands in JSON", () => {
  it("are refused with a message when they are garbage", () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 3 }), (nftables) => read(JSON.stringify({ nftables }))),
      { numRuns: 2000 },
    );
  });

  it("are refused with a message when their rules are garbage", () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 3 }), (expr) =>
        read(JSON.stringify({ nftables: [{ add: { rule: { table: "t", chain: "c", expr } } }] })),
      ),
      { numRuns: 2000 },
    );
  });

  it("may be no JSON at all", () => {
    fc.assert(fc.property(fc.string(), (text) => read(text)));
  });
});
