/**
 * Words, numbers, addresses and operators of pcap-filter(7).
 */
import { parseIpv6 } from "../../../packet/address.ts";
import { FilterError, syntaxError } from "./errors.ts";

/** One of them. */
export type Token =
  | { readonly kind: "word"; readonly text: string; readonly escaped: boolean }
  | { readonly kind: "number"; readonly value: number; readonly text: string }
  /** Two to four decimal numbers with dots: an IPv4 address or the beginning of one. */
  | { readonly kind: "ipv4"; readonly text: string }
  | { readonly kind: "ipv6"; readonly text: string }
  | { readonly kind: "mac"; readonly text: string }
  | { readonly kind: "operator"; readonly text: string }
  /** What is no token; told when it is its turn. */
  | { readonly kind: "wrong"; readonly error: FilterError }
  | { readonly kind: "end" };

/** Names for numbers. */
const CONSTANTS: ReadonlyMap<string, number> = new Map([
  ["icmptype", 0],
  ["icmpcode", 1],
  ["icmp-echoreply", 0],
  ["icmp-unreach", 3],
  ["icmp-sourcequench", 4],
  ["icmp-redirect", 5],
  ["icmp-echo", 8],
  ["icmp-routeradvert", 9],
  ["icmp-routersolicit", 10],
  ["icmp-timxceed", 11],
  ["icmp-paramprob", 12],
  ["icmp-tstamp", 13],
  ["icmp-tstampreply", 14],
  ["icmp-ireq", 15],
  ["icmp-ireqreply", 16],
  ["icmp-maskreq", 17],
  ["icmp-maskreply", 18],
  ["icmp6type", 0],
  ["icmp6code", 1],
  ["icmp6-destinationunreach", 1],
  ["icmp6-packettoobig", 2],
  ["icmp6-timeexceeded", 3],
  ["icmp6-parameterproblem", 4],
  ["icmp6-echo", 128],
  ["icmp6-echoreply", 129],
  ["icmp6-multicastlistenerquery", 130],
  ["icmp6-multicastlistenerreportv1", 131],
  ["icmp6-multicastlistenerdone", 132],
  ["icmp6-routersolicit", 133],
  ["icmp6-routeradvert", 134],
  ["icmp6-neighborsolicit", 135],
  ["icmp6-neighboradvert", 136],
  ["icmp6-redirect", 137],
  ["icmp6-routerrenum", 138],
  ["icmp6-nodeinformationquery", 139],
  ["icmp6-nodeinformationresponse", 140],
  ["icmp6-ineighbordiscoverysolicit", 141],
  ["icmp6-ineighbordiscoveryadvert", 142],
  ["icmp6-multicastlistenerreportv2", 143],
  ["icmp6-homeagentdiscoveryrequest", 144],
  ["icmp6-homeagentdiscoveryreply", 145],
  ["icmp6-mobileprefixsolicit", 146],
  ["icmp6-mobileprefixadvert", 147],
  ["icmp6-certpathsolicit", 148],
  ["icmp6-certpathadvert", 149],
  ["icmp6-multicastrouteradvert", 151],
  ["icmp6-multicastroutersolicit", 152],
  ["icmp6-multicastrouterterm", 153],
  ["tcpflags", 13],
  ["tcp-fin", 0x01],
  ["tcp-syn", 0x02],
  ["tcp-rst", 0x04],
  ["tcp-push", 0x08],
  ["tcp-ack", 0x10],
  ["tcp-urg", 0x20],
  ["tcp-ece", 0x40],
  ["tcp-cwr", 0x80],
]);

const SPACE = /^[ \r\n\t]+/;
const OPERATOR = /^(&&|\|\||>=|<=|!=|==|<<|>>|[-+*/%&|^()[\]<>=!:])/;
const MAC =
  /^([0-9A-Fa-f]{1,2}([:.-])[0-9A-Fa-f]{1,2}(?:\2[0-9A-Fa-f]{1,2}){4}|[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}|[0-9A-Fa-f]{12})(?![-_.:A-Za-z0-9])/;
const IPV6 = /^[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*/;
const IPV4 = /^\d+(\.\d+){1,3}(?![-_A-Za-z0-9]|\.[-_A-Za-z0-9])/;
const NUMBER = /^(0[xX][0-9A-Fa-f]+|\d+)(?![-_.A-Za-z0-9]*[.A-Za-z0-9])/;
const WORD = /^[A-Za-z0-9]([-_.A-Za-z0-9]*[.A-Za-z0-9])?/;
/** Longest expression that is looked at. */
const MAX_LENGTH = 1 << 16;

/** Cuts an expression into tokens; the last one is `end`. */
export function tokenize(text: string): Token[] {
  if (text.length > MAX_LENGTH) throw new FilterError("expression is too long");
  const tokens: Token[] = [];
  let rest = text;
  while (rest !== "") {
    const space = SPACE.exec(rest);
    if (space) {
      rest = rest.slice(space[0].length);
      continue;
    }
    const [token, length] = nextTokenOrWrong(rest);
    tokens.push(token);
    rest = rest.slice(length);
  }
  tokens.push({ kind: "end" });
  return tokens;
}

function nextTokenOrWrong(rest: string): [Token, number] {
  try {
    return nextToken(rest);
  } catch (error) {
    if (error instanceof FilterError) return [{ kind: "wrong", error }, rest.length];
    throw error;
  }
}

function nextToken(rest: string): [Token, number] {
  const mac = MAC.exec(rest);
  if (mac) return [{ kind: "mac", text: mac[0] }, mac[0].length];
  const ipv6 = IPV6.exec(rest)?.[0];
  if (ipv6 !== undefined && ipv6.length > 1 && !isBareColon(rest)) {
    if (parseIpv6(ipv6)) return [{ kind: "ipv6", text: ipv6 }, ipv6.length];
    if (/^[0-9A-Fa-f]*:[0-9A-Fa-f]*:/.test(ipv6)) throw new FilterError(`bogus IPv6 address ${ipv6}`);
  }
  const ipv4 = IPV4.exec(rest)?.[0];
  if (ipv4 !== undefined) return [{ kind: "ipv4", text: ipv4 }, ipv4.length];
  const number = NUMBER.exec(rest)?.[0];
  if (number !== undefined)
    return [{ kind: "number", value: parseNumber(number), text: number }, number.length];
  if (rest[0] === "\\") {
    const word = /^[^ !()\n\t]+/.exec(rest.slice(1))?.[0];
    if (word === undefined) throw syntaxError();
    return [{ kind: "word", text: word, escaped: true }, word.length + 1];
  }
  const word = WORD.exec(rest)?.[0];
  if (word !== undefined) {
    const constant = CONSTANTS.get(word);
    if (constant !== undefined) return [{ kind: "number", value: constant, text: word }, word.length];
    return [{ kind: "word", text: word, escaped: false }, word.length];
  }
  const operator = OPERATOR.exec(rest)?.[0];
  if (operator === undefined) throw syntaxError();
  return [{ kind: "operator", text: operator }, operator.length];
}

/** A colon between two numbers of a byte accessor is no address. */
function isBareColon(rest: string): boolean {
  return /^\d*\s*:\s*[124]\s*\]/.test(rest);
}

function parseNumber(text: string): number {
  const value = /^0[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number(text);
  if (/^0\d*[89]/.test(text)) throw new FilterError(`number ${text} contains non-octal digit`);
  if (value > 0xffffffff) throw new FilterError(`number ${text} overflows 32 bits`);
  return value;
}
