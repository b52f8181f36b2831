/**
 * `ip neighbour`: its commands and requests.
 */

import { AF_PACKET, AF_UNSPEC } from "../../../kernel.ts";
import { NO_MASTER } from "../../../netlink/link-attributes.ts";
import { type MessageReader, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from "../../../netlink/message.ts";
import {
  NDA_DST,
  NDA_FLAGS_EXT,
  NDA_IFINDEX,
  NDA_LLADDR,
  NDA_MASTER,
  NDA_PROTOCOL,
  NTF_EXT_LEARNED,
  NTF_EXT_MANAGED,
  NTF_PROXY,
  NTF_ROUTER,
  NTF_USE,
  NUD_NOARP,
  NUD_NONE,
  NUD_PERMANENT,
  writeNeighHeader,
} from "../../../netlink/neigh.ts";
import { RTM_DELNEIGH, RTM_GETNEIGH, RTM_NEWNEIGH } from "../../../netlink/rtnetlink.ts";
import { onMessage } from "../address/list.ts";
import { type Arguments, EXIT_FAILURE, EXIT_KERNEL, EXIT_USAGE, Exit } from "../arguments.ts";
import type { Ip } from "../context.ts";
import { needDevice, rememberLinks } from "../device.ts";
import { type FlushTarget, flushRounds } from "../flush.ts";
import { needAddress, needPrefix, type Prefix } from "../inet.ts";
import { needLinkAddress, parseLinkAddress } from "../link-layer.ts";
import { NEIGH_USAGE } from "./help.ts";
import { NeighFilter, neighbourSelected, parseState, printNeighbour, STATE_NONE } from "./show.ts";

/** What the words of `add` and `get` came to. */
interface Request {
  dst: Prefix | undefined;
  dev: string | undefined;
  linkAddress: string | undefined;
  state: number;
  flags: number;
  extendedFlags: number;
  protocol: number | undefined;
}

function newRequest(): Request {
  return {
    dst: undefined,
    dev: undefined,
    linkAddress: undefined,
    state: NUD_PERMANENT,
    flags: 0,
    extendedFlags: 0,
    protocol: undefined,
  };
}

/** "proxy ADDR", "dev DEV", "[to] ADDR". @returns whether the word was one of them (an address is taken when `addresses`) */
function parseTarget(ip: Ip, args: Arguments, request: Request): void {
  if (args.matches("proxy")) {
    args.next();
    if (args.matches("help")) ip.usage(NEIGH_USAGE);
    if (request.dst) args.duplicate("address");
    request.flags |= NTF_PROXY;
  } else {
    if (args.is("to")) args.next();
    if (args.matches("help")) ip.usage(NEIGH_USAGE);
    if (request.dst) args.garbage("to");
  }
  request.dst = needTarget(ip, args);
}

/** An address of the family that was asked for, which may be that of links (`get_addr`). */
function needTarget(ip: Ip, args: Arguments): Prefix {
  const { family } = ip.options;
  if (family !== AF_PACKET || ["default", "any", "all"].includes(args.current))
    return needAddress(args, family);
  const bytes = parseLinkAddress(args.current);
  if (typeof bytes !== "string") return { family, bytes, length: 0, explicit: false };
  ip.complain(`"${bytes}" is invalid lladdr.\n`);
  return args.exit(`Error: link address is expected rather than "${bytes}".`);
}

function parseWord(ip: Ip, args: Arguments, request: Request): void {
  if (args.matches("proxy")) parseTarget(ip, args, request);
  else if (args.matches("lladdr")) {
    args.next();
    if (request.linkAddress !== undefined) args.duplicate("lladdr");
    // read when all words have been
    request.linkAddress = args.current;
  } else if (args.is("nud")) {
    args.next();
    request.state = parseState(args.current) ?? args.invalid("nud state is bad");
  } else if (args.is("router")) request.flags |= NTF_ROUTER;
  else if (args.is("use")) {
    request.flags |= NTF_USE;
    request.state = NUD_NONE;
  } else if (args.is("managed")) {
    request.extendedFlags |= NTF_EXT_MANAGED;
    request.state = NUD_NONE;
  } else if (args.matches("extern_learn")) request.flags |= NTF_EXT_LEARNED;
  else if (args.is("dev")) request.dev = args.next();
  else if (args.matches("protocol")) {
    args.next();
    request.protocol = ip.names.parseProtocol(args.current) ?? args.invalid('"protocol" value is invalid\n');
  } else {
    if (args.is("to")) args.next();
    // where a neighbour is changed, "help" is passed over
    if (args.matches("help")) args.next();
    if (request.dst) args.garbage("to");
    request.dst = needTarget(ip, args);
  }
}

function modify(ip: Ip, args: Arguments, type: number, flags: number): number {
  const request = newRequest();
  for (; args.more; args.advance()) parseWord(ip, args, request);
  const { dst, dev } = request;
  const needsDevice = (request.flags & NTF_PROXY) === 0;
  if (!dst || dst.family === AF_UNSPEC || (needsDevice && dev === undefined))
    return ip.fail("Device and destination are required arguments.");
  const { linkAddress } = request;
  rememberLinks(ip);
  const none = linkAddress === undefined || linkAddress === "null";
  const bytes = none ? undefined : needLinkAddress(ip.arguments([linkAddress]));
  const index = dev === undefined ? 0 : needDevice(ip, dev);
  const writer = ip.client.begin(type, flags);
  writeNeighHeader(writer, dst.family, index, request.state, request.flags, 0);
  writer.data(NDA_DST, dst.bytes);
  if (bytes) writer.data(NDA_LLADDR, bytes);
  if (request.extendedFlags !== 0) writer.u32(NDA_FLAGS_EXT, request.extendedFlags);
  if (request.protocol !== undefined) writer.u8(NDA_PROTOCOL, request.protocol);
  // iproute2 ends the program here, also in a batch
  if (!ip.talk()) throw new Exit(EXIT_KERNEL);
  return 0;
}

function get(ip: Ip, args: Arguments): number {
  const request = newRequest();
  for (; args.more; args.advance()) {
    if (args.is("dev")) request.dev = args.next();
    else parseTarget(ip, args, request);
  }
  const { dst, dev } = request;
  const needsDevice = (request.flags & NTF_PROXY) === 0;
  if (!dst || dst.family === AF_UNSPEC || (needsDevice && dev === undefined)) {
    ip.complain("Device and address are required arguments.\n");
    return EXIT_FAILURE;
  }
  const index = dev === undefined ? 0 : needDevice(ip, dev);
  const writer = ip.client.begin(RTM_GETNEIGH, 0);
  writeNeighHeader(writer, dst.family, index, 0, request.flags, 0);
  writer.data(NDA_DST, dst.bytes);
  const filter = new NeighFilter();
  filter.state = 0xff | STATE_NONE;
  let answer: Uint8Array | undefined;
  const found = ip.get((message) => {
    answer = message.bytes.slice(message.start, message.end);
  });
  if (!found || !answer) return EXIT_KERNEL;
  // not as JSON, whatever was asked for
  printNeighbour(ip, onMessage(answer), filter);
  return 0;
}

function parseFilter(ip: Ip, args: Arguments, flush: boolean): NeighFilter {
  const filter = new NeighFilter();
  filter.family = ip.options.family;
  filter.state = flush ? ~(NUD_PERMANENT | NUD_NOARP) : 0xff & ~NUD_NOARP;
  let dev: string | undefined;
  let stateGiven = false;
  for (; args.more; args.advance()) {
    if (args.is("dev")) {
      args.next();
      if (dev !== undefined) args.duplicate("dev");
      dev = args.current;
    } else if (args.is("master")) {
      filter.master = ip.links.index(args.next());
      filter.noMaster = false;
      if (filter.master === 0) args.invalid("Device does not exist\n");
    } else if (args.is("vrf")) {
      args.next();
      // no device is one
      args.invalid("Not a valid VRF name\n");
    } else if (args.is("nomaster")) {
      filter.master = 0;
      filter.noMaster = true;
    } else if (args.is("unused")) filter.unusedOnly = true;
    else if (args.is("nud")) {
      args.next();
      if (!stateGiven) filter.state = 0;
      stateGiven = true;
      filter.state |= parseStateFilter(args, flush);
    } else if (args.is("proxy")) filter.flags = NTF_PROXY;
    else if (args.matches("protocol")) {
      args.next();
      const protocol = ip.names.parseProtocol(args.current);
      if (protocol === undefined && !args.is("all")) args.invalid('invalid "protocol"\n');
      filter.protocol = protocol ?? 0;
    } else {
      if (args.is("to")) args.next();
      if (args.matches("help")) ip.usage(NEIGH_USAGE);
      filter.prefix = needPrefix(args, filter.family);
      if (filter.family === 0) filter.family = filter.prefix.family;
    }
  }
  rememberLinks(ip);
  if (dev !== undefined) filter.index = needDevice(ip, dev);
  return filter;
}

function parseStateFilter(args: Arguments, flush: boolean): number {
  const state = parseState(args.current);
  if (state !== undefined) return state === NUD_NONE ? STATE_NONE : state;
  if (!args.is("all")) args.invalid("nud state is bad");
  return flush ? ~NUD_NOARP : -1;
}

function dump(ip: Ip, filter: NeighFilter, complaint: string): Uint8Array[] {
  const found: Uint8Array[] = [];
  const writer = ip.client.begin(RTM_GETNEIGH, 0);
  writeNeighHeader(writer, filter.family, 0, 0, filter.flags, 0);
  if (filter.index !== 0) writer.u32(NDA_IFINDEX, filter.index);
  if (filter.noMaster) writer.u32(NDA_MASTER, NO_MASTER);
  else if (filter.master !== 0) writer.u32(NDA_MASTER, filter.master);
  ip.dumpOrExit(
    (message: MessageReader) => found.push(message.bytes.slice(message.start, message.end)),
    EXIT_FAILURE,
    complaint,
  );
  return found;
}

function show(ip: Ip, args: Arguments): number {
  const filter = parseFilter(ip, args, false);
  ip.out.startJson();
  for (const bytes of dump(ip, filter, "Dump terminated")) printNeighbour(ip, onMessage(bytes), filter);
  ip.out.endJson();
  return 0;
}

function neighTarget(ip: Ip, filter: NeighFilter): FlushTarget {
  const collect = (): Uint8Array[] => {
    const found = dump(ip, filter, "Flush terminated").filter((bytes) =>
      neighbourSelected(onMessage(bytes), filter),
    );
    if (ip.options.stats >= 2) for (const bytes of found) printNeighbour(ip, onMessage(bytes), filter);
    return found;
  };
  return { what: "entries", deleteType: RTM_DELNEIGH, failure: EXIT_FAILURE, once: false, collect };
}

function flush(ip: Ip, args: Arguments): number {
  if (!args.more) {
    ip.complain("Flush requires arguments.\n");
    return EXIT_FAILURE;
  }
  return flushRounds(ip, neighTarget(ip, parseFilter(ip, args, true)));
}

type Handler = (ip: Ip, args: Arguments) => number;

const COMMANDS: readonly (readonly [string, Handler])[] = [
  ["add", (ip, args) => modify(ip, args, RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_EXCL)],
  ["change", (ip, args) => modify(ip, args, RTM_NEWNEIGH, NLM_F_REPLACE)],
  ["chg", (ip, args) => modify(ip, args, RTM_NEWNEIGH, NLM_F_REPLACE)],
  ["replace", (ip, args) => modify(ip, args, RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_REPLACE)],
  ["delete", (ip, args) => modify(ip, args, RTM_DELNEIGH, 0)],
  ["get", get],
  ["show", show],
  ["lst", show],
  ["list", show],
  ["flush", flush],
  ["help", (ip) => ip.usage(NEIGH_USAGE)],
];

export function command(ip: Ip, args: Arguments): number {
  if (!args.more) return show(ip, args);
  const found = COMMANDS.find(([name]) => args.matches(name));
  if (!found) {
    ip.complain(`Command "${args.current}" is unknown, try "ip neigh help".\n`);
    return EXIT_USAGE;
  }
  args.advance();
  return found[1](ip, args.rest());
}
