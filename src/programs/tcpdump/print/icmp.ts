/**
 * ICMP.
 */
import {
  ICMP_ADDRESS,
  ICMP_ADDRESSREPLY,
  ICMP_DEST_UNREACH,
  ICMP_ECHO,
  ICMP_ECHOREPLY,
  ICMP_HLEN,
  ICMP_INFO_REPLY,
  ICMP_INFO_REQUEST,
  ICMP_PARAMETERPROB,
  ICMP_REDIRECT,
  ICMP_ROUTERADVERT,
  ICMP_ROUTERSOLICIT,
  ICMP_SOURCE_QUENCH,
  ICMP_TIME_EXCEEDED,
  ICMP_TIMESTAMP,
  ICMP_TIMESTAMPREPLY,
} from "../../../packet/icmp.ts";
import { IPPROTO_TCP, IPPROTO_UDP, IPV4_DESTINATION, IPV4_PROTOCOL } from "../../../packet/ipv4.ts";
import { checksumShouldBe, type Dissector, type IpContext, tokenText } from "./dissector.ts";
import { printIcmpExtensions } from "./icmp-extensions.ts";
import { printIp, printWrongVersion } from "./ip.ts";

const TYPES: ReadonlyMap<number, string> = new Map([
  [ICMP_ECHOREPLY, "echo reply"],
  [ICMP_DEST_UNREACH, "unreachable"],
  [ICMP_SOURCE_QUENCH, "source quench"],
  [ICMP_REDIRECT, "redirect"],
  [ICMP_ECHO, "echo request"],
  [ICMP_ROUTERADVERT, "router advertisement"],
  [ICMP_ROUTERSOLICIT, "router solicitation"],
  [ICMP_TIME_EXCEEDED, "time exceeded"],
  [ICMP_PARAMETERPROB, "parameter problem"],
  [ICMP_TIMESTAMP, "time stamp request"],
  [ICMP_TIMESTAMPREPLY, "time stamp reply"],
  [ICMP_INFO_REQUEST, "information request"],
  [ICMP_INFO_REPLY, "information reply"],
  [ICMP_ADDRESS, "address mask request"],
]);

const UNREACHABLE: ReadonlyMap<number, string> = new Map([
  [0, "net %s unreachable"],
  [1, "host %s unreachable"],
  [5, "%s unreachable - source route failed"],
  [6, "net %s unreachable - unknown"],
  [7, "host %s unreachable - unknown"],
  [8, "%s unreachable - source host isolated"],
  [9, "net %s unreachable - admin prohibited"],
  [10, "host %s unreachable - admin prohibited"],
  [11, "net %s unreachable - tos prohibited"],
  [12, "host %s unreachable - tos prohibited"],
  [13, "host %s unreachable - admin prohibited filter"],
  [14, "host %s unreachable - host precedence violation"],
  [15, "host %s unreachable - precedence cutoff"],
]);

const REDIRECTS: ReadonlyMap<number, string> = new Map([
  [0, "redirect %1 to net %2"],
  [1, "redirect %1 to host %2"],
  [2, "redirect-tos %1 to net %2"],
  [3, "redirect-tos %1 to host %2"],
]);

/** Where the quoted packet's fields stand. */
const QUOTED = ICMP_HLEN;
const QUOTED_DESTINATION = QUOTED + IPV4_DESTINATION;

/** @returns undefined when the message was cut off before what it is about */
type Describe = (d: Dissector, at: number, code: number) => string | undefined;

const DESCRIBE: ReadonlyMap<number, Describe> = new Map<number, Describe>([
  [ICMP_ECHO, (d, at) => `echo request, id ${d.u16(at + 4)}, seq ${d.u16(at + 6)}`],
  [ICMP_ECHOREPLY, (d, at) => `echo reply, id ${d.u16(at + 4)}, seq ${d.u16(at + 6)}`],
  [ICMP_DEST_UNREACH, describeUnreachable],
  [ICMP_REDIRECT, describeRedirect],
  [ICMP_ROUTERADVERT, describeRouterAdvertisement],
  [ICMP_TIME_EXCEEDED, describeTimeExceeded],
  [
    ICMP_PARAMETERPROB,
    (d, at, code) =>
      code !== 0 ? `parameter problem - code ${code}` : `parameter problem - octet ${d.u8(at + 4)}`,
  ],
  [
    ICMP_ADDRESSREPLY,
    (d, at) =>
      `address mask is 0x${d
        .u32(at + 8)
        .toString(16)
        .padStart(8, "0")}`,
  ],
  [ICMP_TIMESTAMP, (d, at) => `time stamp query id ${d.u16(at + 4)} seq ${d.u16(at + 6)}`],
  [ICMP_TIMESTAMPREPLY, describeTimestampReply],
]);

/** Prints the message at `at`. */
export function printIcmp(d: Dissector, at: number, length: number, ip: IpContext): void {
  if (ip.version !== 4) {
    printWrongVersion(d, 1, 4);
    return;
  }
  d.protocol = "icmp";
  const type = d.u8(at);
  const code = d.u8(at + 1);
  const describe = DESCRIBE.get(type);
  const text = describe ? describe(d, at, code) : tokenText(TYPES, "type-#%d", type);
  if (text === undefined) {
    d.truncated();
    return;
  }
  d.print(`ICMP ${text}, length ${length}`);
  if (d.options.verbose > 0 && !ip.fragmented && d.has(at, length)) {
    const computed = d.checksum(at, length);
    const field = d.u16(at + 2);
    if (computed !== 0)
      d.print(
        ` (wrong icmp cksum ${field.toString(16)} (->${checksumShouldBe(field, computed).toString(16)})!)`,
      );
  }
  if (d.options.verbose > 0 && isError(type)) printQuoted(d, at, length);
}

function isError(type: number): boolean {
  return (
    type === ICMP_DEST_UNREACH ||
    type === ICMP_SOURCE_QUENCH ||
    type === ICMP_REDIRECT ||
    type === ICMP_TIME_EXCEEDED ||
    type === ICMP_PARAMETERPROB
  );
}

function printQuoted(d: Dissector, at: number, length: number): void {
  const quoted = at + QUOTED;
  d.print("\n\t");
  const total = d.u16(quoted + 2);
  const before = d.end;
  printIp(d, quoted, total);
  d.end = before;
  d.protocol = "icmp";
  printIcmpExtensions(d, at, length);
}

function describeUnreachable(d: Dissector, at: number, code: number): string | undefined {
  const destination = (): string => d.ipv4(at + QUOTED_DESTINATION);
  if ((code === 2 || code === 3) && !d.has(at + QUOTED + IPV4_PROTOCOL, 1)) return undefined;
  if (code === 2) return `${destination()} protocol ${d.u8(at + QUOTED + IPV4_PROTOCOL)} unreachable`;
  if (code === 3) return describePort(d, at);
  if (code === 4) {
    const mtu = d.u16(at + 6);
    return `${destination()} unreachable - need to frag${mtu !== 0 ? ` (mtu ${mtu})` : ""}`;
  }
  return tokenText(UNREACHABLE, "%s unreachable - #%d", code).replace("%s", destination());
}

function describePort(d: Dissector, at: number): string {
  const protocol = d.u8(at + QUOTED + IPV4_PROTOCOL);
  const headerLength = (d.u8(at + QUOTED) & 0x0f) * 4;
  const port = d.u16(at + QUOTED + headerLength + 2);
  const destination = d.ipv4(at + QUOTED_DESTINATION);
  if (protocol === IPPROTO_TCP) return `${destination} tcp port ${d.tcpPort(port)} unreachable`;
  if (protocol === IPPROTO_UDP) return `${destination} udp port ${d.udpPort(port)} unreachable`;
  return `${destination} protocol ${protocol} port ${port} unreachable`;
}

function describeRedirect(d: Dissector, at: number, code: number): string {
  const format = tokenText(REDIRECTS, "redirect-#%d %1 to %2", code);
  return format.replace("%1", d.ipv4(at + QUOTED_DESTINATION)).replace("%2", d.ipv4(at + 4));
}

function describeTimeExceeded(d: Dissector, at: number, code: number): string | undefined {
  if (!d.has(at + QUOTED_DESTINATION, 4)) return undefined;
  if (code === 0) return "time exceeded in-transit";
  return code === 1 ? "ip reassembly time exceeded" : `time exceeded-#${code}`;
}

function describeRouterAdvertisement(d: Dissector, at: number): string | undefined {
  if (!d.has(at + 4, 4)) return undefined;
  const lifetime = d.u16(at + 6);
  const count = d.u8(at + 4);
  const size = d.u8(at + 5);
  let text = `router advertisement lifetime ${lifetimeText(lifetime)} ${count}:`;
  if (size !== 2) return `${text} [size ${size}]`;
  for (let i = 0; i < count; i++) text += ` {${d.ipv4(at + 8 + 8 * i)} ${d.u32(at + 12 + 8 * i)}}`;
  return text;
}

function lifetimeText(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  if (seconds < 60) return String(seconds);
  if (seconds < 3600) return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  return `${Math.floor(seconds / 3600)}:${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
}

function describeTimestampReply(d: Dissector, at: number): string | undefined {
  if (!d.has(at + 16, 4)) return undefined;
  const time = (offset: number): string => timeOfDay(d.u32(at + offset));
  const last = time(16);
  return `time stamp reply id ${d.u16(at + 4)} seq ${d.u16(at + 6)}: org ${time(8)}, recv ${time(12)}, xmit ${last}`;
}

/** Milliseconds since midnight UT. */
function timeOfDay(value: number): string {
  const two = (part: number): string => String(part).padStart(2, "0");
  const seconds = Math.floor(value / 1000);
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${clock}.${String(value % 1000).padStart(3, "0")}`;
}
