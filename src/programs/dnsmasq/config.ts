/** What dnsmasq is told to do, as its options say. */
import type { Ipv4Address } from "../../packet/address.ts";
import type { InternetAddress } from "../lib/resolver.ts";

/** A server to ask, or what is answered instead, for a domain and all below it. */
export interface DomainServer {
  /** Lower case, no dots at its ends; empty: every name. */
  readonly domain: string;
  /** undefined: names there are known here or nowhere. */
  readonly address: InternetAddress | undefined;
}

/** `--address`: addresses of every name in a domain. */
export interface DomainAddress {
  readonly domain: string;
  readonly addresses: readonly InternetAddress[];
}

/** `--host-record` */
export interface HostRecord {
  readonly names: readonly string[];
  readonly addresses: readonly InternetAddress[];
  /** Seconds; undefined: the local TTL. */
  readonly ttl: number | undefined;
}

/** A record of another type than an address. */
export interface DataRecord {
  readonly name: string;
  readonly type: number;
  readonly data: Uint8Array;
}

/** `--cname` */
export interface Alias {
  readonly name: string;
  readonly target: string;
  readonly ttl: number | undefined;
}

/** `--dhcp-range` */
export interface DhcpRange {
  readonly start: Ipv4Address;
  readonly end: Ipv4Address;
  readonly staticOnly: boolean;
  /** undefined: the interface's. */
  readonly netmask: number | undefined;
  readonly broadcast: number | undefined;
  /** Seconds; 0xffffffff for ever. */
  readonly lease: number;
  readonly setTag: string | undefined;
  readonly tags: readonly string[];
}

/** `--dhcp-host` */
export interface DhcpHost {
  readonly macs: readonly string[];
  readonly clientId: string | undefined;
  readonly name: string | undefined;
  readonly address: Ipv4Address | undefined;
  readonly lease: number | undefined;
  readonly ignore: boolean;
  readonly setTags: readonly string[];
}

/** `--dhcp-option` */
export interface DhcpOption {
  readonly code: number;
  readonly data: Uint8Array;
  readonly tags: readonly string[];
  /** Sent whether it was asked for or not. */
  readonly force: boolean;
}

/** All of it, with defaults for what no option says. */
export interface Config {
  port: number;
  foreground: boolean;
  debug: boolean;
  test: boolean;
  logQueries: boolean;
  logDhcp: boolean;
  logFile: string | undefined;
  quietDhcp: boolean;
  noHosts: boolean;
  noResolv: boolean;
  resolvFile: string;
  bindInterfaces: boolean;
  expandHosts: boolean;
  domain: string | undefined;
  domainNeeded: boolean;
  bogusPrivate: boolean;
  filterA: boolean;
  filterAaaa: boolean;
  cacheSize: number;
  negativeCache: boolean;
  strictOrder: boolean;
  allServers: boolean;
  localTtl: number;
  dhcpTtl: number | undefined;
  maxTtl: number | undefined;
  user: string;
  pidFile: string;
  readonly interfaces: string[];
  readonly exceptInterfaces: string[];
  readonly noDhcpInterfaces: string[];
  readonly listenAddresses: InternetAddress[];
  readonly hostsFiles: string[];
  readonly dhcpHostsFiles: string[];
  readonly dhcpOptionsFiles: string[];
  readonly servers: DomainServer[];
  readonly addresses: DomainAddress[];
  readonly hostRecords: HostRecord[];
  /** The last one given stands first. */
  readonly records: DataRecord[];
  readonly aliases: Alias[];
  readonly ranges: DhcpRange[];
  readonly hosts: DhcpHost[];
  readonly options: DhcpOption[];
  authoritative: boolean;
  noPing: boolean;
  sequential: boolean;
  leaseFile: string;
  /** The file is neither read nor written. */
  leaseFileUntouched: boolean;
  leaseMax: number;
}

/** What dnsmasq does when it is told nothing. */
export function defaultConfig(): Config {
  return {
    port: 53,
    foreground: false,
    debug: false,
    test: false,
    logQueries: false,
    logDhcp: false,
    logFile: undefined,
    quietDhcp: false,
    noHosts: false,
    noResolv: false,
    resolvFile: "/etc/resolv.conf",
    bindInterfaces: false,
    expandHosts: false,
    domain: undefined,
    domainNeeded: false,
    bogusPrivate: false,
    filterA: false,
    filterAaaa: false,
    cacheSize: 150,
    negativeCache: true,
    strictOrder: false,
    allServers: false,
    localTtl: 0,
    dhcpTtl: undefined,
    maxTtl: undefined,
    user: "dnsmasq",
    pidFile: "/run/dnsmasq.pid",
    interfaces: [],
    exceptInterfaces: [],
    noDhcpInterfaces: [],
    listenAddresses: [],
    hostsFiles: [],
    dhcpHostsFiles: [],
    dhcpOptionsFiles: [],
    servers: [],
    addresses: [],
    hostRecords: [],
    records: [],
    aliases: [],
    ranges: [],
    hosts: [],
    options: [],
    authoritative: false,
    noPing: false,
    sequential: false,
    leaseFile: "/var/lib/misc/dnsmasq.leases",
    leaseFileUntouched: false,
    leaseMax: 1000,
  };
}

/** A name as it is compared: lower case, without the final dot. */
export function canonical(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}

/** How many labels of `domain` the name ends with; -1 when it is not in it. */
export function matchDomain(name: string, domain: string): number {
  if (domain === "") return 0;
  const inside = name === domain || name.endsWith(`.${domain}`);
  return inside ? domain.length : -1;
}

/** `2d3h4m5s`, with the parts that are not zero. */
export function durationText(seconds: number): string {
  if (seconds === 0xffffffff) return "infinite";
  const parts = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "m"],
    [seconds % 60, "s"],
  ] as const;
  return parts
    .filter(([value, unit]) => value !== 0 || (unit === "s" && seconds === 0))
    .map(([value, unit]) => `${value}${unit}`)
    .join("");
}
