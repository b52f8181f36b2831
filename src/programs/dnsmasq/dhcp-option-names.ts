/** The options of DHCP by the names that dnsmasq gives them, and how it shows their data. */
import { formatIpv4, ipv4FromBytes } from "../../packet/address.ts";
import { read16, read32 } from "../../packet/bytes.ts";
import { readName } from "../../packet/dns.ts";
import { durationText } from "./config.ts";

/** How an option's data is read and shown. */
export type OptionKind = "addresses" | "text" | "number" | "time" | "routes" | "search" | "hex";

const ROWS: readonly (readonly [number, string, OptionKind, boolean?])[] = [
  [1, "netmask", "addresses"],
  [2, "time-offset", "number"],
  [3, "router", "addresses"],
  [6, "dns-server", "addresses"],
  [7, "log-server", "addresses"],
  [9, "lpr-server", "addresses"],
  [12, "hostname", "text", true],
  [13, "boot-file-size", "number"],
  [15, "domain-name", "text"],
  [16, "swap-server", "addresses"],
  [17, "root-path", "text"],
  [18, "extension-path", "text"],
  [19, "ip-forward-enable", "number"],
  [20, "non-local-source-routing", "number"],
  [21, "policy-filter", "addresses"],
  [22, "max-datagram-reassembly", "number"],
  [23, "default-ttl", "number"],
  [26, "mtu", "number"],
  [27, "all-subnets-local", "number"],
  [28, "broadcast", "addresses", true],
  [31, "router-discovery", "number"],
  [32, "router-solicitation", "addresses"],
  [33, "static-route", "addresses"],
  [34, "trailer-encapsulation", "number"],
  [35, "arp-timeout", "number"],
  [36, "ethernet-encap", "number"],
  [37, "tcp-ttl", "number"],
  [38, "tcp-keepalive", "number"],
  [40, "nis-domain", "text"],
  [41, "nis-server", "addresses"],
  [42, "ntp-server", "addresses"],
  [43, "vendor-encap", "hex", true],
  [44, "netbios-ns", "addresses"],
  [45, "netbios-dd", "addresses"],
  [46, "netbios-nodetype", "number"],
  [47, "netbios-scope", "hex"],
  [48, "x-windows-fs", "addresses"],
  [49, "x-windows-dm", "addresses"],
  [50, "requested-address", "addresses", true],
  [51, "lease-time", "time", true],
  [52, "option-overload", "hex", true],
  [53, "message-type", "number", true],
  [54, "server-identifier", "addresses", true],
  [55, "parameter-request", "hex", true],
  [56, "message", "text", true],
  [57, "max-message-size", "number", true],
  [58, "T1", "time"],
  [59, "T2", "time"],
  [60, "vendor-class", "hex"],
  [61, "client-id", "hex", true],
  [64, "nis+-domain", "text"],
  [65, "nis+-server", "addresses"],
  [66, "tftp-server", "text"],
  [67, "bootfile-name", "text"],
  [68, "mobile-ip-home", "addresses"],
  [69, "smtp-server", "addresses"],
  [70, "pop3-server", "addresses"],
  [71, "nntp-server", "addresses"],
  [74, "irc-server", "addresses"],
  [77, "user-class", "hex"],
  [80, "rapid-commit", "hex"],
  [81, "FQDN", "hex", true],
  [82, "agent-id", "hex", true],
  [93, "client-arch", "number"],
  [94, "client-interface-id", "hex"],
  [97, "client-machine-id", "hex"],
  [100, "posix-timezone", "text"],
  [101, "tzdb-timezone", "text"],
  [108, "ipv6-only", "number"],
  [118, "subnet-select", "hex", true],
  [119, "domain-search", "search"],
  [120, "sip-server", "hex"],
  [121, "classless-static-route", "routes"],
  [125, "vendor-id-encap", "hex"],
  [150, "tftp-server-address", "addresses"],
  [255, "server-ip-address", "addresses"],
];

interface Entry {
  readonly name: string;
  readonly kind: OptionKind;
  /** Written by the server itself: not by this name on the command line. */
  readonly internal: boolean;
}

const BY_CODE: ReadonlyMap<number, Entry> = new Map(
  ROWS.map(([code, name, kind, internal]) => [code, { name, kind, internal: internal ?? false }]),
);

/** The code of an option by its name in any case. */
export function dhcpOptionNamed(name: string): number | undefined {
  return ROWS.find((row) => row[1] === name.toLowerCase() && row[3] !== true)?.[0];
}

/** How an option's data is read; undefined for one that has no name. */
export function optionKind(code: number): OptionKind | undefined {
  return BY_CODE.get(code)?.kind;
}

/** The name of an option; empty where dnsmasq has none. */
export function dhcpOptionName(code: number): string {
  return BY_CODE.get(code)?.name ?? "";
}

function hex(data: Uint8Array): string {
  return [...data].map((byte) => byte.toString(16).padStart(2, "0")).join(":");
}

function printable(data: Uint8Array): string {
  return [...data].map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "")).join("");
}

function names(data: Uint8Array): string {
  const all: string[] = [];
  for (let at = 0; at < data.length; ) {
    const read = readName(data, at);
    if (read === undefined) break;
    all.push(read.name.replace(/\.$/, ""));
    at = read.next;
  }
  return all.join(", ");
}

function routes(data: Uint8Array): string {
  const all: string[] = [];
  for (let at = 0; at < data.length; ) {
    const octets = (data[at] + 7) >>> 3;
    const network = new Uint8Array(4);
    network.set(data.subarray(at + 1, at + 1 + octets).subarray(0, 4));
    const router = formatIpv4(ipv4FromBytes(data, at + 1 + octets));
    all.push(`${formatIpv4(ipv4FromBytes(network))}/${data[at]} via ${router}`);
    at += 5 + octets;
  }
  return all.join(", ");
}

/** The data of an option as the log shows it. */
export function optionText(code: number, data: Uint8Array): string {
  const kind = optionKind(code);
  if (kind === "text") return printable(data);
  if (kind === "addresses" && data.length % 4 === 0)
    return Array.from({ length: data.length / 4 }, (_, i) => formatIpv4(ipv4FromBytes(data, 4 * i))).join(
      ", ",
    );
  if (kind === "time" && data.length === 4) return durationText(read32(data, 0));
  if (kind === "number" && data.length <= 4)
    return String(data.length === 4 ? read32(data, 0) : data.length === 2 ? read16(data, 0) : data[0]);
  if (kind === "search") return names(data);
  if (kind === "routes") return routes(data);
  return hex(data);
}
