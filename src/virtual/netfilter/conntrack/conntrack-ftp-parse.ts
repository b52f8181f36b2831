/**
 * Where an FTP server or client says that it listens: in commands and answers.
 *
 * Source: `net/netfilter/nf_conntrack_ftp.c`.
 */
import { parseIpv6 } from "../../../packet/address.ts";
import { NFPROTO_IPV4, NFPROTO_IPV6 } from "../hook-numbers.ts";

/** `enum nf_ct_ftp_type` */
export const NF_CT_FTP_PORT = 0;
export const NF_CT_FTP_PASV = 1;
export const NF_CT_FTP_EPRT = 2;
export const NF_CT_FTP_EPSV = 3;

const COMMA = 0x2c;
const DOT = 0x2e;
const CR = 0x0d;
const SPACE = 0x20;
const OPEN = 0x28;
const CLOSE = 0x29;

/** What was found in a text; of IPv4 only the last word of the address counts. */
export class FtpCommand {
  l3num = 0;
  readonly address = new Int32Array(4);
  port = 0;
  /** Which words of the text it is. */
  at = 0;
  length = 0;
  type = 0;
}

const numbers = new Uint32Array(6);

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;

/** `count` numbers (`try_number`). @param term what comes behind; 0: anything @returns how long they are; 0: it is something else */
function tryNumbers(
  text: Uint8Array,
  from: number,
  end: number,
  count: number,
  sep: number,
  term: number,
): number {
  numbers.fill(0);
  let found = 0;
  for (let at = from; at < end && found < count; at++) {
    const byte = text[at];
    if (isDigit(byte)) numbers[found] = numbers[found] * 10 + byte - 0x30;
    else if (byte === sep) found++;
    else return (byte === term || term === 0) && found === count - 1 ? at - from : 0;
  }
  return 0;
}

/** `get_port` @returns the place behind the delimiter; 0: none */
function getPort(text: Uint8Array, from: number, end: number, delimiter: number, into: FtpCommand): number {
  let port = 0;
  for (let at = from; at < end; at++) {
    if (text[at] === delimiter) {
      if (port === 0) return 0;
      into.port = port;
      return at + 1;
    }
    if (!isDigit(text[at])) return 0;
    port = (port * 10 + text[at] - 0x30) & 0xffff;
  }
  return 0;
}

function setIpv4(into: FtpCommand): void {
  into.address.fill(0);
  into.address[3] = (numbers[0] << 24) | (numbers[1] << 16) | (numbers[2] << 8) | numbers[3];
}

type GetNumber = (text: Uint8Array, from: number, end: number, term: number, into: FtpCommand) => number;

/** `192,168,0,1,5,6` (`try_rfc959`) */
const tryRfc959: GetNumber = (text, from, end, term, into) => {
  const length = tryNumbers(text, from, end, 6, COMMA, term);
  if (length === 0) return 0;
  setIpv4(into);
  into.port = ((numbers[4] << 8) | numbers[5]) & 0xffff;
  return length;
};

/** The same behind any words (`try_rfc1123`). */
const tryRfc1123: GetNumber = (text, from, end, _term, into) => {
  let at = from;
  while (at < end && !isDigit(text[at])) at++;
  if (at === end) return 0;
  into.at = at;
  return tryRfc959(text, at, end, 0, into);
};

const isDelimiter = (byte: number): boolean => !isDigit(byte) && byte >= 33 && byte <= 126;

/** `|1|132.235.1.2|6275|` (`try_eprt`) */
const tryEprt: GetNumber = (text, from, end, _term, into) => {
  if (end - from <= 3) return 0;
  const delimiter = text[from];
  if (!isDelimiter(delimiter) || text[from + 2] !== delimiter) return 0;
  const v4 = text[from + 1] === 0x31;
  if (into.l3num === NFPROTO_IPV4 && !v4) return 0;
  if (into.l3num === NFPROTO_IPV6 && text[from + 1] !== 0x32) return 0;
  const length = v4
    ? tryNumbers(text, from + 3, end, 4, DOT, delimiter)
    : tryIpv6(text, from + 3, end, delimiter, into);
  if (length === 0) return 0;
  if (v4) setIpv4(into);
  const behind = getPort(text, from + 3 + length + 1, end, delimiter, into);
  return behind === 0 ? 0 : behind - from;
};

/** The longest that an address can be. */
const IPV6_TEXT = 45;

function tryIpv6(text: Uint8Array, from: number, end: number, delimiter: number, into: FtpCommand): number {
  const stop = text.subarray(from, Math.min(end, from + IPV6_TEXT + 1)).indexOf(delimiter);
  if (stop <= 0) return 0;
  const address = parseIpv6(new TextDecoder("latin1").decode(text.subarray(from, from + stop)));
  if (address === undefined) return 0;
  into.address.set([address.w0 | 0, address.w1 | 0, address.w2 | 0, address.w3 | 0]);
  return stop;
}

/** `|||6446|` (`try_epsv_response`) */
const tryEpsv: GetNumber = (text, from, end, _term, into) => {
  if (end - from <= 3) return 0;
  const delimiter = text[from];
  if (!isDelimiter(delimiter) || text[from + 1] !== delimiter || text[from + 2] !== delimiter) return 0;
  const behind = getPort(text, from + 3, end, delimiter, into);
  return behind === 0 ? 0 : behind - from;
};

interface Search {
  readonly pattern: string;
  /** 0: nothing. */
  readonly skip: number;
  readonly term: number;
  readonly type: number;
  readonly getNumber: GetNumber;
}

/** By direction. */
const SEARCHES: readonly (readonly Search[])[] = [
  [
    { pattern: "PORT", skip: SPACE, term: CR, type: NF_CT_FTP_PORT, getNumber: tryRfc959 },
    { pattern: "EPRT", skip: SPACE, term: CR, type: NF_CT_FTP_EPRT, getNumber: tryEprt },
  ],
  [
    { pattern: "227 ", skip: 0, term: 0, type: NF_CT_FTP_PASV, getNumber: tryRfc1123 },
    { pattern: "229 ", skip: OPEN, term: CLOSE, type: NF_CT_FTP_EPSV, getNumber: tryEpsv },
  ],
];

const upper = (byte: number): number => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte);

function startsWith(text: Uint8Array, from: number, pattern: string, length: number): boolean {
  for (let i = 0; i < length; i++) if (upper(text[from + i]) !== pattern.charCodeAt(i)) return false;
  return true;
}

/** @returns 1: it is there; 0: it is not; -1: only a part of it (`find_pattern`) */
function findPattern(text: Uint8Array, from: number, end: number, search: Search, into: FtpCommand): number {
  const { pattern, skip } = search;
  if (end - from <= pattern.length) return startsWith(text, from, pattern, end - from) ? -1 : 0;
  if (!startsWith(text, from, pattern, pattern.length)) return 0;
  let at = from + pattern.length;
  if (skip !== 0) {
    while (at < end && text[at] !== skip) at++;
    if (at >= end) return -1;
    at++;
  }
  into.at = at;
  const length = search.getNumber(text, at, end, search.term, into);
  if (length === 0) return -1;
  into.length = length;
  into.at -= from;
  into.type = search.type;
  return 1;
}

/**
 * Looks for a place that the text of this direction tells.
 * @param into with the family and the address that are meant where none is told
 * @returns as {@link findPattern}
 */
export function findFtpCommand(
  text: Uint8Array,
  from: number,
  end: number,
  dir: number,
  into: FtpCommand,
): number {
  for (const search of SEARCHES[dir]) {
    const found = findPattern(text, from, end, search, into);
    if (found !== 0) return found;
  }
  return 0;
}
