/** Words that several kinds of objects have. */
import { FAMILIES } from "../hooks.ts";
import { type JsonReader, type ParsedObject, stringOf } from "../json/input/reader.ts";
import type { TokenStream } from "../parser/stream.ts";

const PROTOCOLS: readonly (readonly [string, number])[] = [
  ["udp", 17],
  ["tcp", 6],
];

/** `tcp` or `udp` */
export function parseProtocol(s: TokenStream): number {
  const word = s.oneOf(PROTOCOLS.map(([name]) => name));
  return PROTOCOLS.find(([name]) => name === word)?.[1] ?? 0;
}

const NAMES: ReadonlyMap<number, string> = new Map([
  [0, "ip"],
  [6, "tcp"],
  [17, "udp"],
  [33, "dccp"],
  [132, "sctp"],
  [136, "udplite"],
]);

/** What a listing calls a protocol. */
export function protocolName(number: number): string {
  return NAMES.get(number) ?? "unknown";
}

/** A family by name. */
export function parseFamilyName(s: TokenStream): number {
  if (!s.isWord() || !Object.hasOwn(FAMILIES, s.token.text)) return s.fail();
  return FAMILIES[s.next().text];
}

/** `"protocol": "tcp"` */
export function protocolOf(r: JsonReader, object: ParsedObject): number {
  const name = stringOf(object, "protocol");
  const found = PROTOCOLS.find(([known]) => known === name);
  return name === undefined ? 0 : (found?.[1] ?? r.fail(`Invalid ct helper protocol '${name}'.`));
}

/** `"l3proto": "ip"`; 0: that of the table. */
export function familyOfJson(object: ParsedObject): number {
  return FAMILIES[stringOf(object, "l3proto") ?? ""] ?? 0;
}
