/**
 * HTTP over TCP: the first line, or with `-v` the head.
 */
import type { Dissector } from "./dissector.ts";

const PORTS = new Set([80, 8080, 3128]);

const COMMANDS = new Set(
  (
    "GET PUT COPY HEAD LOCK MOVE POLL POST BCOPY BMOVE MKCOL TRACE LABEL MERGE DELETE SEARCH UNLOCK REPORT UPDATE NOTIFY " +
    "BDELETE CONNECT OPTIONS CHECKIN PROPFIND CHECKOUT CCM_POST SUBSCRIBE PROPPATCH BPROPFIND BPROPPATCH UNCHECKOUT " +
    "MKACTIVITY MKWORKSPACE UNSUBSCRIBE RPC_CONNECT VERSION-CONTROL BASELINE-CONTROL"
  ).split(" "),
);

const LF = 0x0a;
const CR = 0x0d;

/** Whether tcpdump takes what comes from or to the port for HTTP. */
export function isHttpPort(port: number): boolean {
  return PORTS.has(port);
}

/** Prints what begins at `at`. */
export function printHttp(d: Dissector, at: number, length: number): void {
  const end = Math.min(at + length, d.end);
  d.print("HTTP");
  const verbose = d.options.verbose > 0;
  if (!isMessage(d, at, end)) {
    if (verbose) d.print(`, length: ${length}`);
    return;
  }
  if (!verbose) {
    printLine(d, ": ", at, at + length);
    return;
  }
  d.print(`, length: ${length}`);
  let line = at;
  while (line > 0 && line < at + length) line = printLine(d, "\n\t", line, at + length);
}

function isMessage(d: Dissector, at: number, end: number): boolean {
  let text = "";
  for (let i = at; i < end && i < at + 64; i++) text += String.fromCharCode(d.bytes[i]);
  const words = text.split(/\s+/);
  return COMMANDS.has(words[0]) || /^\d{3}$/.test(words[1] ?? "");
}

/** Prints a line without its end. @returns where the next line begins; 0 when this was the last to print */
function printLine(d: Dissector, prefix: string, from: number, end: number): number {
  let text = "";
  for (let at = from; at < end; at++) {
    const byte = d.bytes[at];
    if (at >= d.end) {
      d.print(`${prefix}${text}`);
      d.protocol = "http";
      d.truncated();
      return 0;
    }
    if (byte === LF || (byte === CR && at + 1 < end && d.has(at + 1, 1) && d.bytes[at + 1] === LF)) {
      d.print(`${prefix}${text}`);
      return at + (byte === LF ? 1 : 2);
    }
    if (byte !== 0x09 && (byte < 0x20 || byte >= 0x7f)) {
      if (text !== "") d.print(`${prefix}${text}`);
      return 0;
    }
    text += String.fromCharCode(byte);
  }
  d.print(`${prefix}${text}`);
  return 0;
}
