/** `bridge link`: shows ports, and changes them (iproute2's `bridge/link.c`). */
import { NLA_F_NESTED } from "../../netlink/attribute.ts";
import { writeLinkHeader } from "../../netlink/link.ts";
import { IFLA_AF_SPEC, IFLA_PROTINFO } from "../../netlink/link-attributes.ts";
import * as br from "../../netlink/link-kinds/bridge.ts";
import type { MessageWriter } from "../../netlink/message.ts";
import { RTM_GETLINK, RTM_SETLINK } from "../../netlink/rtnetlink.ts";
import type { Arguments } from "../ip/arguments.ts";
import type { Ip } from "../ip/context.ts";
import { FAILED, failed } from "./failed.ts";
import { LINK_USAGE } from "./help.ts";
import { PORT_STATES, printBridgeLink } from "./link-show.ts";

/** `-EINVAL` as an exit status. */
const INVALID = 234;

/** On or off, in the order in which their attributes are sent. */
const SWITCHES: readonly (readonly [string, number])[] = [
  ["guard", br.IFLA_BRPORT_GUARD],
  ["hairpin", br.IFLA_BRPORT_MODE],
  ["fastleave", br.IFLA_BRPORT_FAST_LEAVE],
  ["root_block", br.IFLA_BRPORT_PROTECT],
  ["flood", br.IFLA_BRPORT_UNICAST_FLOOD],
  ["mcast_flood", br.IFLA_BRPORT_MCAST_FLOOD],
  ["bcast_flood", br.IFLA_BRPORT_BCAST_FLOOD],
  ["mcast_to_unicast", br.IFLA_BRPORT_MCAST_TO_UCAST],
  ["learning", br.IFLA_BRPORT_LEARNING],
  ["learning_sync", br.IFLA_BRPORT_LEARNING_SYNC],
  ["neigh_suppress", br.IFLA_BRPORT_NEIGH_SUPPRESS],
  ["vlan_tunnel", br.IFLA_BRPORT_VLAN_TUNNEL],
  ["isolated", br.IFLA_BRPORT_ISOLATED],
  ["locked", br.IFLA_BRPORT_LOCKED],
];
/** Switches that are sent after the port's numbers. */
const LATE = new Set(["neigh_suppress", "vlan_tunnel", "isolated", "locked"]);

interface Change {
  dev: string | undefined;
  readonly switches: Map<string, boolean>;
  cost: number;
  priority: number;
  state: number;
  multicastRouter: number;
  /** -1: not named; 0: none. */
  backup: number;
  mode: number;
  flags: number;
}

/** As `atoi(3)`. */
function atoi(text: string): number {
  return (Number.parseInt(text, 10) || 0) | 0;
}

/** A word's effect. @returns a status other than 0 when the command fails */
type Word = (ip: Ip, args: Arguments, change: Change) => number;

function value(set: (change: Change, text: string) => void): Word {
  return (_ip, args, change) => {
    set(change, args.next());
    return 0;
  };
}

function setState(ip: Ip, args: Arguments, change: Change): number {
  const text = args.next();
  change.state = /^\s*[+-]?\d+$/.test(text) ? (Number(text) << 24) >> 24 : PORT_STATES.indexOf(text);
  if (/^\s*[+-]?\d+$/.test(text) || change.state >= 0) return 0;
  return failed(ip, "Error: invalid STP port state");
}

function setMode(ip: Ip, args: Arguments, change: Change): number {
  const mode = ["veb", "vepa"].indexOf(args.next());
  change.flags = br.BRIDGE_FLAGS_SELF;
  if (mode < 0) return failed(ip, 'Mode argument must be "vepa" or "veb".');
  change.mode = mode;
  return 0;
}

function setBackup(ip: Ip, args: Arguments, change: Change): number {
  change.backup = ip.links.index(args.next());
  return change.backup === 0 ? failed(ip, `Error: device ${args.current} does not exist`) : 0;
}

const WORDS: ReadonlyMap<string, Word> = new Map<string, Word>([
  ["dev", value((change, text) => (change.dev = text))],
  ["cost", value((change, text) => (change.cost = atoi(text) >>> 0))],
  ["priority", value((change, text) => (change.priority = (atoi(text) << 16) >> 16))],
  ["state", setState],
  ["hwmode", setMode],
  [
    "self",
    (_ip, _args, change) => {
      change.flags |= br.BRIDGE_FLAGS_SELF;
      return 0;
    },
  ],
  [
    "master",
    (_ip, _args, change) => {
      change.flags |= br.BRIDGE_FLAGS_MASTER;
      return 0;
    },
  ],
  ["mcast_router", value((change, text) => (change.multicastRouter = (atoi(text) << 24) >> 24))],
  ["backup_port", setBackup],
  [
    "nobackup_port",
    (_ip, _args, change) => {
      change.backup = 0;
      return 0;
    },
  ],
]);

/** On and off may be abbreviated; "o" is off. */
function parseSwitch(ip: Ip, args: Arguments, name: string, change: Change): number {
  args.next();
  if (args.matches("off")) change.switches.set(name, false);
  else if (args.matches("on")) change.switches.set(name, true);
  else {
    ip.complain(`Error: argument of "${name}" must be one of "off", "on", not "${args.current}"\n`);
    return INVALID;
  }
  return 0;
}

function parse(ip: Ip, args: Arguments, change: Change): number {
  for (; args.more; args.advance()) {
    const name = args.current;
    const word = WORDS.get(name);
    let status = 0;
    if (word) status = word(ip, args, change);
    else if (SWITCHES.some(([known]) => known === name)) status = parseSwitch(ip, args, name, change);
    else ip.usage(LINK_USAGE);
    if (status !== 0) return status;
  }
  return 0;
}

function writeSwitches(writer: MessageWriter, change: Change, late: boolean): void {
  for (const [name, type] of SWITCHES) {
    const on = change.switches.get(name);
    if (on !== undefined && LATE.has(name) === late) writer.u8(type, on ? 1 : 0);
  }
}

function writePort(writer: MessageWriter, change: Change): void {
  const nest = writer.nest(IFLA_PROTINFO | NLA_F_NESTED);
  writeSwitches(writer, change, false);
  if (change.cost > 0) writer.u32(br.IFLA_BRPORT_COST, change.cost);
  if (change.priority >= 0) writer.u16(br.IFLA_BRPORT_PRIORITY, change.priority);
  if (change.state >= 0) writer.u8(br.IFLA_BRPORT_STATE, change.state);
  if (change.multicastRouter >= 0) writer.u8(br.IFLA_BRPORT_MULTICAST_ROUTER, change.multicastRouter);
  writeSwitches(writer, change, true);
  if (change.backup !== -1) writer.u32(br.IFLA_BRPORT_BACKUP_PORT, change.backup);
  writer.endNest(nest);
}

function writeFamily(writer: MessageWriter, change: Change): void {
  if (change.mode < 0 && change.flags === 0) return;
  const nest = writer.nest(IFLA_AF_SPEC);
  if (change.flags > 0) writer.u16(br.IFLA_BRIDGE_FLAGS, change.flags);
  if (change.mode >= 0) writer.u16(br.IFLA_BRIDGE_MODE, change.mode);
  writer.endNest(nest);
}

function modify(ip: Ip, args: Arguments): number {
  const change: Change = {
    dev: undefined,
    switches: new Map(),
    cost: 0,
    priority: -1,
    state: -1,
    multicastRouter: -1,
    backup: -1,
    mode: -1,
    flags: 0,
  };
  const status = parse(ip, args, change);
  if (status !== 0) return status;
  if (change.dev === undefined) return failed(ip, "Device is a required argument.");
  const index = ip.links.index(change.dev);
  if (index === 0) return failed(ip, `Cannot find bridge device "${change.dev}"`);
  const writer = ip.client.begin(RTM_SETLINK, 0);
  writeLinkHeader(writer, br.AF_BRIDGE, 0, index, 0, 0);
  writePort(writer, change);
  writeFamily(writer, change);
  return ip.talk() ? 0 : FAILED;
}

function show(ip: Ip, args: Arguments): number {
  let dev: string | undefined;
  for (; args.more; args.advance()) {
    if (!args.is("dev")) continue;
    args.next();
    if (dev !== undefined) args.duplicate("dev");
    dev = args.current;
  }
  let index = 0;
  if (dev !== undefined) {
    index = ip.links.index(dev);
    if (index === 0) return failed(ip, `Cannot find device "${dev}"`);
  }
  const writer = ip.client.begin(RTM_GETLINK, 0);
  writeLinkHeader(writer, br.AF_BRIDGE, 0, 0, 0, 0);
  ip.out.startJson();
  ip.dumpOrExit((message) => printBridgeLink(ip, message, index));
  ip.out.endJson();
  return 0;
}

export function command(ip: Ip, args: Arguments): number {
  if (!args.more) return show(ip, args);
  if (args.matches("set", "change")) {
    args.advance();
    return modify(ip, args.rest());
  }
  if (args.matches("show", "lst", "list")) {
    args.advance();
    return show(ip, args.rest());
  }
  if (args.matches("help")) ip.usage(LINK_USAGE);
  return ip.fail(`Command "${args.current}" is unknown, try "bridge link help".`);
}
