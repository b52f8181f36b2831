/** What `ifconfig` changes, word by word. */
import { strerror } from "../../errno.ts";
import {
  IFREQ_UNION,
  SIOCDIFADDR,
  SIOCGIFMAP,
  SIOCSIFADDR,
  SIOCSIFFLAGS,
  SIOCSIFMAP,
  SIOCSIFNETMASK,
} from "../../ioctl/ifreq.ts";
import { AF_INET, AF_INET6, type SystemCalls } from "../../kernel.ts";
import { IFF_UP } from "../../netlink/link-flags.ts";
import { INADDR_ANY, type Ipv4Address, type Ipv6Address, ipv4Mask, parseIpv6 } from "../../packet/address.ts";
import type { Process } from "../../process/process.ts";
import { IFNAMSIZ, makeIfreq } from "../lib/interfaces.ts";
import { atoi, strtolSaturated } from "../lib/numbers.ts";
import { inetAton } from "../lib/resolver.ts";
import { ToolExit } from "./fail.ts";
import { changeAlias } from "./ifconfig-alias.ts";
import { interfaceNames } from "./ifconfig-fetch.ts";
import {
  type InetFamily,
  type InterfaceSockets,
  makeIn6Ifreq,
  withAddress,
  withAddress6,
} from "./ifconfig-sockets.ts";
import { HOST_LOOKUP_FAILURE, hostError, resolveHost, resolveHost6, UNKNOWN_HOST } from "./names.ts";
import { IFCONFIG_FAMILIES, IFCONFIG_HARDWARE, IFCONFIG_USAGE } from "./texts.ts";

/** `hstrerror(3)` where no name server was asked. */
const NO_LOOKUP = "Resolver Error 0 (no error)";
/** Error numbers of `getaddrinfo(3)`. */
const LOOKUP_ERRORS: Readonly<Record<string, number>> = { [UNKNOWN_HOST]: -2, [HOST_LOOKUP_FAILURE]: -3 };

/** -1, as a process's status. */
const FAILED = 255;
/** Address families that the real one knows. */
const OTHER_FAMILIES: ReadonlySet<string> = new Set(
  "unix unspec ax25 netrom rose ipx ddp ec ash x25".split(" "),
);

/** How it ends when a word is wrong. */
export function usage(): ToolExit {
  return new ToolExit(
    3,
    `${IFCONFIG_USAGE}  <HW>=Hardware Type.\n  List of possible hardware types:\n${IFCONFIG_HARDWARE}` +
      `  <AF>=Address family. Default: inet\n  List of possible address families:\n${IFCONFIG_FAMILIES}`,
  );
}

/** What is said about a name that is no IPv6 address. */
function lookupError6(name: string, problem: string): string {
  const known = LOOKUP_ERRORS[problem];
  return `getaddrinfo: ${name}: ${known ?? -9}\n${hostError(name, known ? problem : NO_LOOKUP)}`;
}

/** What a word does, and those behind it that it takes. */
export type Handler = (changes: Changes) => void;

/** The words of one command line, being worked through. */
export class Changes {
  readonly process: Process;
  readonly sys: SystemCalls;
  readonly sockets: InterfaceSockets;
  readonly name: string;
  /** Exit status: 1 after an error, 255 after one with flags. */
  private status = 0;
  private readonly words: readonly string[];
  private at = 0;
  /** The words are about IPv6. */
  inet6 = false;
  /** The length of the netmask that the address brought, which is set after all words. */
  private prefixLength: number | undefined;
  private hasNetmask = false;
  /** The names that there were when the first address was added or deleted. */
  private listed: readonly string[] | undefined;
  /** What the last lookup said that failed (`h_errno`). */
  private lastLookup = NO_LOOKUP;
  /** What was read into the buffer that hardware addresses are read into, too. */
  lastAddress: Ipv4Address = INADDR_ANY;

  constructor(process: Process, sockets: InterfaceSockets, name: string, words: readonly string[]) {
    this.process = process;
    this.sockets = sockets;
    this.sys = process.sys;
    this.name = name.slice(0, IFNAMSIZ - 1);
    this.words = words;
  }

  /**
   * Works through the words.
   * @param handlers what the words do that are no address
   * @returns the exit status
   */
  run(handlers: Readonly<Record<string, Handler>>): number {
    const [family] = this.words;
    if (OTHER_FAMILIES.has(family))
      throw new ToolExit(1, `ifconfig: address family \`${family}' is not supported here\n`);
    if (family === "inet" || family === "inet6") this.inet6 = this.words[this.at++] === "inet6";
    while (this.at < this.words.length) this.word(this.words[this.at++], handlers);
    if (this.prefixLength !== undefined)
      this.changeAddress("SIOCSIFNETMASK", SIOCSIFNETMASK, ipv4Mask(this.prefixLength));
    return this.status;
  }

  private word(word: string, handlers: Readonly<Record<string, Handler>>): void {
    const handler = Object.hasOwn(handlers, word) ? handlers[word] : undefined;
    if (handler) handler(this);
    else this.setAddress(word);
  }

  /** The next word. */
  take(): string {
    if (this.at >= this.words.length) throw usage();
    return this.words[this.at++];
  }

  /** The word that was taken last is the next one again. */
  back(): void {
    this.at--;
  }

  private get family(): InetFamily {
    return this.inet6 ? AF_INET6 : AF_INET;
  }

  /** Whether there is another word. */
  get more(): boolean {
    return this.at < this.words.length;
  }

  /** The word is no address that can be read: this takes the place of what failed before. */
  refuseAddress(name: string): void {
    this.process.stderr.write(hostError(name, this.lastLookup));
    this.status = 1;
  }

  /** The address of a host; undefined, and told, when there is none: the words after it still count. */
  host(name: string): Ipv4Address | undefined {
    const address = resolveHost(this.sys, name);
    if (typeof address !== "string") {
      // a host's name was looked for among the networks, too, and is none of them
      if (inetAton(name) === undefined) this.lastLookup = UNKNOWN_HOST;
      this.lastAddress = address;
      return address;
    }
    this.lastLookup = address;
    this.process.stderr.write(hostError(name, address));
    this.status = 1;
    return undefined;
  }

  /**
   * An IPv6 address with an ioctl that means IPv4 addresses.
   * @returns whether there was such an address
   */
  changeAddress6(what: string, number: number, name: string): boolean {
    const address = resolveHost6(this.sys, name);
    if (typeof address === "string") {
      if (LOOKUP_ERRORS[address] !== undefined) this.lastLookup = address;
      this.complain(lookupError6(name, address));
    } else this.report(what, this.ioctl(number, withAddress6(this.name, address)));
    return typeof address !== "string";
  }

  fail(status = 1): void {
    this.status |= status;
  }

  /** The flags once more; 0, and told, where there is no device. */
  testFlags(): number {
    const flags = this.sockets.flags(this.family, this.name);
    if (flags >= 0) return flags;
    this.failFlags(`${this.name}: ERROR while testing interface flags: ${strerror(-flags)}\n`);
    return 0;
  }

  /** Takes the place of what failed before. */
  complain(text: string): void {
    this.process.stderr.write(text);
    this.status = 1;
  }

  failFlags(text: string): void {
    this.process.stderr.write(text);
    this.fail(FAILED);
  }

  report(what: string, result: number): boolean {
    if (result >= 0) return true;
    this.process.stderr.write(`${what}: ${strerror(-result)}\n`);
    // a wrong netmask is added to what failed before, other errors take its place
    if (what === "SIOCSIFNETMASK") this.fail();
    else this.status = 1;
    return false;
  }

  setFlags(set: number, clear: number): void {
    const flags = this.sockets.flags(this.family, this.name);
    if (flags < 0) {
      this.failFlags(`${this.name}: ERROR while getting interface flags: ${strerror(-flags)}\n`);
      return;
    }
    const argument = makeIfreq(this.name);
    new DataView(argument.buffer).setUint16(IFREQ_UNION, (flags & ~clear) | set, true);
    const error = this.ioctl(SIOCSIFFLAGS, argument);
    if (error < 0) this.failFlags(`SIOCSIFFLAGS: ${strerror(-error)}\n`);
  }

  /** On the socket of the family that the words are about. */
  ioctl(number: number, argument: Uint8Array): number {
    return this.sockets.ioctl(this.family, number, argument);
  }

  /**
   * An ioctl with the name and more.
   * @param fill writes what stands behind the name
   */
  callIoctl(what: string, number: number, fill: (argument: DataView) => void): boolean {
    const argument = makeIfreq(this.name);
    fill(new DataView(argument.buffer, IFREQ_UNION));
    return this.report(what, this.ioctl(number, argument));
  }

  /** `struct ifmap`, which is read before it is written. */
  changeMap(what: string, fill: (map: DataView) => void): void {
    const argument = makeIfreq(this.name);
    if (!this.report(`${what}: SIOCGIFMAP`, this.ioctl(SIOCGIFMAP, argument))) return;
    fill(new DataView(argument.buffer, IFREQ_UNION));
    this.report(`${what}: SIOCSIFMAP`, this.ioctl(SIOCSIFMAP, argument));
  }

  /** An ioctl with the name and an address. */
  changeAddress(what: string, number: number, address: Ipv4Address): boolean {
    return this.report(what, this.ioctl(number, withAddress(this.name, address)));
  }

  private setAddress(word: string): void {
    if (this.inet6) return this.refuseIpv6(word);
    const [name, ...prefix] = word.split("/");
    if (prefix.length > 0) {
      const text = prefix.join("/");
      const length = text === "" ? 0n : strtolSaturated(text, 0);
      if (length === undefined || this.hasNetmask) throw usage();
      // a shift by 32 is none, so that /32 is taken for /0
      this.prefixLength = Number(length & 31n);
    }
    const address = resolveHost(this.sys, name);
    if (typeof address === "string")
      throw new ToolExit(1, `${hostError(name, address)}ifconfig: \`--help' gives usage information.\n`);
    this.lastAddress = address;
    this.changeAddress("SIOCSIFADDR", SIOCSIFADDR, address);
    // an alias that has just gone is not brought up
    const gone = this.name.includes(":") && (this.name.endsWith("-") || address === INADDR_ANY);
    if (!gone) this.setFlags(IFF_UP, 0);
  }

  /** An IPv6 address without `add`: looked up with its prefix length, and refused. */
  private refuseIpv6(name: string): never {
    const address = resolveHost6(this.sys, name);
    if (typeof address !== "string")
      throw new ToolExit(1, `Don't know how to set addresses for family ${AF_INET6}.\n`);
    const problem = lookupError6(name, address);
    throw new ToolExit(1, `${problem}ifconfig: \`--help' gives usage information.\n`);
  }

  setNetmask(word: string): void {
    if (this.hasNetmask) throw usage();
    if (this.inet6) {
      this.hasNetmask = this.changeAddress6("SIOCSIFNETMASK", SIOCSIFNETMASK, word);
      return;
    }
    const mask = this.host(word);
    if (mask === undefined) return;
    this.hasNetmask = true;
    this.changeAddress("SIOCSIFNETMASK", SIOCSIFNETMASK, mask);
  }

  /** `add` and `del`. */
  changeExtra(add: boolean, word: string): void {
    if (word.includes(":")) return this.changeIpv6(add, word);
    const address = this.host(word);
    if (address === undefined) return;
    // once read, the list stays: what comes into being meanwhile is not in it
    this.listed ??= interfaceNames(this.sockets, this.family, this.name);
    changeAlias(this.process, this.sockets, this.family, this.name, address, add, this.listed);
  }

  private changeIpv6(add: boolean, word: string): void {
    const [name, prefix] = word.split("/", 2);
    const prefixLength = prefix === undefined ? 128 : atoi(prefix);
    if (!(prefixLength >= 0 && prefixLength <= 128)) throw usage();
    const address = parseIpv6(name);
    if (!address) return this.refuseAddress(name);
    if (add) this.callIpv6("SIOCSIFADDR", SIOCSIFADDR, address, prefixLength);
    else this.callIpv6("SIOCDIFADDR", SIOCDIFADDR, address, prefixLength);
  }

  /** An ioctl of IPv6 about an address of the device. */
  callIpv6(what: string, number: number, address: Ipv6Address, prefixLength: number): void {
    const index = this.sockets.index(AF_INET6, this.name);
    if (!this.report("SIOGIFINDEX", index)) return;
    const argument = makeIn6Ifreq(address, prefixLength, index);
    this.report(what, this.sockets.ioctl(AF_INET6, number, argument));
  }
}
