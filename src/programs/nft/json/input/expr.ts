/** Expressions of JSON. Source: `src/parser_json.c` (`json_parse_expr`) of nftables 1.0.6. */

import * as nft from "../../../../netlink/nf-tables.ts";
import type { BinaryOp, Elem, Expr, VerdictExpr } from "../../ast.ts";
import { BOOLEAN } from "../../datatypes/index.ts";
import { INTERNAL } from "../../errors/source.ts";
import type { Load } from "../../fields/load.ts";
import { osfLoad, osfTtl } from "../../fields/osf-load.ts";
import { protoByName } from "../../fields/proto.ts";
import { XFRM_DIRECTIONS, xfrmByName } from "../../fields/xfrm.ts";
import { parseLoad } from "../../parser/load.ts";
import { TokenStream } from "../../parser/stream.ts";
import {
  isArray,
  isObject,
  type JsonReader,
  kindOf,
  numberOf,
  type Parsed,
  type ParsedObject,
  stringOf,
  stringsOf,
} from "./reader.ts";

type Read = (r: JsonReader, value: Parsed) => Expr;

const loc = INTERNAL;

const VERDICTS: Readonly<Record<string, number>> = {
  accept: nft.NF_ACCEPT,
  drop: nft.NF_DROP,
  continue: nft.NFT_CONTINUE,
  jump: nft.NFT_JUMP,
  goto: nft.NFT_GOTO,
  return: nft.NFT_RETURN,
};

export function readVerdict(r: JsonReader, name: string, value: Parsed): VerdictExpr | undefined {
  if (!Object.hasOwn(VERDICTS, name)) return undefined;
  const code = VERDICTS[name];
  if (name !== "jump" && name !== "goto") return { k: "verdict", code, loc };
  return { k: "verdict", code, chain: stringOf(r.need(value, "target:s"), "target"), loc };
}

/** A field by its words in the language. */
function loadOf(r: JsonReader, ...words: readonly (string | undefined)[]): Load | undefined {
  const text = words.filter((word) => word !== undefined && word !== "").join(" ");
  if (!/^[\w@,. [\]-]+$/.test(text)) return undefined;
  const stream = new TokenStream(r.ctx, { text });
  const load = parseLoad(stream);
  return load !== undefined && stream.atEnd ? load : undefined;
}

function field(load: Load | undefined, r: JsonReader, message: string): Expr {
  return load === undefined ? r.fail(message) : { k: "load", load, loc };
}

const payload: Read = (r, value) => {
  const object = r.object(value);
  const base = stringOf(object, "base");
  if (base !== undefined) {
    const offset = numberOf(object, "offset");
    const length = numberOf(object, "len");
    if (!["ll", "nh", "th", "ih"].includes(base)) r.fail(`Invalid payload base '${base}'.`);
    return field(loadOf(r, `@${base},${offset},${length}`), r, "Invalid payload expression format.");
  }
  const protocol = stringOf(object, "protocol");
  const name = stringOf(object, "field");
  if (protocol === undefined || name === undefined) return r.fail("Invalid payload expression format.");
  if (protoByName(protocol) === undefined) r.fail(`Unknown payload protocol '${protocol}'.`);
  return field(loadOf(r, protocol, name), r, `Unknown ${protocol} field '${name}'.`);
};

const option =
  (prefix: string): Read =>
  (r, value) => {
    const object = r.object(value);
    const base = numberOf(object, "base");
    const place = `@${base},${numberOf(object, "offset")},${numberOf(object, "len")}`;
    const name = stringOf(object, "name");
    const load =
      base === undefined ? loadOf(r, prefix, name, stringOf(object, "field")) : loadOf(r, prefix, place);
    return field(load, r, `Unknown ${prefix} name '${name ?? ""}'.`);
  };

const exthdr: Read = (r, value) => {
  const object = r.need(value, "name:s");
  const name = stringOf(object, "name");
  const part = stringOf(object, "field");
  const load = part === undefined ? loadOf(r, "exthdr", name) : loadOf(r, name, part);
  return field(load, r, `Unknown exthdr protocol '${name}'.`);
};

const meta: Read = (r, value) => {
  const key = stringOf(r.need(value, "key:s"), "key");
  return field(loadOf(r, "meta", key), r, "Unknown meta key.");
};

const ct: Read = (r, value) => {
  const object = r.need(value, "key:s");
  const key = stringOf(object, "key");
  const dir = stringOf(object, "dir");
  if (dir !== undefined && dir !== "original" && dir !== "reply") r.fail(`Invalid direction '${dir}'.`);
  return field(loadOf(r, "ct", dir, stringOf(object, "family"), key), r, `Unknown ct key '${key}'.`);
};

const rt: Read = (r, value) => {
  const object = r.need(value, "key:s");
  const key = stringOf(object, "key");
  return field(loadOf(r, "rt", stringOf(object, "family"), key), r, `Unknown rt key '${key}'.`);
};

const socket: Read = (r, value) => {
  const key = stringOf(r.need(value, "key:s"), "key");
  return field(loadOf(r, "socket", key), r, "Invalid socket key value.");
};

function offsetText(object: ParsedObject): string {
  const offset = numberOf(object, "offset") ?? 0;
  return offset === 0 ? "" : `offset ${offset}`;
}

const numgen: Read = (r, value) => {
  const object = r.need(value, "mode:s mod:i");
  const mode = stringOf(object, "mode");
  if (mode !== "inc" && mode !== "random") r.fail(`Unknown numgen mode '${mode}'.`);
  const load = loadOf(r, "numgen", mode, "mod", String(object.mod), offsetText(object));
  return field(load, r, "Invalid numgen.");
};

const osf: Read = (r, value) => {
  const object = r.need(value, "key:s");
  const key = stringOf(object, "key");
  if (key !== "name" && key !== "version") r.fail(`Invalid osf key value.`);
  const word = stringOf(object, "ttl");
  const ttl = word === undefined ? 0 : (osfTtl(word) ?? r.fail(`Invalid osf ttl option '${word}'.`));
  return field(osfLoad(ttl, key === "version"), r, "Invalid osf.");
};

const ipsec: Read = (r, value) => {
  const object = r.need(value, "key:s dir:s");
  const direction = XFRM_DIRECTIONS.indexOf(stringOf(object, "dir") ?? "");
  if (direction < 0) r.fail(`Invalid ipsec dir value.`);
  const place = numberOf(object, "spnum") ?? 0;
  return field(
    xfrmByName(stringOf(object, "key") ?? "", stringOf(object, "family"), direction, place),
    r,
    "Invalid ipsec.",
  );
};

const symhash: Read = (r, value) => {
  const object = r.need(value, "mod:i");
  const load = loadOf(r, "symhash mod", String(object.mod), offsetText(object));
  return field(load, r, "Invalid symhash.");
};

const jhash: Read = (r, value) => {
  const object = r.need(value, "mod:i expr:o");
  return {
    k: "hash",
    key: readExpr(r, object.expr),
    modulus: numberOf(object, "mod") ?? 1,
    seed: numberOf(object, "seed"),
    offset: numberOf(object, "offset") ?? 0,
    loc,
  };
};

const fib: Read = (r, value) => {
  const object = r.need(value, "result:s");
  const result = stringOf(object, "result") ?? "";
  if (!["oif", "oifname", "type"].includes(result)) r.fail(`Invalid fib result '${result}'.`);
  const load = loadOf(r, "fib", stringsOf(object.flags).join(" . "), result);
  return field(load, r, "Invalid fib flags.");
};

const binary =
  (op: BinaryOp): Read =>
  (r, value) => {
    if (!isArray(value) || value.length < 2) return r.fail("Failed to parse binop expression.");
    const [first, ...rest] = value.map((each) => readExpr(r, each));
    return rest.reduce((left, right): Expr => ({ k: "binop", op, left, right, loc }), first);
  };

const list = (r: JsonReader, value: Parsed, what: string): Expr[] => {
  if (!isArray(value)) return r.fail(`Unexpected JSON type ${kindOf(value)} for ${what} expression.`);
  return value.map((each) => readExpr(r, each));
};

const range: Read = (r, value) => {
  const items = list(r, value, "range");
  if (items.length !== 2) r.fail("Range expression needs exactly two values.");
  return { k: "range", low: items[0], high: items[1], loc };
};

const prefix: Read = (r, value) => {
  const object = r.need(value, "addr:o len:i");
  return { k: "prefix", base: readExpr(r, object.addr), length: numberOf(object, "len") ?? 0, loc };
};

const map: Read = (r, value) => {
  const object = r.need(value, "key:o data:o");
  return { k: "map", key: readExpr(r, object.key), data: readExpr(r, object.data), loc };
};

const READERS: Readonly<Record<string, Read>> = {
  payload,
  exthdr,
  "tcp option": option("tcp option"),
  "ip option": option("ip option"),
  "sctp chunk": option("sctp chunk"),
  meta,
  ct,
  rt,
  socket,
  numgen,
  symhash,
  ipsec,
  osf,
  jhash,
  fib,
  "|": binary("|"),
  "^": binary("^"),
  "&": binary("&"),
  ">>": binary(">>"),
  "<<": binary("<<"),
  concat: (r, value) => ({ k: "concat", items: list(r, value, "concat"), loc }),
  set: (r, value) => ({ k: "set", elems: readElems(r, value), loc }),
  range,
  prefix,
  map,
};

export function readExpr(r: JsonReader, value: Parsed | undefined): Expr {
  if (typeof value === "string") {
    if (value.startsWith("@")) return { k: "setref", name: value.slice(1), loc };
    return value === "*" ? { k: "any", loc } : { k: "symbol", text: value, quoted: false, loc };
  }
  if (typeof value === "number") return { k: "symbol", text: String(value), quoted: false, loc };
  if (typeof value === "boolean") return { k: "value", type: BOOLEAN, bits: 8, value: BigInt(value), loc };
  if (isArray(value)) return { k: "list", items: value.map((each) => readExpr(r, each)), loc };
  if (!isObject(value)) return r.fail(`Unexpected expression type ${kindOf(value)}.`);
  const entries = Object.entries(value);
  if (entries.length !== 1) return r.fail("Expected exactly one property.");
  const [[name, body]] = entries;
  const verdict = readVerdict(r, name, body ?? null);
  if (verdict !== undefined) return verdict;
  if (!Object.hasOwn(READERS, name)) return r.fail(`Unknown expression type '${name}'.`);
  return READERS[name](r, body ?? null);
}

/** A key with what belongs to it, or the key alone. */
export function readKey(r: JsonReader, value: Parsed): Omit<Elem, "data"> {
  if (!isObject(value) || !Object.hasOwn(value, "elem")) return { key: readExpr(r, value), loc };
  const object = r.need(value.elem, "val:o");
  const timeout = numberOf(object, "timeout");
  const expires = numberOf(object, "expires");
  return {
    key: readExpr(r, object.val),
    timeout: timeout === undefined ? undefined : timeout * 1000,
    expires: expires === undefined ? undefined : expires * 1000,
    comment: stringOf(object, "comment"),
    loc,
  };
}

/** Elements: keys, or pairs of keys and what they lead to. */
export function readElems(r: JsonReader, value: Parsed | undefined): Elem[] {
  const items = isArray(value) ? value : value === undefined || value === null ? [] : [value];
  return items.map((each): Elem => {
    if (!isArray(each)) return readKey(r, each);
    if (each.length !== 2) return r.fail("Expected an array with two elements.");
    return { ...readKey(r, each[0]), data: readExpr(r, each[1]) };
  });
}
