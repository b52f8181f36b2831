/** `route add` and `route del`. */
import { strerror } from "../../errno.ts";
import { RTF_DYNAMIC, RTF_MODIFIED, SIOCADDRT, SIOCDELRT } from "../../ioctl/rtentry.ts";
import { AF_INET6 } from "../../kernel.ts";
import { IN6ADDR_ANY, type Ipv4Address, type Ipv6Address, parseIpv6 } from "../../packet/address.ts";
import type { Process } from "../../process/process.ts";
import { atoi } from "../lib/numbers.ts";
import { ToolExit } from "./fail.ts";
import { InterfaceSockets } from "./ifconfig-sockets.ts";
import {
  HOST_LOOKUP_FAILURE,
  hostError,
  resolveHost,
  resolveHost6,
  resolveInet,
  UNKNOWN_HOST,
} from "./names.ts";
import { changeRoute, type RouteEntry6, routeMessage6 } from "./requests.ts";
import { INET_ROUTE_USAGE, INET6_ROUTE_USAGE } from "./texts.ts";

/** `hstrerror(3)` where no name server was asked. */
const NO_LOOKUP = "Resolver Error 0 (no error)";
const E_OPTERR = 3;
const E_LOOKUP = 6;
const E_SOCK = 7;

/** What is collected from the words of the command. */
class Words {
  /** Undefined also where it is all zeros. */
  netmask: number | undefined;
  gateway: Ipv4Address | undefined;
  device: string | undefined;
  /** One more than what was said. */
  metric = 0;
  mss = 0;
  window = 0;
  irtt = 0;
  reject = false;
}

function usage(message = ""): never {
  throw new ToolExit(E_OPTERR, message + INET_ROUTE_USAGE);
}

function host(process: Process, name: string, status = E_LOOKUP): Ipv4Address {
  const address = resolveHost(process.sys, name);
  if (typeof address === "string") throw new ToolExit(status, hostError(name, address));
  return address;
}

type Keyword = (words: Words, argument: string, process: Process) => void;

const WITH_ARGUMENT: Readonly<Record<string, Keyword>> = {
  metric(words, argument) {
    if (!/^\d/.test(argument)) usage();
    words.metric = atoi(argument) + 1;
  },
  netmask(words, argument, process) {
    if (words.netmask !== undefined) usage();
    words.netmask = host(process, argument) || undefined;
  },
  gw(words, argument, process) {
    if (words.gateway !== undefined) usage();
    const found = resolveInet(process.sys, argument, true);
    if (typeof found === "string") throw new ToolExit(E_LOOKUP, `${argument}: ${UNKNOWN_HOST}\n`);
    if (found.isNetwork) usage(`route: ${argument}: cannot use a NETWORK as gateway!\n`);
    words.gateway = found.address;
  },
  mss(words, argument) {
    words.mss = atoi(argument);
    if (words.mss < 64 || words.mss > 65_536) usage("route: Invalid MSS/MTU.\n");
  },
  window(words, argument) {
    words.window = atoi(argument);
    // an `unsigned long` of an `int`: less than 0 is much
    if (words.window >= 0 && words.window < 128) usage("route: Invalid window.\n");
  },
  irtt(words, argument) {
    words.irtt = atoi(argument) & 0xffff;
  },
  dev(words, argument) {
    if (words.device !== undefined) usage();
    words.device = argument;
  },
};
const ALIASES: Readonly<Record<string, string>> = { gateway: "gw", device: "dev", mtu: "mss" };

/** `mod`, `dyn` and `reinstate` set flags that the kernel takes and forgets. */
const FLAGS_WITHOUT_EFFECT: ReadonlySet<string> = new Set(["mod", "dyn", "reinstate"]);

function parseWords(process: Process, list: readonly string[], netmask: number | undefined): Words {
  const words = new Words();
  words.netmask = netmask;
  for (let i = 0; i < list.length; i++) {
    const word = ALIASES[list[i]] ?? list[i];
    if (Object.hasOwn(WITH_ARGUMENT, word)) {
      i++;
      if (i >= list.length) usage();
      WITH_ARGUMENT[word](words, list[i], process);
    } else if (word === "reject") words.reject = true;
    else if (FLAGS_WITHOUT_EFFECT.has(word)) continue;
    else if (words.device !== undefined || i + 1 < list.length) usage();
    else words.device = word;
  }
  return words;
}

/** The mask of a prefix length: a shift by its five low bits, so that 32 makes no mask. */
function prefixMask(text: string): number {
  if (!/^\d*$/.test(text)) usage();
  return ~(0xffff_ffff >>> (atoi(text) & 31)) >>> 0;
}

/** `route add|del` of IPv4. @returns the exit status */
export function changeInet(process: Process, add: boolean, list: readonly string[]): number {
  const forced = list[0] === "#net" ? "net" : list[0] === "#host" ? "host" : undefined;
  const [target, ...rest] = forced ? list.slice(1) : list;
  if (target === undefined && forced) usage();
  if (target === undefined) throw new ToolExit(0, "", INET_ROUTE_USAGE);
  const slash = target.indexOf("/");
  const prefix = slash < 0 ? 0 : prefixMask(target.slice(slash + 1));
  const name = slash < 0 ? target : target.slice(0, slash);
  const found = resolveInet(process.sys, name, forced !== "net");
  if (typeof found === "string") throw new ToolExit(E_LOOKUP, hostError(name, found));
  const destination = found.address;
  const words = parseWords(process, rest, prefix || undefined);
  const isNet = forced === undefined ? found.isNetwork : forced === "net";
  const mask = checkMask(destination, isNet, words.netmask);
  const result = changeRoute(process.sys, add, { destination, mask, ...words });
  if (result >= 0) return 0;
  process.stderr.write(`${add ? "SIOCADDRT" : "SIOCDELRT"}: ${strerror(-result)}\n`);
  return E_SOCK;
}

function checkMask(destination: Ipv4Address, isNet: boolean, netmask: number | undefined): number {
  if (netmask === undefined) return isNet ? 0 : 0xffff_ffff;
  const inverse = ~netmask >>> 0;
  if (!isNet) {
    usage(`route: netmask ${inverse.toString(16).padStart(8, "0")} doesn't make sense with host route\n`);
  }
  if ((inverse & (inverse + 1)) !== 0)
    usage(`route: bogus netmask ${[24, 16, 8, 0].map((shift) => (netmask >>> shift) & 255).join(".")}\n`);
  if ((destination & inverse) !== 0) usage("route: netmask doesn't match route address\n");
  return netmask;
}

// --- IPv6 ---

/** Words that set flags, which the kernel keeps for IPv6. */
const FLAG_WORDS: Readonly<Record<string, number>> = { mod: RTF_MODIFIED, dyn: RTF_DYNAMIC };

function usage6(): never {
  throw new ToolExit(E_OPTERR, INET6_ROUTE_USAGE);
}

function host6(process: Process, name: string): Ipv6Address {
  const address = resolveHost6(process.sys, name);
  if (typeof address !== "string") return address;
  // `getaddrinfo` alone knows why an address of IPv4 is none
  if (address === "") throw new ToolExit(1, `getaddrinfo: ${name}: -9\n${hostError(name, NO_LOOKUP)}`);
  const code = address === HOST_LOOKUP_FAILURE ? -3 : -2;
  throw new ToolExit(1, `getaddrinfo: ${name}: ${code}\n${hostError(name, address)}`);
}

/** A gateway has to be written in numbers. */
function gateway6(text: string): Ipv6Address {
  const address = parseIpv6(text);
  if (address) return address;
  throw new ToolExit(E_LOOKUP, hostError(text, NO_LOOKUP));
}

/** `route -6 add|del`. @returns the exit status */
export function changeInet6(process: Process, add: boolean, list: readonly string[]): number {
  const [target, ...rest] = list;
  if (target === undefined) usage6();
  const [name, prefix] = target.split("/", 2);
  const isDefault = target === "default";
  const prefixLength = prefix === undefined ? (isDefault ? 0 : 128) : atoi(prefix);
  if (prefixLength < 0 || prefixLength > 128) usage6();
  const destination = isDefault ? IN6ADDR_ANY : host6(process, name);
  let metric = 1;
  let flags = 0;
  let gateway: Ipv6Address | undefined;
  let device: string | undefined;
  for (let i = 0; i < rest.length; i++) {
    const word = ALIASES[rest[i]] ?? rest[i];
    if (word === "metric" || word === "gw" || word === "dev") {
      const argument = rest[++i];
      if (argument === undefined) usage6();
      if (word === "metric") {
        if (!/^\d/.test(argument)) usage6();
        metric = atoi(argument);
      } else if (word === "gw") {
        if (gateway) usage6();
        gateway = gateway6(argument);
      } else device = argument;
    } else if (Object.hasOwn(FLAG_WORDS, word)) flags |= FLAG_WORDS[word];
    else if (i + 1 < rest.length) usage6();
    else device = word;
  }
  const entry = { destination, prefixLength, gateway, metric, flags };
  const sockets = new InterfaceSockets(process.sys);
  const failure = send6(sockets, add, entry, device);
  sockets.close();
  if (failure === "") return 0;
  process.stderr.write(`${failure}\n`);
  return E_SOCK;
}

/** @returns what went wrong; "": nothing */
function send6(
  sockets: InterfaceSockets,
  add: boolean,
  entry: Omit<RouteEntry6, "ifindex">,
  device: string | undefined,
): string {
  const ifindex = device === undefined ? 0 : sockets.index(AF_INET6, device);
  if (ifindex < 0) return `SIOGIFINDEX: ${strerror(-ifindex)}`;
  const request = add ? SIOCADDRT : SIOCDELRT;
  const result = sockets.ioctl(AF_INET6, request, routeMessage6({ ...entry, ifindex }));
  return result >= 0 ? "" : `${add ? "SIOCADDRT" : "SIOCDELRT"}: ${strerror(-result)}`;
}
