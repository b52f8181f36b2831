/**
 * `ip address add|change|replace|delete` (iproute2's `ipaddr_modify`).
 */
import { AF_INET, AF_INET6, AF_UNSPEC } from "../../../kernel.ts";
import {
  IFA_ADDRESS,
  IFA_ANYCAST,
  IFA_BROADCAST,
  IFA_F_HOMEADDRESS,
  IFA_F_MANAGETEMPADDR,
  IFA_F_MCAUTOJOIN,
  IFA_F_NODAD,
  IFA_F_NOPREFIXROUTE,
  IFA_F_OPTIMISTIC,
  IFA_FLAGS,
  IFA_LABEL,
  IFA_LOCAL,
  IFA_RT_PRIORITY,
  INFINITY_LIFE_TIME,
  writeAddrCacheInfo,
  writeAddrHeader,
} from "../../../netlink/addr.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import { RT_SCOPE_HOST } from "../../../netlink/route-attributes.ts";
import { RTM_DELADDR } from "../../../netlink/rtnetlink.ts";
import { type Arguments, EXIT_FAILURE, EXIT_KERNEL, parseUnsigned } from "../arguments.ts";
import type { Ip } from "../context.ts";
import { needAddress, needPrefix, type Prefix } from "../inet.ts";
import { addressUsage } from "./help.ts";
import { printAddress } from "./show.ts";

const CONFIG_FLAGS: ReadonlyMap<string, number> = new Map([
  ["nodad", IFA_F_NODAD],
  ["optimistic", IFA_F_OPTIMISTIC],
  ["home", IFA_F_HOMEADDRESS],
  ["mngtmpaddr", IFA_F_MANAGETEMPADDR],
  ["noprefixroute", IFA_F_NOPREFIXROUTE],
  ["autojoin", IFA_F_MCAUTOJOIN],
]);

/** What the kernel says of an address, and nobody else. */
const READ_ONLY: ReadonlySet<string> = new Set([
  "secondary",
  "temporary",
  "tentative",
  "permanent",
  "deprecated",
  "dadfailed",
  "stable-privacy",
]);

/** Those that IPv4 addresses do not have. */
const IPV6_FLAGS: ReadonlySet<string> = new Set(["nodad", "optimistic", "home", "mngtmpaddr"]);

/** What the words came to. */
class AddressRequest {
  family: number;
  prefixLength = 0;
  flags = 0;
  scope: number | undefined = undefined;
  dev: string | undefined = undefined;
  local: Prefix | undefined = undefined;
  /** The word that `local` was. */
  localWord = "";
  peer: Prefix | undefined = undefined;
  broadcast: "none" | "given" | "+" | "-" = "none";
  anycast = false;
  valid: number | undefined = undefined;
  preferred: number | undefined = undefined;

  constructor(family: number) {
    this.family = family;
  }
}

interface Context {
  readonly ip: Ip;
  readonly args: Arguments;
  readonly writer: MessageWriter;
  readonly request: AddressRequest;
}

function fail(ip: Ip, text: string): never {
  return ip.fail(text, EXIT_FAILURE);
}

function setFamily(request: AddressRequest, prefix: Prefix): void {
  if (request.family === AF_UNSPEC) request.family = prefix.family;
}

function parsePeer({ args, writer, request }: Context): void {
  args.next();
  if (request.peer) args.duplicate("peer");
  request.peer = needPrefix(args, request.family);
  setFamily(request, request.peer);
  writer.data(IFA_ADDRESS, request.peer.bytes);
  request.prefixLength = request.peer.length;
}

function parseBroadcast({ args, writer, request }: Context): void {
  args.next();
  if (request.broadcast !== "none") args.duplicate("broadcast");
  if (args.current === "+" || args.current === "-") {
    request.broadcast = args.current;
    return;
  }
  const address = needAddress(args, request.family);
  setFamily(request, address);
  writer.data(IFA_BROADCAST, address.bytes);
  request.broadcast = "given";
}

function parseAnycast({ args, writer, request }: Context): void {
  args.next();
  if (request.anycast) args.duplicate("anycast");
  const address = needAddress(args, request.family);
  setFamily(request, address);
  writer.data(IFA_ANYCAST, address.bytes);
  request.anycast = true;
}

function parseLifetime(args: Arguments, name: string): number {
  if (args.current === "forever") return INFINITY_LIFE_TIME;
  return parseUnsigned(args.current) ?? args.invalid(`${name} value`);
}

function parseLocal({ ip, args, writer, request }: Context): void {
  if (args.is("local")) args.next();
  if (args.matches("help")) addressUsage(ip);
  if (request.local && request.local.bytes.length > 0) args.garbage("local");
  request.localWord = args.current;
  request.local = needPrefix(args, request.family);
  setFamily(request, request.local);
  writer.data(IFA_LOCAL, request.local.bytes);
}

function parseWord(context: Context): void {
  const { ip, args, writer, request } = context;
  const flag = CONFIG_FLAGS.get(args.current);
  if (args.is("peer", "remote")) parsePeer(context);
  else if (args.matches("broadcast") || args.is("brd")) parseBroadcast(context);
  else if (args.is("anycast")) parseAnycast(context);
  else if (args.is("scope")) {
    args.next();
    request.scope = ip.names.parseScope(args.current) ?? args.invalid("invalid scope value.");
  } else if (args.is("dev")) request.dev = args.next();
  else if (args.is("label")) {
    writer.string(IFA_LABEL, args.next());
  } else if (args.matches("metric", "priority", "preference")) {
    args.next();
    writer.u32(IFA_RT_PRIORITY, args.unsigned('"metric" value is invalid\n'));
  } else if (args.matches("valid_lft")) {
    if (request.valid !== undefined) args.duplicate("valid_lft");
    args.next();
    request.valid = parseLifetime(args, "valid_lft");
  } else if (args.matches("preferred_lft")) {
    if (request.preferred !== undefined) args.duplicate("preferred_lft");
    args.next();
    request.preferred = parseLifetime(args, "preferred_lft");
  } else if (READ_ONLY.has(args.current)) {
    ip.complain(`Warning: ${args.current} option is not mutable from userspace\n`);
  } else if (flag !== undefined) {
    if (IPV6_FLAGS.has(args.current) && request.family !== AF_INET6)
      ip.complain(`Warning: ${args.current} option can be set only for IPv6 addresses\n`);
    else request.flags |= flag;
  } else parseLocal(context);
}

/** The broadcast address of a network: all ones ("+") or all zeroes ("-") after the prefix. */
function networkBroadcast(prefix: Prefix, ones: boolean): Uint8Array {
  const bytes = prefix.bytes.slice();
  for (let bit = prefix.length; bit < 32; bit++) {
    const mask = 0x80 >> (bit & 7);
    if (ones) bytes[bit >> 3] |= mask;
    else bytes[bit >> 3] &= ~mask;
  }
  return bytes;
}

const WILDCARD_WARNING = (word: string): string =>
  "Warning: Executing wildcard deletion to stay compatible with old scripts.\n" +
  `         Explicitly specify the prefix length (${word}/32) to avoid this warning.\n` +
  "         This special behaviour is likely to disappear in further releases,\n" +
  "         fix your scripts!\n";

/** Adds what follows from the words together. */
function complete({ ip, writer, request }: Context, deleting: boolean): void {
  const { local } = request;
  if (!request.peer && local && local.bytes.length > 0) {
    if (deleting && local.family === AF_INET && !local.explicit)
      ip.complain(WILDCARD_WARNING(request.localWord));
    else {
      request.peer = local;
      writer.data(IFA_ADDRESS, local.bytes);
    }
  }
  if (request.prefixLength === 0) request.prefixLength = local?.length ?? 0;
  if ((request.broadcast === "+" || request.broadcast === "-") && !deleting) {
    if (request.family !== AF_INET) fail(ip, "Broadcast can be set only for IPv4 addresses");
    if (request.peer && request.peer.length <= 30)
      writer.data(IFA_BROADCAST, networkBroadcast(request.peer, request.broadcast === "+"));
  }
  if (request.scope === undefined && !deleting && local?.family === AF_INET && local.bytes[0] === 127)
    request.scope = RT_SCOPE_HOST;
}

function writeLifetimes({ ip, writer, request }: Context): void {
  if (request.valid === undefined && request.preferred === undefined) return;
  const valid = request.valid ?? INFINITY_LIFE_TIME;
  const preferred = request.preferred ?? INFINITY_LIFE_TIME;
  if (valid === 0) fail(ip, "valid_lft is zero");
  if (valid < preferred) fail(ip, "preferred_lft is greater than valid_lft");
  writeAddrCacheInfo(writer, preferred, valid, 0, 0);
}

function isMulticast(prefix: Prefix | undefined): boolean {
  if (!prefix || prefix.bytes.length === 0) return false;
  return prefix.family === AF_INET ? prefix.bytes[0] >> 4 === 0xe : prefix.bytes[0] === 0xff;
}

/** Sends the request that `args` describe. @returns the exit status */
export function modifyAddress(ip: Ip, args: Arguments, type: number, flags: number): number {
  const writer = ip.client.begin(type, flags);
  const headerAt = writer.length;
  writeAddrHeader(writer, 0, 0, 0, 0, 0);
  const request = new AddressRequest(ip.options.family);
  const context: Context = { ip, args, writer, request };
  for (; args.more; args.advance()) parseWord(context);
  if (request.flags > 0xff) writer.u32(IFA_FLAGS, request.flags);
  const { dev } = request;
  if (dev === undefined) return fail(ip, 'Not enough information: "dev" argument is required.');
  complete(context, type === RTM_DELADDR);
  const index = ip.links.index(dev);
  if (index === 0) return fail(ip, `Cannot find device "${dev}"`);
  writeLifetimes(context);
  if ((request.flags & IFA_F_MCAUTOJOIN) !== 0 && !isMulticast(request.local))
    fail(ip, "autojoin needs multicast address");
  const { bytes } = writer;
  bytes[headerAt] = request.family;
  bytes[headerAt + 1] = request.prefixLength;
  bytes[headerAt + 2] = request.flags > 0xff ? 0 : request.flags;
  bytes[headerAt + 3] = request.scope ?? 0;
  writer.put32(headerAt + 4, index);
  const done = ip.talkAndEcho((message) => printAddress(ip, message, ip.linkFilter, true));
  return done ? 0 : EXIT_KERNEL;
}
