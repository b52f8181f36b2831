/** `ip maddress`: the multicast addresses that devices listen to. */
import { strerror } from "../../../errno.ts";
import { AF_INET, AF_INET6, AF_PACKET, AF_UNSPEC } from "../../../kernel.ts";
import { formatHexBytes, formatIpv4, Ipv6Address, ipv4FromBytes } from "../../../packet/address.ts";
import { interfaceIoctl, makeIfreq } from "../../lib/interfaces.ts";
import { readLines } from "../../lib/read-file.ts";
import { type Arguments, EXIT_FAILURE, Exit } from "../arguments.ts";
import type { Ip } from "../context.ts";
import { needLinkAddress } from "../link-layer.ts";
import { validName } from "../link-map.ts";

const MADDRESS_USAGE = `Usage: ip maddr [ add | del ] MULTIADDR dev STRING
       ip maddr show [ dev STRING ]
`;
const SIOCADDMULTI = 0x8931;
const SIOCDELMULTI = 0x8932;
/** Where the name ends in a `struct ifreq`, and where the address begins after its family. */
const IFREQ_ADDRESS = 18;
const MAX_ADDRESS = 14;
/** Only addresses of Ethernet are taken. */
const ADDRESS_LENGTH = 6;

interface Membership {
  readonly index: number;
  readonly name: string;
  readonly family: number;
  readonly address: string;
  readonly users: number;
  readonly features: string | undefined;
}

function hexBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length >> 1);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

function readLink(ip: Ip): Membership[] {
  return readLines(ip.sys, "/proc/net/dev_mcast").flatMap((line) => {
    const [index, name, users, global, address] = line.trim().split(/\s+/);
    if (address === undefined) return [];
    return {
      index: Number(index),
      name,
      family: AF_PACKET,
      address: formatHexBytes(hexBytes(address)),
      users: Number(users),
      features: global === "0" ? undefined : "static",
    };
  });
}

/** A line of a device, and after it one of each of its groups, of which the address is a word in the host's byte order. */
function readIpv4(ip: Ip): Membership[] {
  const found: Membership[] = [];
  let index = 0;
  let name = "";
  for (const line of readLines(ip.sys, "/proc/net/igmp", 1)) {
    const words = line.trim().split(/\s+/);
    if (!line.startsWith("\t")) {
      index = Number(words[0]);
      name = (words[1] ?? "").replace(/:$/, "");
    } else if (words.length > 1) {
      const address = formatIpv4(ipv4FromBytes(hexBytes(words[0].padStart(8, "0")).reverse()));
      found.push({ index, name, family: AF_INET, address, users: Number(words[1]), features: undefined });
    }
  }
  return found;
}

function readIpv6(ip: Ip): Membership[] {
  return readLines(ip.sys, "/proc/net/igmp6").flatMap((line) => {
    const [index, name, address, users] = line.trim().split(/\s+/);
    if (users === undefined || address.length !== 32) return [];
    return {
      index: Number(index),
      name,
      family: AF_INET6,
      address: Ipv6Address.fromBytes(hexBytes(address)).toString(),
      users: Number(users),
      features: undefined,
    };
  });
}

function list(ip: Ip, args: Arguments): number {
  for (; args.more; args.advance()) {
    if (args.is("dev")) args.next();
    else if (args.matches("help")) ip.usage(MADDRESS_USAGE);
    if (ip.maddressDevice !== undefined) args.garbage("dev");
    ip.maddressDevice = args.current;
  }
  const dev = ip.maddressDevice;
  const { family } = ip.options;
  const wanted = (one: number): boolean => family === AF_UNSPEC || family === one;
  const found = [
    ...(wanted(AF_PACKET) ? readLink(ip) : []),
    ...(wanted(AF_INET) ? readIpv4(ip) : []),
    ...(wanted(AF_INET6) ? readIpv6(ip) : []),
  ].filter(({ name }) => dev === undefined || name === dev);
  print(
    ip,
    found.sort((a, b) => a.index - b.index),
  );
  return 0;
}

function print(ip: Ip, memberships: readonly Membership[]): void {
  const { out } = ip;
  const { oneline } = ip.options;
  out.startJson();
  let current = 0;
  for (const membership of memberships) {
    const { index, name } = membership;
    // with -oneline each is a device of its own, also in JSON
    if (oneline || index !== current) {
      if (current !== 0) endDevice(ip);
      out.openObject();
      out.field("ifindex", index);
      out.field("ifname", name);
      out.openArray("maddr");
    }
    if (oneline || index !== current) {
      out.text(`${index}:`);
      out.text(`\t${name}`, "ifname");
      out.newline();
    }
    current = index;
    printOne(ip, membership);
  }
  if (current !== 0) endDevice(ip);
  out.endJson();
}

function endDevice(ip: Ip): void {
  ip.out.closeArray();
  ip.out.closeObject();
}

function printOne(ip: Ip, { family, address, users, features }: Membership): void {
  const { out } = ip;
  out.openObject();
  out.text("\t");
  if (family === AF_PACKET) {
    out.text("link  ");
    out.value("link", address, address, "mac");
  } else {
    const name = family === AF_INET ? "inet" : "inet6";
    out.value("family", name, name.padEnd(6));
    out.value("address", address, address, name);
  }
  if (users !== 1) out.value("users", users, ` users ${users}`);
  if (features !== undefined) out.value("features", features, ` ${features}`);
  out.text("\n");
  out.closeObject();
}

function modify(ip: Ip, args: Arguments, code: number): never {
  let dev: string | undefined;
  let address: Uint8Array | undefined;
  for (; args.more; args.advance()) {
    if (args.is("dev")) {
      args.next();
      if (dev !== undefined) args.duplicate("dev");
      if (!validName(args.current)) args.invalid('"dev" not a valid ifname');
      dev = args.current;
      continue;
    }
    if (args.matches("address")) args.next();
    if (args.matches("help")) ip.usage(MADDRESS_USAGE);
    if (address !== undefined) args.duplicate("address");
    address = needAddress(ip, args);
  }
  if (dev === undefined) ip.fail('Not enough information: "dev" is required.');
  const request = makeIfreq(dev);
  if (address) request.set(address.subarray(0, MAX_ADDRESS), IFREQ_ADDRESS);
  const result = interfaceIoctl(ip.sys, code, request);
  // iproute2 ends the program here, also in a batch
  if (result < 0) ip.complain(`ioctl: ${strerror(result)}\n`);
  throw new Exit(result < 0 ? EXIT_FAILURE : 0);
}

function needAddress(ip: Ip, args: Arguments): Uint8Array {
  let address: Uint8Array;
  try {
    address = needLinkAddress(args);
  } catch {
    throw new Exit(EXIT_FAILURE);
  }
  if (address.length === ADDRESS_LENGTH) return address;
  ip.complain(`Error: Invalid address length ${address.length} - must be ${ADDRESS_LENGTH} bytes\n`);
  throw new Exit(EXIT_FAILURE);
}

const COMMANDS: readonly (readonly [string, (ip: Ip, args: Arguments) => number])[] = [
  ["add", (ip, args) => modify(ip, args, SIOCADDMULTI)],
  ["delete", (ip, args) => modify(ip, args, SIOCDELMULTI)],
  ["list", list],
  ["show", list],
  ["lst", list],
  ["help", (ip) => ip.usage(MADDRESS_USAGE)],
];

export function command(ip: Ip, args: Arguments): number {
  if (!args.more) return list(ip, args);
  const found = COMMANDS.find(([name]) => args.matches(name));
  if (!found) return ip.fail(`Command "${args.current}" is unknown, try "ip maddr help".`);
  args.advance();
  return found[1](ip, args.rest());
}
