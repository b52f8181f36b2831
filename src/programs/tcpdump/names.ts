/**
 * Names for numbers, from the files that the C library reads: `/etc/hosts`, `/etc/services`. DNS is not asked.
 */
import { isErrno } from "../../errno.ts";
import { AF_INET, AF_INET6, O_RDONLY, SOCK_DGRAM, type SystemCalls } from "../../kernel.ts";
import {
  formatIpv4,
  IN6ADDR_LOOPBACK,
  INADDR_LOOPBACK,
  type Ipv4Address,
  type Ipv6Address,
  parseIpv4,
  parseIpv6,
} from "../../packet/address.ts";
import { formatAddress, type InternetAddress, resolve } from "../lib/resolver.ts";

/** Largest file that is read. */
const MAX_FILE = 1 << 20;

/** Vendors that tcpdump knows by the first three bytes of an address. */
const OUI: ReadonlyMap<number, string> = new Map([
  [0x000000, "Ethernet"],
  [0x00000c, "Cisco"],
  [0x000081, "Nortel Networks SONMP"],
  [0x0000f8, "Cisco bridged"],
  [0x009069, "Juniper"],
  [0x00120f, "IEEE 802.3 Private"],
  [0x0080c2, "Ethernet bridged"],
  [0x00a03e, "ATM Forum"],
  [0x001000, "Cable BPI"],
  [0x080007, "Appletalk"],
  [0x080009, "HP"],
  [0x0012bb, "ANSI/TIA"],
]);

/** Names of addresses and ports; each file is read when it is first asked for. */
export class Names {
  private readonly sys: SystemCalls;
  private hosts: Map<string, string> | undefined;
  private services: Map<string, string> | undefined;

  constructor(sys: SystemCalls) {
    this.sys = sys;
  }

  ipv4(address: Ipv4Address, stripDomain: boolean): string {
    return this.host(formatIpv4(address), stripDomain);
  }

  ipv6(address: Ipv6Address, stripDomain: boolean): string {
    return this.host(address.toString(), stripDomain);
  }

  port(port: number, protocol: "tcp" | "udp"): string {
    this.services ??= this.readServices();
    return this.services.get(`${port}/${protocol}`) ?? String(port);
  }

  oui(value: number): string {
    return OUI.get(value) ?? "Unknown";
  }

  /** The addresses that a lookup of a name gives. */
  addressesOf(name: string): string[] {
    const found = resolve(this.sys, name);
    return typeof found === "string" ? [] : found.addresses.map((one) => formatAddress(this.sys, one));
  }

  /** The address of a network in `/etc/networks`; undefined for none. */
  networkOf(name: string): Ipv4Address | undefined {
    const line = this.lines("/etc/networks").find((words) => words[0] === name);
    return line?.[1] === undefined ? undefined : parseIpv4(line[1]);
  }

  /** The port of a service name for a protocol, or undefined. */
  portOf(name: string, protocol: "tcp" | "udp"): number | undefined {
    for (const words of this.lines("/etc/services")) {
      const [port, kind] = (words[1] ?? "").split("/");
      if (kind !== protocol || (words[0] !== name && !words.slice(2).includes(name))) continue;
      this.tryLoopbacks(Number(port));
      return Number(port);
    }
    return undefined;
  }

  /** getaddrinfo(3) of a service without a host orders the two loopback addresses by trying to connect to each. */
  private tryLoopbacks(port: number): void {
    const loopbacks: readonly InternetAddress[] = [
      { family: AF_INET6, address: IN6ADDR_LOOPBACK, port },
      { family: AF_INET, address: INADDR_LOOPBACK, port },
    ];
    for (const address of loopbacks) {
      const socket = this.sys.socket(address.family, SOCK_DGRAM, 0);
      if (isErrno(socket)) continue;
      socket.connect(address);
      socket.close();
    }
  }

  private host(text: string, stripDomain: boolean): string {
    this.hosts ??= this.readHosts();
    const name = this.hosts.get(text) ?? text;
    return stripDomain && name !== text ? name.split(".")[0] : name;
  }

  private readHosts(): Map<string, string> {
    const hosts = new Map<string, string>();
    for (const words of this.lines("/etc/hosts")) {
      const address = parseIpv6(words[0])?.toString() ?? words[0];
      if (words[1] && !hosts.has(address)) hosts.set(address, words[1]);
    }
    return hosts;
  }

  private readServices(): Map<string, string> {
    const services = new Map<string, string>();
    for (const words of this.lines("/etc/services"))
      if (words[1] && !services.has(words[1])) services.set(words[1], words[0]);
    return services;
  }

  private lines(path: string): string[][] {
    const file = this.sys.open(path, O_RDONLY);
    if (isErrno(file)) return [];
    const bytes = new Uint8Array(MAX_FILE);
    let length = 0;
    for (;;) {
      const count = file.read(bytes.subarray(length));
      if (count <= 0) break;
      length += count;
    }
    file.close();
    return new TextDecoder()
      .decode(bytes.subarray(0, length))
      .split("\n")
      .map((line) => line.replace(/#.*/, "").trim().split(/\s+/))
      .filter((words) => words[0] !== "");
  }
}
