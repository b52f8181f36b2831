/**
 * TCP: flags, sequence numbers relative to the start of the conversation, options.
 */
import { IPPROTO_TCP } from "../../../packet/ipv4.ts";
import {
  TCP_ACK,
  TCP_CWR,
  TCP_ECE,
  TCP_FIN,
  TCP_HLEN,
  TCP_PSH,
  TCP_RST,
  TCP_SYN,
  TCP_URG,
} from "../../../packet/tcp.ts";
import { bitTokens, checksumShouldBe, type Dissector, hex, type IpContext } from "./dissector.ts";
import { printDomainOverTcp } from "./domain.ts";
import { isHttpPort, printHttp } from "./http.ts";
import { printTcpOptions } from "./tcp-options.ts";
import { printEndpoints, transportChecksum } from "./transport.ts";
import { visible } from "./words.ts";

const FLAGS: ReadonlyMap<number, string> = new Map([
  [TCP_FIN, "F"],
  [TCP_SYN, "S"],
  [TCP_RST, "R"],
  [TCP_PSH, "P"],
  [TCP_ACK, "."],
  [TCP_URG, "U"],
  [TCP_ECE, "E"],
  [TCP_CWR, "W"],
]);

/** Conversations that are remembered; the oldest is forgotten first. */
const MAX_CONVERSATIONS = 65536;
/** Bytes of a reset's data that are shown. */
const DOMAIN = 53;
const MAX_RESET_DATA = 30;

/** Initial sequence numbers of a conversation, in the order of its key. */
interface Conversation {
  sequence: number;
  acknowledgement: number;
}

/** The conversations seen so far: state of one run of tcpdump, kept per dissector. */
const CONVERSATIONS = new WeakMap<Dissector, Map<string, Conversation>>();

/** A segment's numbers as they are to be shown. */
interface Numbers {
  sequence: number;
  acknowledgement: number;
  /** What is taken from the edges of selective acknowledgements. */
  sackBase: number;
}

/** Prints the segment at `at`. */
export function printTcp(d: Dissector, at: number, length: number, ip: IpContext): void {
  d.protocol = "tcp";
  if (!d.has(at, 4)) {
    printEndpoints(d, ip, IPPROTO_TCP);
    d.truncated();
    return;
  }
  const source = d.u16(at);
  const destination = d.u16(at + 2);
  printEndpoints(d, ip, IPPROTO_TCP, [d.tcpPort(source), d.tcpPort(destination)]);
  if (!d.has(at, TCP_HLEN)) {
    d.truncated();
    return;
  }
  const headerLength = (d.u8(at + 12) >>> 4) * 4;
  if (headerLength < TCP_HLEN) {
    d.print(
      ` tcp ${(length - headerLength) >>> 0} [bad hdr length ${headerLength} - too short, < ${TCP_HLEN}]`,
    );
    return;
  }
  if (d.options.quiet > 0) {
    d.print(`tcp ${(length - headerLength) >>> 0}`);
    if (headerLength > length) d.print(` [bad hdr length ${headerLength} - too long, > ${length}]`);
    return;
  }
  const flags = d.u8(at + 13);
  d.print(`Flags [${bitTokens(FLAGS, "none", flags, "")}]`);
  const numbers = numbersOf(d, at, flags, ip);
  if (headerLength > length) {
    d.print(` [bad hdr length ${headerLength} - too long, > ${length}]`);
    return;
  }
  if (d.options.verbose > 0 && !d.options.noChecksum && !ip.fragmented && d.has(at, length))
    printChecksum(d, at, length, ip);
  const dataLength = length - headerLength;
  printNumbers(d, at, flags, numbers, dataLength);
  if (
    headerLength > TCP_HLEN &&
    !printTcpOptions(d, at + TCP_HLEN, headerLength - TCP_HLEN, numbers.sackBase)
  )
    return;
  d.print(`, length ${dataLength}`);
  if (dataLength === 0) return;
  if ((flags & TCP_RST) !== 0) {
    if (d.options.verbose > 0) printResetData(d, at + headerLength, dataLength);
  } else if (isHttpPort(source) || isHttpPort(destination)) {
    d.print(": ");
    printHttp(d, at + headerLength, dataLength);
  } else if (source === DOMAIN || destination === DOMAIN) {
    printDomainOverTcp(d, at + headerLength, dataLength);
  }
}

function printChecksum(d: Dissector, at: number, length: number, ip: IpContext): void {
  const field = d.u16(at + 16);
  const computed = transportChecksum(d, at, length, IPPROTO_TCP, ip);
  d.print(`, cksum 0x${hex(field, 4)}`);
  if (computed === 0) d.print(" (correct)");
  else d.print(` (incorrect -> 0x${hex(checksumShouldBe(field, computed), 4)})`);
}

function printNumbers(d: Dissector, at: number, flags: number, numbers: Numbers, dataLength: number): void {
  if (d.options.verbose > 1 || dataLength > 0 || (flags & (TCP_SYN | TCP_FIN | TCP_RST)) !== 0) {
    d.print(`, seq ${numbers.sequence}`);
    if (dataLength > 0) d.print(`:${(numbers.sequence + dataLength) >>> 0}`);
  }
  if ((flags & TCP_ACK) !== 0) d.print(`, ack ${numbers.acknowledgement}`);
  d.print(`, win ${d.u16(at + 14)}`);
  if ((flags & TCP_URG) !== 0) d.print(`, urg ${d.u16(at + 18)}`);
}

function numbersOf(d: Dissector, at: number, flags: number, ip: IpContext): Numbers {
  const sequence = d.u32(at + 4);
  const acknowledgement = d.u32(at + 8);
  if (d.options.absoluteSequence || (flags & TCP_ACK) === 0)
    return { sequence, acknowledgement, sackBase: 0 };
  const { key, reversed } = conversationKey(d, at, ip);
  const known = conversations(d);
  let conversation = known.get(key);
  const fresh = !conversation || (flags & TCP_SYN) !== 0;
  if (!conversation) {
    conversation = { sequence: 0, acknowledgement: 0 };
    if (known.size >= MAX_CONVERSATIONS)
      for (const first of known.keys()) {
        known.delete(first);
        break;
      }
    known.set(key, conversation);
  }
  const shown = { sequence, acknowledgement, sackBase: 0 };
  if (fresh) {
    const other = (acknowledgement - 1) >>> 0;
    conversation.sequence = reversed ? other : sequence;
    conversation.acknowledgement = reversed ? sequence : other;
  } else {
    const own = reversed ? conversation.acknowledgement : conversation.sequence;
    const peer = reversed ? conversation.sequence : conversation.acknowledgement;
    shown.sequence = (sequence - own) >>> 0;
    shown.acknowledgement = (acknowledgement - peer) >>> 0;
  }
  shown.sackBase = reversed ? conversation.sequence : conversation.acknowledgement;
  return shown;
}

function conversations(d: Dissector): Map<string, Conversation> {
  let known = CONVERSATIONS.get(d);
  if (!known) {
    known = new Map();
    CONVERSATIONS.set(d, known);
  }
  return known;
}

function conversationKey(d: Dissector, at: number, ip: IpContext): { key: string; reversed: boolean } {
  const source = d.u16(at);
  const destination = d.u16(at + 2);
  const [from, length] = ip.version === 6 ? [ip.header + 8, 16] : [ip.header + 12, 4];
  const sender = d.hex(from, length, "");
  const receiver = d.hex(from + length, length, "");
  const reversed = source > destination || (source === destination && sender > receiver);
  const key = reversed
    ? `${receiver} ${sender} ${destination} ${source}`
    : `${sender} ${receiver} ${source} ${destination}`;
  return { key, reversed };
}

function printResetData(d: Dissector, at: number, length: number): void {
  d.print(d.has(at, length) ? " [RST" : " [!RST");
  const count = Math.min(length, MAX_RESET_DATA);
  if (length > MAX_RESET_DATA) d.print("+");
  d.print(" ");
  for (let i = 0; i < count && d.has(at + i, 1); i++) {
    d.print(visible(d.u8(at + i)));
  }
  d.print("]");
}
