/**
 * Names and addresses: `getaddrinfo(3)` and `getnameinfo(3)` of glibc. Names are looked up in /etc/hosts; where
 * `nsswitch.conf` asks for DNS too, no name server answers.
 */
import { isErrno } from "../../errno.ts";
import {
  AF_INET,
  AF_INET6,
  AF_UNSPEC,
  O_RDONLY,
  type SockaddrIn,
  type SockaddrIn6,
  type SystemCalls,
} from "../../kernel.ts";
import { formatIpv4, type Ipv4Address, ipv4, parseIpv4, parseIpv6 } from "../../packet/address.ts";
import { interfaceIndex, interfaceName } from "./interfaces.ts";

/** An address of either family, with a port. */
export type InternetAddress = SockaddrIn | SockaddrIn6;

/** Texts of `gai_strerror(3)`. */
export const EAI_NONAME = "Name or service not known";
export const EAI_AGAIN = "Temporary failure in name resolution";
export const EAI_ADDRFAMILY = "Address family for hostname not supported";

/** What a name leads to. */
export interface Resolved {
  readonly addresses: readonly InternetAddress[];
  /** `ai_canonname`. */
  readonly canonicalName: string;
}

/** `inet_aton(3)`: one to four parts, decimal, octal or hexadecimal; text after a blank is ignored. */
export function inetAton(text: string): Ipv4Address | undefined {
  const parts = text.split(/[ \t\n]/, 1)[0].split(".");
  if (parts.length > 4) return undefined;
  let value = 0;
  for (const [index, part] of parts.entries()) {
    const number = /^0x[0-9a-f]+$/i.test(part)
      ? Number(part)
      : /^0[0-7]*$/.test(part)
        ? Number.parseInt(part, 8)
        : /^[1-9]\d*$/.test(part)
          ? Number(part)
          : Number.NaN;
    const last = index === parts.length - 1;
    const limit = last ? 256 ** (5 - parts.length) : 256;
    if (!(number < limit)) return undefined;
    value += last ? number : number * 256 ** (3 - index);
  }
  return ipv4(value);
}

/**
 * `getaddrinfo(3)` of a host name or numeric address: of a name the first line of /etc/hosts that has it in the family.
 * @returns the address, or an error text
 */
export function resolve(sys: SystemCalls, name: string, family = AF_UNSPEC): Resolved | string {
  const numeric = parseNumeric(sys, name, family);
  if (typeof numeric === "string") return numeric;
  if (numeric) {
    const address = numericInFamily(numeric, family);
    return address ? { addresses: [address], canonicalName: name } : EAI_ADDRFAMILY;
  }
  for (const entry of hostEntries(sys)) {
    if (!entry.names.includes(name.toLowerCase())) continue;
    const address = inFamily(entry.address, family);
    if (address) return { addresses: [address], canonicalName: entry.names[0] };
  }
  return isHostName(name) && asksNameServer(sys) ? EAI_AGAIN : EAI_NONAME;
}

/** What a numeric address is to a lookup in this family: a mapped one of IPv6 is one of IPv4 too. */
function numericInFamily(address: InternetAddress, family: number): InternetAddress | undefined {
  if (family === AF_UNSPEC || address.family === family) return address;
  if (address.family !== AF_INET6 || !address.address.isV4Mapped) return undefined;
  return { family: AF_INET, address: ipv4(address.address.w3), port: 0 };
}

/** What a line of /etc/hosts is to a lookup in this family: the loopback and mapped addresses of IPv6 are IPv4 addresses too. */
function inFamily(address: InternetAddress, family: number): InternetAddress | undefined {
  if (family === AF_UNSPEC || address.family === family) return address;
  if (address.family !== AF_INET6 || family !== AF_INET) return undefined;
  if (address.address.isLoopback) return { family: AF_INET, address: ipv4(0x7f000001), port: 0 };
  return numericInFamily(address, family);
}

/** An address without a name: `inet_aton(3)` forms, IPv6 with a zone. */
function parseNumeric(sys: SystemCalls, text: string, family: number): InternetAddress | string | undefined {
  const v4 = /[ \t\n]/.test(text) ? undefined : inetAton(text);
  if (v4 !== undefined) return { family: AF_INET, address: v4, port: 0 };
  const percent = text.indexOf("%");
  const address = parseIpv6(percent < 0 ? text : text.slice(0, percent));
  if (!address) return undefined;
  // an address of another family is refused before its zone is looked at
  if (percent < 0 || family === AF_INET) return { family: AF_INET6, address, port: 0, scopeId: 0 };
  const zone = text.slice(percent + 1);
  // groups of the interface and of the link
  const multicastOfDevice = address.isMulticast && [1, 2].includes((address.w0 >>> 16) & 0xf);
  const named = address.isLinkLocal || multicastOfDevice ? interfaceIndex(sys, zone) : 0;
  const scopeId = named > 0 ? named : /^\d+$/.test(zone) ? Number(zone) : 0;
  if ((scopeId === 0 && zone !== "0") || scopeId > 0xffff_ffff) return EAI_NONAME;
  return { family: AF_INET6, address, port: 0, scopeId };
}

/** Whether glibc asks a name server for it at all. */
function isHostName(name: string): boolean {
  return /^[A-Za-z0-9_.][A-Za-z0-9_.-]*$/.test(name);
}

/** Whether `hosts:` of nsswitch.conf (glibc's default without one: `dns [!UNAVAIL=return] files`) names a service beside the files. */
export function asksNameServer(sys: SystemCalls): boolean {
  const services = /^[ \t]*hosts:(.*)$/m.exec(readText(sys, "/etc/nsswitch.conf"))?.[1] ?? "dns";
  return /(?:^|[ \t])(?:dns|resolve)(?=[ \t]|$)/.test(services.replace(/#.*$/, ""));
}

/** A line of /etc/hosts. */
export interface HostEntry {
  readonly address: InternetAddress;
  readonly names: readonly string[];
}

/** All entries of /etc/hosts, in their order. */
export function hostEntries(sys: SystemCalls): HostEntry[] {
  const entries: HostEntry[] = [];
  for (const line of readText(sys, "/etc/hosts").split("\n")) {
    const [text, ...names] = line
      .replace(/#.*$/, "")
      .split(/[ \t]+/)
      .filter(Boolean);
    if (text === undefined || names.length === 0) continue;
    const v4 = parseIpv4(text);
    const v6 = v4 === undefined ? parseIpv6(text) : undefined;
    const lower = names.map((name) => name.toLowerCase());
    if (v4 !== undefined) entries.push({ address: { family: AF_INET, address: v4, port: 0 }, names: lower });
    else if (v6) entries.push({ address: { family: AF_INET6, address: v6, port: 0 }, names: lower });
  }
  return entries;
}

function readText(sys: SystemCalls, path: string): string {
  const file = sys.open(path, O_RDONLY);
  if (isErrno(file)) return "";
  const bytes = new Uint8Array(65_536);
  let length = 0;
  for (let count = 1; count > 0 && length < bytes.length; length += Math.max(0, count))
    count = file.read(bytes.subarray(length));
  file.close();
  return new TextDecoder().decode(bytes.subarray(0, length));
}

/** The numeric form, with the zone of a scoped IPv6 address. */
export function formatAddress(sys: SystemCalls, address: InternetAddress): string {
  if (address.family === AF_INET) return formatIpv4(address.address);
  const text = address.address.toString();
  const scope = address.scopeId ?? 0;
  if (scope === 0) return text;
  const { isLinkLocal, isMulticast, w0 } = address.address;
  const named = isLinkLocal || (isMulticast && ((w0 >>> 16) & 0xf) === 2);
  return `${text}%${(named && interfaceName(sys, scope)) || scope}`;
}

/** The name of an address (`getnameinfo(3)`), or undefined when it has none. */
export function reverseLookup(sys: SystemCalls, address: InternetAddress): string | undefined {
  const entry = hostEntries(sys).find((candidate) =>
    candidate.address.family === AF_INET || address.family === AF_INET
      ? candidate.address.address === address.address
      : candidate.address.address.equals(address.address),
  );
  return entry?.names[0];
}
