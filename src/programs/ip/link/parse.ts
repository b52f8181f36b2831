/**
 * The attributes of a link on the command line, for `ip link add`, `set` and the peer of a veth (iproute2's `iplink_parse`).
 */
import { isErrno } from "../../../errno.ts";
import { AF_INET6 } from "../../../kernel.ts";
import { AttributeTable, NLA_F_NESTED } from "../../../netlink/attribute.ts";
import { IFINFOMSG_LEN, writeLinkHeader } from "../../../netlink/link.ts";
import {
  IFLA_ADDRESS,
  IFLA_AF_SPEC,
  IFLA_BROADCAST,
  IFLA_CARRIER,
  IFLA_GRO_MAX_SIZE,
  IFLA_GROUP,
  IFLA_GSO_MAX_SEGS,
  IFLA_GSO_MAX_SIZE,
  IFLA_IFALIAS,
  IFLA_IFNAME,
  IFLA_INET6_ADDR_GEN_MODE,
  IFLA_LINK,
  IFLA_LINK_NETNSID,
  IFLA_LINKMODE,
  IFLA_MASTER,
  IFLA_MAX,
  IFLA_MTU,
  IFLA_NET_NS_FD,
  IFLA_NET_NS_PID,
  IFLA_NEW_IFINDEX,
  IFLA_NUM_RX_QUEUES,
  IFLA_NUM_TX_QUEUES,
  IFLA_OPERSTATE,
  IFLA_PARENT_DEV_NAME,
  IFLA_PROTO_DOWN,
  IFLA_PROTO_DOWN_REASON,
  IFLA_PROTO_DOWN_REASON_MASK,
  IFLA_PROTO_DOWN_REASON_VALUE,
  IFLA_TXQLEN,
} from "../../../netlink/link-attributes.ts";
import {
  IFF_ALLMULTI,
  IFF_DYNAMIC,
  IFF_MULTICAST,
  IFF_NOARP,
  IFF_NOTRAILERS,
  IFF_PROMISC,
  IFF_UP,
} from "../../../netlink/link-flags.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import { RTM_GETLINK } from "../../../netlink/rtnetlink.ts";
import { type Arguments, EXIT_FAILURE, matches, parseInteger } from "../arguments.ts";
import type { Ip } from "../context.ts";
import { needLinkAddress } from "../link-layer.ts";
import { validAltname, validName } from "../link-map.ts";
import { assignedNsidOfName } from "../netns/ids.ts";
import { openNamespace } from "../netns/switch.ts";
import { LINK_MODES, OPERSTATES } from "./flags.ts";
import { LINK_USAGE } from "./help.ts";

/** What a link's words came to, beside the attributes that were written. */
export class LinkRequest {
  /** A new device is made. */
  readonly create: boolean;
  index = 0;
  flags = 0;
  change = 0;
  /** Kind after "type"; "" when there is none. The arguments then stand on the word after it. */
  type = "";

  name: string | undefined = undefined;
  dev: string | undefined = undefined;
  /** The device was named by a word of its own, not by that of "name". */
  devGiven = false;
  link: string | undefined = undefined;
  group = -1;
  addressLength = 0;
  movesNamespace = false;
  /** "type" has been read; what follows the kind is the kind's. */
  atKind = false;
  linkNetnsidGiven = false;
  requestedIndex = 0;
  /** Words that may be given once. */
  readonly given = new Set<string>();

  constructor(create: boolean) {
    this.create = create;
  }

  setFlag(flag: number, on: boolean): void {
    this.change |= flag;
    this.flags = on ? this.flags | flag : this.flags & ~flag;
  }
}

interface Context {
  readonly ip: Ip;
  readonly args: Arguments;
  readonly writer: MessageWriter;
  readonly request: LinkRequest;
}

type Handler = (context: Context) => void;

/** Words that must be written out. The handler finds the arguments on the word itself and leaves them on its last value. */
const WORDS = new Map<string, Handler>();
/** Words that may be abbreviated, tried after {@link WORDS}, in order. */
const ABBREVIATED: (readonly [string, Handler])[] = [];

function word(names: string, handler: Handler): void {
  for (const name of names.split(" ")) WORDS.set(name, handler);
}

function once({ args, request }: Context, name: string): void {
  if (request.given.has(name)) args.duplicate(name);
  request.given.add(name);
}

/** A 32-bit number that may be given once; -1 counts as not given. */
function number(name: string, type: number): Handler {
  return (context) => {
    const { args, writer } = context;
    args.next();
    once(context, name);
    const value = args.integer(`Invalid "${name}" value\n`);
    if (value === -1) context.request.given.delete(name);
    writer.u32(type, value);
  };
}

function flag(name: string, bit: number, inverted = false): Handler {
  return ({ args, request }) => {
    args.next();
    request.setFlag(bit, args.onOff(name) !== inverted);
  };
}

function onOffAttribute(name: string, type: number): Handler {
  return ({ args, writer }) => {
    args.next();
    writer.u8(type, args.onOffStrict(name) ? 1 : 0);
  };
}

function refused(name: string): Handler {
  return ({ ip }) => ip.fail(`ip: "${name}" is not supported here`, EXIT_FAILURE);
}

word("up", ({ request }) => request.setFlag(IFF_UP, true));
word("down", ({ request }) => request.setFlag(IFF_UP, false));
word("name", ({ args, request }) => {
  args.next();
  if (request.name !== undefined) args.duplicate("name");
  if (!validName(args.current)) args.invalid('"name" not a valid ifname');
  request.name = args.current;
  request.dev ??= request.name;
});
word("index", ({ args, request }) => {
  args.next();
  if (request.requestedIndex !== 0) args.duplicate("index");
  request.requestedIndex = Number.parseInt(args.current, 10) | 0;
  if (request.requestedIndex <= 0) args.invalid('Invalid "index" value');
});
word("link", ({ args, request }) => {
  request.link = args.next();
});
word("address", ({ args, writer, request }) => {
  args.next();
  const bytes = needLinkAddress(args);
  request.addressLength = bytes.length;
  writer.data(IFLA_ADDRESS, bytes);
});
word("broadcast brd", ({ args, writer }) => {
  args.next();
  writer.data(IFLA_BROADCAST, needLinkAddress(args));
});
word("txqueuelen qlen txqlen", number("txqueuelen", IFLA_TXQLEN));
word("mtu", number("mtu", IFLA_MTU));
word("netns", (context) => {
  const { ip, args, writer, request } = context;
  args.next();
  once(context, "netns");
  const file = openNamespace(ip, args.current);
  const pid = isErrno(file) ? parseInteger(args.current) : undefined;
  if (!isErrno(file)) writer.u32(IFLA_NET_NS_FD, file.fd ?? -1);
  else if (pid !== undefined) writer.u32(IFLA_NET_NS_PID, pid);
  else args.invalid('Invalid "netns" value\n');
  if (pid === -1) request.given.delete("netns");
  request.movesNamespace = true;
});
word("multicast", flag("multicast", IFF_MULTICAST));
word("allmulticast", flag("allmulticast", IFF_ALLMULTI));
word("promisc", flag("promisc", IFF_PROMISC));
word("trailers", flag("trailers", IFF_NOTRAILERS, true));
word("arp", flag("arp", IFF_NOARP, true));
word("dynamic", flag("dynamic", IFF_DYNAMIC));
word("carrier", onOffAttribute("carrier", IFLA_CARRIER));
word("protodown", onOffAttribute("protodown", IFLA_PROTO_DOWN));
word("master", ({ ip, args, writer }) => {
  const index = ip.links.index(args.next());
  if (index === 0) args.invalid("Device does not exist\n");
  writer.u32(IFLA_MASTER, index);
});
word("nomaster", ({ writer }) => writer.u32(IFLA_MASTER, 0));
word("vrf", ({ args }) => {
  args.next();
  // no device is one
  args.invalid("Not a valid VRF name\n");
});
for (const name of ["vf", "xdp", "xdpgeneric", "xdpdrv", "xdpoffload"]) word(name, refused(name));
word("group", ({ ip, args, writer, request }) => {
  args.next();
  if (request.group !== -1) args.duplicate("group");
  const group = ip.names.parseGroup(args.current) ?? args.invalid('Invalid "group" value\n');
  request.group = group;
  writer.u32(IFLA_GROUP, group);
});
word("mode", ({ args, writer }) => {
  args.next();
  const mode = LINK_MODES.indexOf(args.current.toUpperCase());
  if (mode < 0) args.invalid("Invalid link mode\n");
  writer.u8(IFLA_LINKMODE, mode);
});
word("state", ({ args, writer }) => {
  args.next();
  const state = OPERSTATES.indexOf(args.current.toUpperCase());
  if (state < 0) args.invalid("Invalid operstate\n");
  writer.u8(IFLA_OPERSTATE, state);
});
word("protodown_reason", ({ args, writer }) => {
  args.next();
  const reason = args.unsigned("invalid protodown reason\n", 31);
  args.next();
  const on = args.onOffAbbreviated("protodown_reason");
  const bit = (1 << reason) >>> 0;
  const nest = writer.nest(IFLA_PROTO_DOWN_REASON | NLA_F_NESTED);
  writer.u32(IFLA_PROTO_DOWN_REASON_MASK, bit);
  writer.u32(IFLA_PROTO_DOWN_REASON_VALUE, on ? bit : 0);
  writer.endNest(nest);
});
for (const [name, type, maximum] of [
  ["gso_max_size", IFLA_GSO_MAX_SIZE, undefined],
  ["gso_max_segs", IFLA_GSO_MAX_SEGS, 65535],
  ["gro_max_size", IFLA_GRO_MAX_SIZE, undefined],
] as const)
  word(name, ({ args, writer }) => {
    args.next();
    writer.u32(type, args.unsigned(`Invalid "${name}" value\n`, maximum));
  });
word("parentdev", ({ args, writer }) => writer.string(IFLA_PARENT_DEV_NAME, args.next()));

const ADDRESS_MODES: readonly string[] = ["eui64", "none", "stable_secret", "random"];

for (const name of "link address broadcast txqueuelen txqlen master nomaster dynamic".split(" ")) {
  const handler = WORDS.get(name);
  if (handler) ABBREVIATED.push([name, handler]);
}
ABBREVIATED.push(
  [
    "type",
    ({ args, request }) => {
      request.type = args.next();
      request.atKind = true;
    },
  ],
  [
    "alias",
    ({ args, writer }) => {
      args.next();
      if (args.current.length >= 256) args.invalid("alias too long\n");
      writer.stringUnterminated(IFLA_IFALIAS, args.current);
    },
  ],
  ["numtxqueues", number("numtxqueues", IFLA_NUM_TX_QUEUES)],
  ["numrxqueues", number("numrxqueues", IFLA_NUM_RX_QUEUES)],
  [
    "addrgenmode",
    ({ args, writer }) => {
      const mode = ADDRESS_MODES.indexOf(args.next());
      if (mode < 0) args.invalid("Invalid address generation mode\n");
      const families = writer.nest(IFLA_AF_SPEC);
      const inet6 = writer.nest(AF_INET6);
      writer.u8(IFLA_INET6_ADDR_GEN_MODE, mode);
      writer.endNest(inet6);
      writer.endNest(families);
    },
  ],
  [
    "link-netns",
    ({ ip, args, writer, request }) => {
      args.next();
      if (request.linkNetnsidGiven) args.duplicate("link-netns/link-netnsid");
      const nsid = assignedNsidOfName(ip, args.current);
      if (nsid < 0) args.invalid('Invalid "link-netns" value\n');
      request.linkNetnsidGiven = true;
      writer.u32(IFLA_LINK_NETNSID, nsid);
    },
  ],
  [
    "link-netnsid",
    ({ args, writer, request }) => {
      args.next();
      if (request.linkNetnsidGiven) args.duplicate("link-netns/link-netnsid");
      const nsid = args.integer('Invalid "link-netnsid" value\n');
      request.linkNetnsidGiven = nsid !== -1;
      writer.u32(IFLA_LINK_NETNSID, nsid);
    },
  ],
);

/** Reads words up to the end or the kind, writes their attributes, and checks what belongs together. */
export function parseLink(ip: Ip, args: Arguments, writer: MessageWriter, request: LinkRequest): void {
  const context: Context = { ip, args, writer, request };
  for (; args.more && !request.atKind; args.advance()) parseWord(context);
  finish(context);
}

function parseWord(context: Context): void {
  const { ip, args, request } = context;
  const handler = WORDS.get(args.current) ?? ABBREVIATED.find(([name]) => matches(args.current, name))?.[1];
  if (handler) {
    handler(context);
    return;
  }
  if (matches(args.current, "help")) ip.usage(LINK_USAGE);
  if (args.current === "dev") args.next();
  if (request.devGiven) args.garbage("dev");
  if (!validAltname(args.current)) args.invalid('"dev" not a valid ifname');
  request.dev = args.current;
  request.devGiven = true;
}

function nodev(ip: Ip, name: string): never {
  return ip.fail(`Cannot find device "${name}"`, EXIT_FAILURE);
}

function finish(context: Context): void {
  const { ip, writer, request } = context;
  // "add dev X" and "add name X" mean the same
  request.name ??= request.dev;
  request.dev ??= request.name;
  checkAddressLength(context);
  if (request.requestedIndex !== 0 && !request.create && !request.movesNamespace)
    ip.fail("index can be used only when creating devices or when moving device to another netns.");
  if (request.group !== -1 && request.dev === undefined) {
    finishGroup(context);
    return;
  }
  let name = request.name;
  if (request.create) {
    if (request.name !== request.dev) ip.fail('both "name" and "dev" cannot be used when creating devices.');
    if (request.link !== undefined) {
      const index = ip.links.index(request.link);
      if (index === 0) nodev(ip, request.link);
      writer.u32(IFLA_LINK, index);
    }
    request.index = request.requestedIndex;
  } else {
    if (request.dev === undefined) return ip.fail('Not enough information: "dev" argument is required.');
    request.index = ip.links.index(request.dev);
    if (request.index === 0) nodev(ip, request.dev);
    if (name === request.dev) name = undefined;
    if (request.requestedIndex !== 0) writer.u32(IFLA_NEW_IFINDEX, request.requestedIndex);
  }
  if (name !== undefined) writer.string(IFLA_IFNAME, name);
}

/** A request about a whole group of devices. */
function finishGroup({ ip, args, request }: Context): void {
  if (args.more) ip.fail(`Garbage instead of arguments "${args.current} ...". Try "ip link help".`);
  if (request.create) ip.fail("group cannot be used when creating devices.");
  request.index = 0;
  request.type = "";
  request.atKind = false;
}

function checkAddressLength({ ip, request }: Context): void {
  if (request.create || request.dev === undefined || request.addressLength === 0) return;
  const length = addressLengthOf(ip, ip.links.index(request.dev));
  if (length === 0 || length === request.addressLength) return;
  ip.fail(`Invalid address length ${request.addressLength} - must be ${length} bytes`, EXIT_FAILURE);
}

/** Bytes of the device's address, for which the kernel is asked (`nl_get_ll_addr_len`); 0: unknown. What it says against it is printed. */
function addressLengthOf(ip: Ip, index: number): number {
  // the request of the command itself is being written meanwhile
  const client = index === 0 ? -1 : ip.openClient();
  if (typeof client === "number") return 0;
  writeLinkHeader(client.begin(RTM_GETLINK, 0), ip.options.family, 0, index, 0, 0);
  let length = 0;
  const outcome = client.get((message) => {
    const table = new AttributeTable(IFLA_MAX);
    table.parse(message.bytes, message.body + IFINFOMSG_LEN, message.end);
    length = table.length(IFLA_ADDRESS);
  });
  client.close();
  ip.report(outcome);
  return length;
}
