/** What `ifconfig` changes, word by word. */
import { ENODEV, ENOTTY, isErrno, strerror } from "../../errno.ts";
import { AF_INET, AF_INET6, SOCK_DGRAM, type SystemCalls } from "../../kernel.ts";
import { IFA_LOCAL, writeAddrHeader } from "../../netlink/addr.ts";
import { writeLinkHeader } from "../../netlink/link.ts";
import { ARPHRD_ETHER, IFF_UP } from "../../netlink/link-flags.ts";
import { NLM_F_CREATE, NLM_F_EXCL } from "../../netlink/message.ts";
import { RTM_DELADDR, RTM_NEWADDR, RTM_NEWLINK } from "../../netlink/rtnetlink.ts";
import { INADDR_ANY, type Ipv4Address, parseIpv6 } from "../../packet/address.ts";
import type { Process } from "../../process/process.ts";
import { findLink, type Link } from "../lib/links.ts";
import { atoi, strtolSaturated } from "../lib/numbers.ts";
import { ToolExit } from "./fail.ts";
import { compareNames, Interfaces, notFetched } from "./ifconfig-list.ts";
import { BAD_MASK, changeAlias, setAddress, setAliasFlags, setNetmask } from "./ipv4-addresses.ts";
import { HOST_LOOKUP_FAILURE, hostError, resolveHost, resolveHost6, UNKNOWN_HOST } from "./names.ts";
import { request } from "./requests.ts";
import { IFCONFIG_FAMILIES, IFCONFIG_HARDWARE, IFCONFIG_USAGE } from "./texts.ts";

/** `hstrerror(3)` where no name server was asked. */
const NO_LOOKUP = "Resolver Error 0 (no error)";
/** Error numbers of `getaddrinfo(3)`. */
const LOOKUP_ERRORS: Readonly<Record<string, number>> = { [UNKNOWN_HOST]: -2, [HOST_LOOKUP_FAILURE]: -3 };

/** Longer names are cut. */
const IFNAMSIZ = 16;
const SIOCSIFMTU = 0x8922;
const SIOCSIFHWADDR = 0x8924;
/** `struct ifreq` */
const IFREQ_LENGTH = 40;
/** -1, as a process's status. */
const FAILED = 255;
/** Address families that the real one knows. */
const OTHER_FAMILIES: ReadonlySet<string> = new Set(
  "unix unspec ax25 netrom rose ipx ddp ec ash x25".split(" "),
);

export function usage(): ToolExit {
  return new ToolExit(
    3,
    `${IFCONFIG_USAGE}  <HW>=Hardware Type.\n  List of possible hardware types:\n${IFCONFIG_HARDWARE}` +
      `  <AF>=Address family. Default: inet\n  List of possible address families:\n${IFCONFIG_FAMILIES}`,
  );
}

/** What a word does, and those behind it that it takes. */
export type Handler = (changes: Changes) => void;

/** The words of one command line, being worked through. */
export class Changes {
  readonly process: Process;
  readonly sys: SystemCalls;
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
  private listed: Set<string> | undefined;
  /** What was read into the buffer that hardware addresses are read into, too. */
  lastAddress: Ipv4Address = INADDR_ANY;

  constructor(process: Process, name: string, words: readonly string[]) {
    this.process = process;
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
    if (this.prefixLength !== undefined) this.changeAddress("SIOCSIFNETMASK", setNetmask, this.prefixLength);
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

  /** Whether there is another word. */
  get more(): boolean {
    return this.at < this.words.length;
  }

  /** The word is no address that can be read: this takes the place of what failed before. */
  refuseAddress(name: string): void {
    this.process.stderr.write(hostError(name, NO_LOOKUP));
    this.status = 1;
  }

  /** The address of a host; undefined, and told, when there is none: the words after it still count. */
  host(name: string): Ipv4Address | undefined {
    const address = resolveHost(this.sys, name);
    if (typeof address !== "string") {
      this.lastAddress = address;
      return address;
    }
    this.process.stderr.write(hostError(name, address));
    this.status = 1;
    return undefined;
  }

  /**
   * An address for an ioctl that a socket of IPv6 does not answer: looked up all the same.
   * @param error what the kernel says then
   * @returns whether there was such an address
   */
  refuseInet6(what: string, name: string, error: number): boolean {
    const problem = this.lookupError6(name);
    if (problem === undefined) this.report(what, -error);
    else this.complain(problem);
    return problem === undefined;
  }

  /** What is said about a name that is no IPv6 address; undefined for one that is. */
  private lookupError6(name: string): string | undefined {
    const address = resolveHost6(this.sys, name);
    if (typeof address !== "string") return undefined;
    const known = LOOKUP_ERRORS[address];
    return `getaddrinfo: ${name}: ${known ?? -9}\n${hostError(name, known ? address : NO_LOOKUP)}`;
  }

  /** The device, of which an alias has the part before the colon. */
  link(): Link | undefined {
    const device = this.name.replace(/:.*$/, "");
    return findLink(this.sys, device);
  }

  fail(status = 1): void {
    this.status |= status;
  }

  /** Reading the flags once more fails where there is no device. */
  testFlags(): void {
    if (!this.link())
      this.failFlags(`${this.name}: ERROR while testing interface flags: ${strerror(ENODEV)}\n`);
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
    const link = this.link();
    if (!link) {
      this.failFlags(`${this.name}: ERROR while getting interface flags: ${strerror(ENODEV)}\n`);
      return;
    }
    const flags = (link.flags & ~clear) | set;
    // a socket of IPv6 knows no aliases
    if (this.name.includes(":") && !this.inet6) {
      const error = setAliasFlags(this.sys, link, this.name, flags);
      if (error < 0) this.failFlags(`SIOCSIFFLAGS: ${strerror(-error)}\n`);
      return;
    }
    this.report("SIOCSIFFLAGS", this.changeLink(link, flags, set | clear));
  }

  changeLink(link: Link, flags = 0, change = 0, type = 0, value?: number | string): number {
    return request(this.sys, RTM_NEWLINK, 0, (writer) => {
      writeLinkHeader(writer, 0, 0, link.index, flags, change);
      if (typeof value === "number") writer.u32(type, value);
      else if (typeof value === "string") writer.string(type, value);
    });
  }

  changeAttribute(what: string, type: number, value: number | string): void {
    const link = this.link();
    this.report(what, link ? this.changeLink(link, 0, 0, type, value) : -ENODEV);
  }

  /**
   * Calls the ioctl itself.
   * @param fill writes what it takes behind the name
   */
  callIoctl(what: string, number: number, fill: (argument: DataView) => void): void {
    const link = this.link();
    const socket = link ? this.sys.socket(AF_INET, SOCK_DGRAM, 0) : -ENODEV;
    if (link === undefined || isErrno(socket)) {
      this.report(what, isErrno(socket) ? socket : -ENODEV);
      return;
    }
    const argument = new Uint8Array(IFREQ_LENGTH);
    argument.set(new TextEncoder().encode(link.name).subarray(0, IFNAMSIZ - 1));
    fill(new DataView(argument.buffer, IFNAMSIZ));
    this.report(what, socket.ioctl(number, argument));
    socket.close();
  }

  /** What it cannot answer the kernel's log says. */
  setMtu(mtu: number): void {
    this.callIoctl("SIOCSIFMTU", SIOCSIFMTU, (argument) => argument.setInt32(0, mtu, true));
  }

  /** Of a device of another type the kernel does not take it. */
  setEthernetAddress(address: Uint8Array): void {
    this.callIoctl("SIOCSIFHWADDR", SIOCSIFHWADDR, (argument) => {
      argument.setUint16(0, ARPHRD_ETHER, true);
      address.forEach((byte, at) => {
        argument.setUint8(2 + at, byte);
      });
    });
  }

  /** Calls an ioctl's stand-in on the addresses of this label. */
  changeAddress(
    what: string,
    change: (sys: SystemCalls, link: Link, label: string, value: number & Ipv4Address) => number,
    value: number,
  ): boolean {
    const link = this.link();
    const result = link ? change(this.sys, link, this.name, value as Ipv4Address) : -ENODEV;
    return this.report(what, result);
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
    this.changeAddress("SIOCSIFADDR", setAddress, address);
    // an alias that has just gone is not brought up
    const gone = this.name.includes(":") && (this.name.endsWith("-") || address === INADDR_ANY);
    if (!gone) this.setFlags(IFF_UP, 0);
  }

  /** An IPv6 address without `add`: looked up with its prefix length, and refused. */
  private refuseIpv6(name: string): never {
    const problem = this.lookupError6(name);
    if (problem === undefined)
      throw new ToolExit(1, `Don't know how to set addresses for family ${AF_INET6}.\n`);
    throw new ToolExit(1, `${problem}ifconfig: \`--help' gives usage information.\n`);
  }

  setNetmask(word: string): void {
    if (this.hasNetmask) throw usage();
    if (this.inet6) {
      this.hasNetmask = this.refuseInet6("SIOCSIFNETMASK", word, ENOTTY);
      return;
    }
    const mask = this.host(word);
    if (mask === undefined) return;
    this.hasNetmask = true;
    const inverse = ~mask >>> 0;
    const prefixLength = (inverse & (inverse + 1)) === 0 ? Math.clz32(inverse) : BAD_MASK;
    this.changeAddress("SIOCSIFNETMASK", setNetmask, prefixLength);
  }

  /** `add` and `del`. */
  changeExtra(add: boolean, word: string): void {
    if (word.includes(":")) return this.changeIpv6(add, word);
    const address = this.host(word);
    if (address === undefined) return;
    const link = this.link();
    // once read, the list stays: what comes into being meanwhile is not in it
    this.listed ??= new Set(new Interfaces(this.sys).names).add(this.name);
    this.complainOfNames(this.listed, link !== undefined);
    // a socket of IPv6 takes the request for another one, and nobody looks at what it says
    if (link && !this.inet6) changeAlias(this.sys, link, this.name, address, add, this.listed);
  }

  /** The device is fetched, and then everything that may be an alias of it, itself among them. */
  private complainOfNames(names: ReadonlySet<string>, known: boolean): void {
    const interfaces = new Interfaces(this.sys);
    const wrong = [...names].sort(compareNames).filter((name) => !interfaces.fetch(name));
    const text = (known ? wrong : [this.name, ...wrong]).map(notFetched).join("");
    this.process.stderr.write(text);
  }

  private changeIpv6(add: boolean, word: string): void {
    const [name, prefix] = word.split("/", 2);
    const prefixLength = prefix === undefined ? 128 : atoi(prefix);
    if (!(prefixLength >= 0 && prefixLength <= 128)) throw usage();
    const address = parseIpv6(name);
    if (!address) return this.refuseAddress(name);
    const link = this.link();
    if (!link) return void this.report("SIOGIFINDEX", -ENODEV);
    const result = request(
      this.sys,
      add ? RTM_NEWADDR : RTM_DELADDR,
      add ? NLM_F_CREATE | NLM_F_EXCL : 0,
      (writer) => {
        writeAddrHeader(writer, AF_INET6, prefixLength, 0, 0, link.index);
        writer.data(IFA_LOCAL, address.toBytes());
      },
    );
    this.report(add ? "SIOCSIFADDR" : "SIOCDIFADDR", result);
  }
}
