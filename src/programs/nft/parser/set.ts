/** What stands in the braces of a set or map. */
import type { Elem, Stmt } from "../ast.ts";
import type { SetSpec, TypeSpec } from "../command.ts";
import { type DataType, typeByName } from "../datatypes/index.ts";
import { type Loc, NftError } from "../errors/source.ts";
import { INVALID } from "../evaluate/evaluator.ts";
import { type StoredField, storedField } from "../fields/load.ts";
import { parseSet, parseTimeToken } from "./expr.ts";
import { parseLoad } from "./load.ts";
import { parseStateful } from "./stmt.ts";
import type { TokenStream } from "./stream.ts";

const FLAGS = new Set(["constant", "interval", "timeout", "dynamic"]);

/** Words of the language that are names of types, too. */
const TYPE_WORDS = new Set(["mark", "time", "ecn", "dscp", "classid", "string"]);

function parseTypes(s: TokenStream): TypeSpec {
  const types: DataType[] = [];
  const locs: Loc[] = [];
  do {
    const token = s.isWord() && (!s.isKeyword || TYPE_WORDS.has(s.token.text)) ? s.next() : s.fail();
    locs.push(token.loc);
    const type = typeByName(token.text);
    if (type === undefined) throw new NftError(`unknown datatype ${token.text}`, token.loc);
    types.push(type);
  } while (s.accept("."));
  return { types, bits: types.map((type) => type.bits), locs };
}

/** What of a connection depends on a protocol that nothing here says. */
const OPEN = /^ct (?:original |reply )?(?:proto-(?:src|dst)|[sd](addr))$/;

/** `typeof ip saddr . tcp dport` */
function parseTypeOf(s: TokenStream): TypeSpec {
  const types: DataType[] = [];
  const bits: number[] = [];
  const locs: Loc[] = [];
  const texts: string[] = [];
  const fields: StoredField[] = [];
  do {
    s.variable();
    const { token } = s;
    const load = s.in("field", () => parseLoad(s));
    if (load === undefined && (token.kind === "number" || (token.kind === "word" && !s.isKeyword)))
      throw new NftError("primary expression type 'symbol' lacks typeof serialization", s.next().loc);
    if (load === undefined) return s.fail();
    const open = load.kind === "ct" && OPEN.exec(load.text);
    types.push(open ? INVALID : load.type);
    bits.push(open && open[1] === "addr" ? 0 : load.bits);
    locs.push(s.locFrom(token.loc));
    texts.push(load.text);
    fields.push(storedField(load));
  } while (s.accept("."));
  return { types, bits, locs, typeOf: texts.join(" . "), fields };
}

const OBJECTS = new Set(["counter", "quota", "limit", "secmark", "synproxy"]);

/** Options that only sets have. */
const NOT_OF_MAPS: ReadonlySet<string> = new Set(["gc-interval", "auto-merge"]);

/** What a map maps to must be something that can be kept as it was written. */
function parseDataTypeOf(s: TokenStream): TypeSpec {
  const { token } = s;
  if ((token.kind === "word" && !s.isKeyword) || token.kind === "number")
    throw new NftError("map data type 'symbol' lacks typeof serialization", s.next().loc);
  return parseTypeOf(s);
}

/** In the order of the language's words. */
const EXPECTED_FLAGS = "constant or interval or dynamic or timeout";

/** @param where what mistakes point to; the block where it is not given */
export function parseSetSpec(s: TokenStream, map: boolean, where?: Loc): SetSpec {
  const open = s.expect("{").loc;
  let key: TypeSpec | undefined;
  let data: SetSpec["data"];
  let object: string | undefined;
  const flags = new Set<string>();
  let rest: Partial<SetSpec> = {};
  const stmts: Stmt[] = [];
  let elements: readonly Elem[] | undefined;
  s.block(() => {
    const word = s.token.text;
    if (word === "type" || word === "typeof") {
      s.next();
      const read = word === "type" ? s.within("type", () => parseTypes(s)) : parseTypeOf(s);
      if (!map && !s.atSeparator) s.fail("newline or semicolon or .");
      if (map && !s.is(":")) s.fail("colon or .");
      if (s.accept(":")) {
        const interval = s.accept("interval") !== undefined;
        if (s.is("verdict")) {
          s.next();
          data = "verdict";
          if (!s.atSeparator) s.fail("newline or semicolon or .");
        } else if (word === "type" && OBJECTS.has(s.token.text)) object = s.next().text;
        else if (word === "typeof" && OBJECTS.has(s.token.text)) s.fail();
        else {
          const said = word === "type" ? s.within("type", () => parseTypes(s)) : parseDataTypeOf(s);
          // what it is the type of is not kept then
          data = interval ? { ...said, typeOf: undefined, interval } : said;
          if (!s.atSeparator)
            s.fail(
              s.is("}") && data.typeOf !== undefined ? "newline or semicolon" : "newline or semicolon or .",
            );
        }
        if (!s.atSeparator) s.fail("newline or semicolon");
      }
      key = read;
    } else if (word === "flags") {
      s.next();
      do {
        const flag = s.isWord() && FLAGS.has(s.token.text) ? s.next().text : s.fail(EXPECTED_FLAGS);
        flags.add(flag);
      } while (s.accept(","));
      if (!s.atSeparator) s.fail("newline or semicolon or comma");
    } else if (word === "elements") {
      s.next();
      s.expect("=");
      s.variable();
      if (!s.is("{")) s.fail("'{' or '$'");
      ({ elems: elements } = parseSet(s));
    } else {
      const option = map && NOT_OF_MAPS.has(word) ? undefined : parseOption(s);
      if (option !== undefined) rest = { ...rest, ...option };
      else {
        if (s.is("ct") && s.ahead(1).text !== "count") {
          s.next();
          s.within("ct", () => s.fail("count"));
        }
        const stmt = parseStateful(s);
        if (stmt === undefined) return s.fail();
        stmts.push(stmt);
        if (!s.atSeparator) s.fail();
      }
    }
    if ((word !== "elements" && word !== "auto-merge") || !s.is("}")) s.endStatement();
  });
  const loc = where ?? s.locFrom(open);
  s.expect("}");
  return { loc, map, key, data, object, flags, autoMerge: false, stmts, elements, ...rest };
}

function parseOption(s: TokenStream): Partial<SetSpec> | undefined {
  switch (s.token.text) {
    case "timeout":
      s.next();
      return { timeout: parseTimeToken(s) };
    case "gc-interval":
      s.next();
      return { gcInterval: parseTimeToken(s) };
    case "size":
      s.next();
      return { size: s.number() };
    case "policy":
      s.next();
      if (!s.is("memory") && !s.is("performance")) s.fail("memory or performance");
      return { policy: s.next().text };
    case "auto-merge":
      s.next();
      return { autoMerge: true };
    case "comment":
      s.next();
      return { comment: s.text() };
    default:
      return undefined;
  }
}
