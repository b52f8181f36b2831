/**
 * NTP: times, and the head of control messages.
 */
import { type Dissector, hex, tokenText } from "./dissector.ts";
import { visible } from "./words.ts";

const MODES = [
  "unspecified",
  "symmetric active",
  "symmetric passive",
  "Client",
  "Server",
  "Broadcast",
  "Control Message",
  "Reserved",
];
const MODE_CONTROL = 6;
const MODE_PRIVATE = 7;
/** By the two highest bits of the first byte, as they stand there. */
const LEAPS: ReadonlyMap<number, string> = new Map([
  [0, ""],
  [0x40, "+1s"],
  [0x80, "-1s"],
  [0xc0, "clock unsynchronized"],
]);
const STRATUMS: ReadonlyMap<number, string> = new Map([
  [0, "unspecified"],
  [1, "primary reference"],
]);
const SECONDARY_MAX = 15;
const INFO_QUERY = 62;
const INFO_REPLY = 63;
const TIME_LENGTH = 48;
const CONTROL_LENGTH = 12;
const KEY_LENGTH = 4;
const MD5_LENGTH = 16;
const SHA1_LENGTH = 20;
/** Seconds from 1900 to 1970. */
const EPOCH = 2_208_988_800;
const FRACTION = 2 ** 32;
const NANO = 1e9;
const POLL_MAX = 31;

/** Prints the message at `at`. */
export function printNtp(d: Dissector, at: number, length: number): void {
  d.protocol = "ntp";
  const status = d.u8(at);
  const mode = status & 7;
  d.print(`NTPv${(status >>> 3) & 7}, ${MODES[mode]}, length ${length}`);
  if (d.options.verbose === 0) return;
  const leap = status & 0xc0;
  d.print(`\n\tLeap indicator: ${tokenText(LEAPS, "Unknown", leap)} (${leap})`);
  if (mode === MODE_CONTROL) printControl(d, at, length);
  else if (mode !== MODE_PRIVATE) printTimes(d, at, length);
}

function printControl(d: Dissector, at: number, length: number): void {
  if (length < CONTROL_LENGTH) {
    d.invalid();
    return;
  }
  const control = d.u8(at + 1);
  const [answer, error, more] = [
    control & 0x80 ? "Response" : "Request",
    control & 0x40 ? "Error" : "OK",
    control & 0x20 ? "More" : "Last",
  ];
  d.print(`, ${answer}, ${error}, ${more}, OpCode=${control & 0x1f}`);
  d.print(`\n\tSequence=${d.u16(at + 2)}`);
  const status = d.u16(at + 4);
  d.print(`, Status=${status === 0 ? "" : "0x"}${status.toString(16)}`);
  d.print(`, Assoc.=${d.u16(at + 6)}`);
  d.print(`, Offset=${d.u16(at + 8)}`);
  const count = d.u16(at + 10);
  d.print(`, Count=${count}`);
  if (CONTROL_LENGTH + count > length) {
    d.invalid();
    return;
  }
  if (count === 0) return;
  d.need(at + CONTROL_LENGTH, count);
  d.print("\n\tTO-BE-DONE: data not interpreted");
}

function printTimes(d: Dissector, at: number, length: number): void {
  if (length < TIME_LENGTH) {
    d.invalid();
    return;
  }
  const stratum = d.u8(at + 1);
  const otherwise = stratum >= 2 && stratum <= SECONDARY_MAX ? "secondary reference" : "reserved";
  d.print(`, Stratum ${stratum} (${tokenText(STRATUMS, otherwise, stratum)})`);
  const poll = (d.u8(at + 2) << 24) >> 24;
  d.print(`, poll ${poll}`);
  if (Math.abs(poll) <= POLL_MAX) d.print(poll < 0 ? ` (1/${2 ** -poll}s)` : ` (${2 ** poll}s)`);
  d.print(`, precision ${(d.u8(at + 3) << 24) >> 24}`);
  d.need(at + 4, 4);
  d.print(`\n\tRoot Delay: ${shortFixed(d, at + 4)}`);
  d.need(at + 8, 4);
  d.print(`, Root dispersion: ${shortFixed(d, at + 8)}`);
  d.need(at + 12, 4);
  d.print(", Reference-ID: ");
  if (!printReference(d, at + 12, stratum)) return;
  for (const [i, name] of ["Reference", "Originator", "Receive", "Transmit"].entries()) {
    const time = at + 16 + 8 * i;
    d.need(time, 8);
    d.print(`\n\t  ${`${name} Timestamp:`.padEnd(22)}${timeText(d, time)}`);
  }
  d.print(`\n\t    Originator - Receive Timestamp:  ${difference(d, at + 24, at + 32)}`);
  d.print(`\n\t    Originator - Transmit Timestamp: ${difference(d, at + 24, at + 40)}`);
  printRest(d, at + TIME_LENGTH, length - TIME_LENGTH);
}

/** What the clock's reference is depends on how far it is. @returns whether more follows */
function printReference(d: Dissector, at: number, stratum: number): boolean {
  if (stratum === INFO_QUERY || stratum === INFO_REPLY) {
    d.print(`${d.ipv4(at)} ${stratum === INFO_QUERY ? "INFO_QUERY" : "INFO_REPLY"}`);
    return false;
  }
  if (stratum === 0) d.print("(unspec)");
  else if (stratum === 1) d.print(Array.from(d.bytes.subarray(at, at + 4), visible).join(""));
  else d.print(`0x${hex(d.u32(at), 8)}`);
  return true;
}

/** Who vouches for it. */
function printRest(d: Dissector, at: number, length: number): void {
  if (length === 0) return;
  const digest = length - KEY_LENGTH;
  if (digest === 0 || digest === MD5_LENGTH || digest === SHA1_LENGTH) {
    d.print(`\n\tKey id: ${d.u32(at)}`);
    if (digest > 0) d.print(`\n\tAuthentication: ${d.hex(at + KEY_LENGTH, digest, "")}`);
  } else d.print(`\n\t(${length} more bytes after the header)`);
}

/** Sixteen bits and sixteen of a fraction. */
function shortFixed(d: Dissector, at: number): string {
  const millionths = Math.trunc((d.u16(at + 2) / 65_536) * 1e6);
  return `${d.u16(at)}.${String(millionths).padStart(6, "0")}`;
}

function nanoText(fraction: number): string {
  return String(Math.trunc((fraction / FRACTION) * NANO)).padStart(9, "0");
}

function timeText(d: Dissector, at: number): string {
  const seconds = d.u32(at);
  const text = `${seconds}.${nanoText(d.u32(at + 4))}`;
  if (seconds === 0) return text;
  const date = new Date((seconds - EPOCH) * 1000).toISOString();
  return `${text} (${date.replace(/\.\d+/, "")})`;
}

/** The second time from the first's; the second itself when there is no first. */
function difference(d: Dissector, from: number, to: number): string {
  if (d.u32(from) === 0 && d.u32(from + 4) === 0) return timeText(d, to);
  const high = d.u32(to) - d.u32(from);
  const low = d.u32(to + 4) - d.u32(from + 4);
  const later = high > 0 || (high === 0 && low > 0);
  let [seconds, fraction] = later ? [high, low] : [-high, -low];
  if (fraction < 0) {
    seconds--;
    fraction += FRACTION;
  }
  return `${later ? "+" : "-"}${seconds}.${nanoText(fraction)}`;
}
