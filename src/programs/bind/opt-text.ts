/** The OPT record as dig shows it (RFC 6891, RFC 7873, RFC 8914). */
import { read16 } from "../../packet/bytes.ts";
import type { DnsRecord } from "../../packet/dns.ts";

const COOKIE = 10;
const EXTENDED_ERROR = 15;
const DNSSEC_OK = 0x8000;

const EXTENDED_ERRORS: readonly string[] = [
  "Other",
  "Unsupported DNSKEY Algorithm",
  "Unsupported DS Digest Type",
  "Stale Answer",
  "Forged Answer",
  "DNSSEC Indeterminate",
  "DNSSEC Bogus",
  "Signature Expired",
  "Signature Not Yet Valid",
  "DNSKEY Missing",
  "RRSIGs Missing",
  "No Zone Key Bit Set",
  "NSEC Missing",
  "Cached Error",
  "Not Ready",
  "Blocked",
  "Censored",
  "Filtered",
  "Prohibited",
  "Stale NXDOMAIN Answer",
  "Not Authoritative",
  "Not Supported",
  "No Reachable Authority",
  "Network Error",
  "Invalid Data",
];

function hex(data: Uint8Array): string {
  return [...data].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function optionLine(code: number, data: Uint8Array, cookie: Uint8Array | undefined): string {
  if (code === COOKIE) {
    const good = cookie?.every((byte, i) => data[i] === byte) ?? false;
    const remark = data.length === 8 ? (good ? " (echoed)" : " (bad)") : good ? " (good)" : " (bad)";
    return `; COOKIE: ${hex(data)}${remark}\n`;
  }
  if (code === EXTENDED_ERROR && data.length >= 2) {
    const number = read16(data, 0);
    const name = EXTENDED_ERRORS[number];
    const text = new TextDecoder().decode(data.subarray(2));
    const extra = text === "" ? "" : `: (${text})`;
    return `; EDE: ${number}${name === undefined ? "" : ` (${name})`}${extra}\n`;
  }
  const bytes = [...data].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  return data.length === 0 ? `; OPT=${code}\n` : `; OPT=${code}: ${bytes}\n`;
}

/** All of it, with its heading. */
export function optText(record: DnsRecord, cookie: Uint8Array | undefined): string {
  const flags = (record.ttl & DNSSEC_OK) !== 0 ? " do" : "";
  let text = `; EDNS: version: ${(record.ttl >>> 16) & 255}, flags:${flags}; udp: ${record.class}\n`;
  const { data } = record;
  for (let at = 0; at + 4 <= data.length; ) {
    const length = read16(data, at + 2);
    if (at + 4 + length > data.length) break;
    text += optionLine(read16(data, at), data.subarray(at + 4, at + 4 + length), cookie);
    at += 4 + length;
  }
  return text;
}
