/**
 * `ip tuntap`: persistent tun and tap devices, made through /dev/net/tun and listed from rtnetlink and sysfs (iproute2's `iptuntap.c`).
 */
import { isErrno, strerror } from "../../../errno.ts";
import { O_RDWR } from "../../../kernel.ts";
import { AttributeTable } from "../../../netlink/attribute.ts";
import { IFINFOMSG_LEN, writeLinkHeader } from "../../../netlink/link.ts";
import {
  IFLA_EXT_MASK,
  IFLA_IFNAME,
  IFLA_INFO_KIND,
  IFLA_INFO_MAX,
  IFLA_LINKINFO,
  IFLA_MAX,
  RTEXT_FILTER_SKIP_STATS,
  RTEXT_FILTER_VF,
} from "../../../netlink/link-attributes.ts";
import {
  IFF_MULTI_QUEUE,
  IFF_NO_PI,
  IFF_ONE_QUEUE,
  IFF_PERSIST,
  IFF_TAP,
  IFF_TUN,
  IFF_TUN_EXCL,
  IFF_VNET_HDR,
  TUNSETGROUP,
  TUNSETIFF,
  TUNSETOWNER,
  TUNSETPERSIST,
} from "../../../netlink/link-kinds/tun.ts";
import { RTM_GETLINK, RTM_NEWLINK } from "../../../netlink/rtnetlink.ts";
import { parseGroup, parseUser } from "../accounts.ts";
import { type Arguments, EXIT_FAILURE, EXIT_USAGE } from "../arguments.ts";
import type { Ip } from "../context.ts";
import { validName } from "../link-map.ts";
import { readText } from "../names.ts";
import { TUNTAP_USAGE } from "./help.ts";
import { attachedProcesses } from "./processes.ts";

interface Request {
  name: string;
  flags: number;
  user: number | undefined;
  group: number | undefined;
}

function parseMode(ip: Ip, args: Arguments, request: Request): void {
  args.next();
  const mode = args.matches("tun") ? IFF_TUN : args.matches("tap") ? IFF_TAP : 0;
  if (mode === 0) ip.fail(`Unknown tunnel mode "${args.current}"`);
  const other = mode === IFF_TUN ? IFF_TAP : IFF_TUN;
  if ((request.flags & other) !== 0) ip.fail("You managed to ask for more than one tunnel mode.");
  request.flags |= mode;
}

function parseName(args: Arguments, request: Request, label: string): void {
  if (!validName(args.current)) args.invalid(`"${label}" not a valid ifname`);
  request.name = args.current;
}

function parse(ip: Ip, args: Arguments): Request | undefined {
  const request: Request = { name: "", flags: IFF_NO_PI, user: undefined, group: undefined };
  for (; args.more; args.advance()) {
    if (args.matches("mode")) parseMode(ip, args, request);
    else if (args.matches("user")) {
      args.next();
      request.user = parseUser(ip.sys, args.current) ?? ip.fail(`invalid user "${args.current}"`);
    } else if (args.matches("group")) {
      args.next();
      request.group = parseGroup(ip.sys, args.current) ?? ip.fail(`invalid group "${args.current}"`);
    } else if (args.matches("pi")) request.flags &= ~IFF_NO_PI;
    else if (args.matches("one_queue")) request.flags |= IFF_ONE_QUEUE;
    else if (args.matches("vnet_hdr")) request.flags |= IFF_VNET_HDR;
    else if (args.matches("multi_queue")) request.flags |= IFF_MULTI_QUEUE;
    else if (args.matches("dev")) {
      args.next();
      parseName(args, request, "dev");
    } else {
      if (args.matches("name")) args.next();
      else if (args.matches("help")) ip.usage(TUNTAP_USAGE);
      if (request.name !== "") args.garbage("name");
      parseName(args, request, "name");
    }
  }
  if ((request.flags & (IFF_TUN | IFF_TAP)) !== 0) return request;
  ip.complain("You failed to specify a tunnel mode\n");
  return undefined;
}

/** `struct ifreq` with name and flags. */
function ifreq(name: string, flags: number): Uint8Array {
  const bytes = new Uint8Array(40);
  bytes.set(new TextEncoder().encode(name).subarray(0, 15));
  bytes[16] = flags;
  bytes[17] = flags >>> 8;
  return bytes;
}

function int(value: number): Uint8Array {
  return Uint8Array.of(value, value >>> 8, value >>> 16, value >>> 24);
}

/** Attaches to the device and makes the settings. @returns the exit status */
function configure(
  ip: Ip,
  request: Request,
  flags: number,
  settings: readonly (readonly [string, number, number])[],
): number {
  const file = ip.sys.open("/dev/net/tun", O_RDWR);
  if (isErrno(file)) {
    ip.perror("open", file);
    return EXIT_FAILURE;
  }
  let failed = "TUNSETIFF";
  let error = file.ioctl(TUNSETIFF, ifreq(request.name, flags));
  for (const [name, code, value] of settings) {
    if (error < 0) break;
    failed = name;
    error = file.ioctl(code, int(value));
  }
  file.close();
  if (error >= 0) return 0;
  ip.complain(`ioctl(${failed}): ${strerror(error)}\n`);
  return EXIT_FAILURE;
}

function add(ip: Ip, args: Arguments): number {
  const request = parse(ip, args);
  if (!request) return EXIT_FAILURE;
  const settings: [string, number, number][] = [];
  if (request.user !== undefined) settings.push(["TUNSETOWNER", TUNSETOWNER, request.user]);
  if (request.group !== undefined) settings.push(["TUNSETGROUP", TUNSETGROUP, request.group]);
  settings.push(["TUNSETPERSIST", TUNSETPERSIST, 1]);
  return configure(ip, request, request.flags | IFF_TUN_EXCL, settings);
}

function remove(ip: Ip, args: Arguments): number {
  const request = parse(ip, args);
  if (!request) return EXIT_FAILURE;
  return configure(ip, request, request.flags, [["TUNSETPERSIST", TUNSETPERSIST, 0]]);
}

/** A number in a device's directory of sysfs; undefined when it cannot be read, which is said. */
function property(ip: Ip, name: string, file: string): number | undefined {
  const path = `/sys/class/net/${name}/${file}`;
  const status = ip.sys.stat(path);
  const text = isErrno(status) ? undefined : readText(ip.sys, path);
  if (text !== undefined) return Number(text.trim());
  ip.complain(`fopen ${path}: ${strerror(isErrno(status) ? status : -2)}\n`);
  return undefined;
}

const KNOWN_FLAGS =
  IFF_TUN | IFF_TAP | IFF_NO_PI | IFF_ONE_QUEUE | IFF_MULTI_QUEUE | IFF_VNET_HDR | IFF_PERSIST;

function printFlags(ip: Ip, flags: number): void {
  const { out } = ip;
  if (out.json) out.openArray("flags");
  const each = (on: boolean, name: string): void => {
    if (on) out.value(null, name, ` ${name}`);
  };
  each((flags & IFF_TUN) !== 0, "tun");
  each((flags & IFF_TAP) !== 0, "tap");
  each((flags & IFF_NO_PI) === 0, "pi");
  each((flags & IFF_ONE_QUEUE) !== 0, "one_queue");
  each((flags & IFF_MULTI_QUEUE) !== 0, "multi_queue");
  each((flags & IFF_VNET_HDR) !== 0, "vnet_hdr");
  each((flags & IFF_PERSIST) !== 0, "persist");
  // "no filter" is the same bit as "no packet information"
  each((flags & IFF_NO_PI) === 0, "filter");
  const rest = flags & ~KNOWN_FLAGS;
  if (rest !== 0) out.value(null, `0x${rest.toString(16)}`, ` UNKNOWN_FLAGS:${rest.toString(16)}`);
  if (out.json) out.closeArray();
}

function printDevice(ip: Ip, name: string): void {
  const flags = property(ip, name, "tun_flags");
  const owner = flags === undefined ? undefined : property(ip, name, "owner");
  const group = owner === undefined ? undefined : property(ip, name, "group");
  if (flags === undefined || owner === undefined || group === undefined) return;
  const { out } = ip;
  out.openObject();
  out.value("ifname", name, `${name}:`, "ifname");
  printFlags(ip, flags);
  if (owner !== -1) out.value("user", owner, ` user ${owner}`);
  if (group !== -1) out.value("group", group, ` group ${group}`);
  if (ip.options.details > 0) {
    out.newline();
    out.text("\tAttached to processes:");
    if (out.json) out.openArray("processes");
    for (const process of attachedProcesses(ip, name)) {
      out.openObject();
      out.value("name", process.name, process.name);
      out.value("pid", process.pid, `(${process.pid})`);
      out.closeObject();
    }
    if (out.json) out.closeArray();
  }
  out.text("\n");
  out.closeObject();
}

/** Words after it are passed over, as iproute2 does. */
function show(ip: Ip): number {
  const names: string[] = [];
  const writer = ip.client.begin(RTM_GETLINK, 0);
  writeLinkHeader(writer, 0, 0, 0, 0, 0);
  writer.u32(IFLA_EXT_MASK, RTEXT_FILTER_VF | RTEXT_FILTER_SKIP_STATS);
  const info = writer.nest(IFLA_LINKINFO);
  writer.stringUnterminated(IFLA_INFO_KIND, "tun");
  writer.endNest(info);
  const link = new AttributeTable(IFLA_MAX);
  const kind = new AttributeTable(IFLA_INFO_MAX);
  ip.dumpOrExit((message) => {
    if (message.type !== RTM_NEWLINK) return;
    link.parse(message.bytes, message.body + IFINFOMSG_LEN, message.end);
    kind.parseNested(link, IFLA_LINKINFO);
    if (kind.string(IFLA_INFO_KIND) === "tun") names.push(link.string(IFLA_IFNAME));
  });
  ip.out.startJson();
  for (const name of names) printDevice(ip, name);
  ip.out.endJson();
  return 0;
}

type Handler = (ip: Ip, args: Arguments) => number;

const COMMANDS: readonly (readonly [string, Handler])[] = [
  ["add", add],
  ["delete", remove],
  ["show", show],
  ["lst", show],
  ["list", show],
  ["help", (ip) => ip.usage(TUNTAP_USAGE)],
];

export function command(ip: Ip, args: Arguments): number {
  if (!args.more) return show(ip);
  const found = COMMANDS.find(([name]) => args.matches(name));
  if (!found) {
    ip.complain(`Command "${args.current}" is unknown, try "ip tuntap help".\n`);
    return EXIT_USAGE;
  }
  args.advance();
  return found[1](ip, args.rest());
}
