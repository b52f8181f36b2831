/** What ping prints about ICMP errors and IP options. */
import { formatIpv4, type Ipv4Address, ipv4, ipv4FromBytes } from "../../packet/address.ts";
import { read16, read32 } from "../../packet/bytes.ts";
import {
  ICMP_DEST_UNREACH,
  ICMP_PARAMETERPROB,
  ICMP_REDIRECT,
  ICMP_SOURCE_QUENCH,
  ICMP_TIME_EXCEEDED,
} from "../../packet/icmp.ts";
import {
  IPOPT_END,
  IPOPT_LSRR,
  IPOPT_NOOP,
  IPOPT_RR,
  IPOPT_SSRR,
  IPOPT_TIMESTAMP,
} from "../../packet/ipv4.ts";

const UNREACHABLE: readonly string[] = [
  "Destination Net Unreachable",
  "Destination Host Unreachable",
  "Destination Protocol Unreachable",
  "Destination Port Unreachable",
  "",
  "Source Route Failed",
  "Destination Net Unknown",
  "Destination Host Unknown",
  "Source Host Isolated",
  "Destination Net Prohibited",
  "Destination Host Prohibited",
  "Destination Net Unreachable for Type of Service",
  "Destination Host Unreachable for Type of Service",
  "Packet filtered",
  "Precedence Violation",
  "Precedence Cutoff",
];

const REDIRECTS: readonly string[] = [
  "Redirect Network",
  "Redirect Host",
  "Redirect Type of Service and Network",
  "Redirect Type of Service and Host",
];

const OTHER_TYPES: Readonly<Record<number, string>> = {
  0: "Echo Reply",
  [ICMP_SOURCE_QUENCH]: "Source Quench",
  8: "Echo Request",
  13: "Timestamp",
  14: "Timestamp Reply",
  15: "Information Request",
  16: "Information Reply",
  17: "Address Mask Request",
  18: "Address Mask Reply",
};

type ShowAddress = (address: Ipv4Address) => string;

/**
 * One line about an ICMP message.
 * @param info the MTU, gateway or pointer
 */
export function describeIcmp(type: number, code: number, info: number, show: ShowAddress): string {
  switch (type) {
    case ICMP_DEST_UNREACH:
      if (code === 4) return `Frag needed and DF set (mtu = ${info})\n`;
      return `${UNREACHABLE[code] ?? `Dest Unreachable, Bad Code: ${code}`}\n`;
    case ICMP_REDIRECT:
      return `${REDIRECTS[code] ?? `Redirect, Bad Code: ${code}`}(New nexthop: ${show(ipv4(info))})\n`;
    case ICMP_TIME_EXCEEDED:
      if (code === 0) return "Time to live exceeded\n";
      return code === 1 ? "Frag reassembly time exceeded\n" : `Time exceeded, Bad Code: ${code}\n`;
    case ICMP_PARAMETERPROB:
      return `Parameter problem: pointer = ${info}\n`;
    default:
      return `${OTHER_TYPES[type] ?? `Bad ICMP type: ${type}`}\n`;
  }
}

/** The IP header inside an ICMP error, as `-v` shows it; fields of 16 bits in the order of the host, as the real ping has them. */
export function describeHeader(bytes: Uint8Array): string {
  const swapped = (at: number): number => bytes[at] | (bytes[at + 1] << 8);
  const hex = (value: number, width: number): string => value.toString(16).padStart(width, "0");
  const length = (bytes[0] & 15) * 4;
  return (
    "Vr HL TOS  Len   ID Flg  off TTL Pro  cks      Src      Dst Data\n" +
    ` ${hex(bytes[0] >> 4, 1)}  ${hex(bytes[0] & 15, 1)}  ${hex(bytes[1], 2)} ${hex(swapped(2), 4)} ${hex(swapped(4), 4)}` +
    `   ${hex((swapped(6) & 0xe000) >> 13, 1)} ${hex(swapped(6) & 0x1fff, 4)}` +
    `  ${hex(bytes[8], 2)}  ${hex(bytes[9], 2)} ${hex(swapped(10), 4)}` +
    ` ${formatIpv4(ipv4FromBytes(bytes, 12))}  ${formatIpv4(ipv4FromBytes(bytes, 16))} \n` +
    new OptionsText(formatIpv4).describe(bytes.subarray(20, Math.max(20, length)))
  );
}

/** Prints IP options; remembers the route recorded last. */
export class OptionsText {
  private readonly show: ShowAddress;
  private lastRoute = "";

  constructor(show: ShowAddress) {
    this.show = show;
  }

  /** @param flood never says "same route" */
  describe(options: Uint8Array, flood = false): string {
    let text = "";
    for (let at = 0; at < options.length && options[at] !== IPOPT_END; ) {
      if (options[at] === IPOPT_NOOP) {
        text += "\nNOP";
        at++;
        continue;
      }
      const length = options[at + 1] ?? 0;
      if (length < 2 || at + length > options.length) break;
      text += this.option(options.subarray(at, at + length), flood);
      at += length;
    }
    return text;
  }

  private option(option: Uint8Array, flood: boolean): string {
    switch (option[0]) {
      case IPOPT_SSRR:
      case IPOPT_LSRR:
        return this.sourceRoute(option);
      case IPOPT_RR:
        return this.recordedRoute(option, flood);
      case IPOPT_TIMESTAMP:
        return this.timestamps(option);
      default:
        return `\nunknown option ${option[0].toString(16)}`;
    }
  }

  private address(option: Uint8Array, at: number): string {
    const address = at + 4 <= option.length ? ipv4FromBytes(option, at) : ipv4(0);
    return `\t${address === 0 ? "0.0.0.0" : this.show(address)}`;
  }

  private sourceRoute(option: Uint8Array): string {
    let text = `\n${option[0] === IPOPT_SSRR ? "S" : "L"}SRR: `;
    for (let left = option[1], at = 3; left > 4; left -= 4, at += 4) text += `${this.address(option, at)}\n`;
    return text;
  }

  private recordedRoute(option: Uint8Array, flood: boolean): string {
    const used = Math.min(option[2], option[1]) - 4;
    if (used <= 0) return "";
    const route = option.subarray(3, 3 + used).join(",");
    if (route === this.lastRoute && !flood) return "\t(same route)";
    this.lastRoute = route;
    let text = "\nRR: ";
    for (let at = 3; at < 3 + used; at += 4) text += `${this.address(option, at)}\n`;
    return text;
  }

  private timestamps(option: Uint8Array): string {
    let left = Math.min(option[2], option[1]) - 5;
    if (left <= 0) return "";
    const flags = option[3];
    const withAddresses = (flags & 15) !== 0;
    const times = { standard: 0, other: 0 };
    let text = "\nTS: ";
    for (let at = 4; left > 0 && at + 4 <= option.length; ) {
      if (withAddresses) {
        text += this.address(option, at);
        at += 4;
        left -= 4;
        if (left <= 0) break;
      }
      text += `${describeTime(read32(option, at), times)}\n`;
      at += 4;
      left -= 4;
    }
    if (flags >> 4) text += `Unrecorded hops: ${flags >> 4}\n`;
    return text;
  }
}

/** The first time is absolute, later ones relative to the one before. */
function describeTime(time: number, last: { standard: number; other: number }): string {
  if (time >= 0x8000_0000) {
    const value = time - 0x8000_0000;
    const text =
      last.other === 0 ? `\t${value} absolute not-standard` : `\t${value - last.other} not-standard`;
    last.other = value;
    return text;
  }
  const text = last.standard === 0 ? `\t${time} absolute` : `\t${time - last.standard}`;
  last.standard = time;
  return text;
}

/** The `info` of an ICMP message as {@link describeIcmp} wants it. */
export function icmpInfo(icmp: Uint8Array): number {
  const type = icmp[0];
  if (type === ICMP_DEST_UNREACH) return read16(icmp, 6);
  return type === ICMP_PARAMETERPROB ? icmp[4] : read32(icmp, 4);
}
