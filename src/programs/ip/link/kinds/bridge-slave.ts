/** `type bridge_slave`: options of a bridge's ports, and how they are shown (iproute2's `iplink_bridge_slave.c`). */
import type { AttributeTable } from "../../../../netlink/attribute.ts";
import * as br from "../../../../netlink/link-kinds/bridge.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { type Arguments, EXIT_FAILURE, matches } from "../../arguments.ts";
import type { Ip } from "../../context.ts";
import { BRIDGE_SLAVE_USAGE } from "./bridge-help.ts";
import { bridgeId, hexNumber, hexText, number, onOff, type Show, timer } from "./bridge-values.ts";
import { bridgeSlaveXstats } from "./bridge-xstats.ts";
import type { LinkKind } from "./kind.ts";

const STATES = ["disabled", "listening", "learning", "forwarding", "blocking"] as const;

type Word = (ip: Ip, args: Arguments, writer: MessageWriter) => void;

function numberWord(type: number, bytes: 1 | 2 | 4, message: string): Word {
  return (_ip, args, writer) => {
    args.next();
    const value = args.unsigned(message, bytes === 1 ? 0xff : bytes === 2 ? 0xffff : 0xffffffff);
    if (bytes === 1) writer.u8(type, value);
    else if (bytes === 2) writer.u16(type, value);
    else writer.u32(type, value);
  };
}

function onOffWord(name: string, type: number): readonly [string, Word] {
  return [
    name,
    (_ip, args, writer) => {
      args.next();
      const on = matches(args.current, "on");
      if (!on && !matches(args.current, "off"))
        args.fail(
          `Error: argument of "${name}" must be one of "off", "on", not "${args.current}"`,
          EXIT_FAILURE,
        );
      // "o" is the first of the two, which is off
      writer.u8(type, on && !matches(args.current, "off") ? 1 : 0);
    },
  ];
}

/** Tried in this order. */
const WORDS: readonly (readonly [string, Word])[] = [
  ["fdb_flush", (_ip, _args, writer) => writer.flag(br.IFLA_BRPORT_FLUSH)],
  ["state", numberWord(br.IFLA_BRPORT_STATE, 1, "state is invalid")],
  ["priority", numberWord(br.IFLA_BRPORT_PRIORITY, 2, "priority is invalid")],
  ["cost", numberWord(br.IFLA_BRPORT_COST, 4, "cost is invalid")],
  onOffWord("hairpin", br.IFLA_BRPORT_MODE),
  onOffWord("guard", br.IFLA_BRPORT_GUARD),
  onOffWord("root_block", br.IFLA_BRPORT_PROTECT),
  onOffWord("fastleave", br.IFLA_BRPORT_FAST_LEAVE),
  onOffWord("learning", br.IFLA_BRPORT_LEARNING),
  onOffWord("flood", br.IFLA_BRPORT_UNICAST_FLOOD),
  onOffWord("mcast_flood", br.IFLA_BRPORT_MCAST_FLOOD),
  onOffWord("bcast_flood", br.IFLA_BRPORT_BCAST_FLOOD),
  onOffWord("mcast_to_unicast", br.IFLA_BRPORT_MCAST_TO_UCAST),
  onOffWord("proxy_arp", br.IFLA_BRPORT_PROXYARP),
  onOffWord("proxy_arp_wifi", br.IFLA_BRPORT_PROXYARP_WIFI),
  ["mcast_router", numberWord(br.IFLA_BRPORT_MULTICAST_ROUTER, 1, "invalid mcast_router")],
  onOffWord("mcast_fast_leave", br.IFLA_BRPORT_FAST_LEAVE),
  onOffWord("neigh_suppress", br.IFLA_BRPORT_NEIGH_SUPPRESS),
  ["group_fwd_mask", numberWord(br.IFLA_BRPORT_GROUP_FWD_MASK, 2, "invalid group_fwd_mask")],
  onOffWord("vlan_tunnel", br.IFLA_BRPORT_VLAN_TUNNEL),
  onOffWord("isolated", br.IFLA_BRPORT_ISOLATED),
  onOffWord("locked", br.IFLA_BRPORT_LOCKED),
  [
    "backup_port",
    (ip, args, writer) => {
      const index = ip.links.index(args.next());
      if (index === 0) args.invalid("Device does not exist\n");
      writer.u32(br.IFLA_BRPORT_BACKUP_PORT, index);
    },
  ],
  ["nobackup_port", (_ip, _args, writer) => writer.u32(br.IFLA_BRPORT_BACKUP_PORT, 0)],
];

function parse(ip: Ip, args: Arguments, writer: MessageWriter): boolean {
  for (; args.more; args.advance()) {
    const found = WORDS.find(([name]) => matches(args.current, name));
    if (found) found[1](ip, args, writer);
    else {
      if (!matches(args.current, "help")) ip.complain(`bridge_slave: unknown option "${args.current}"?\n`);
      ip.complain(BRIDGE_SLAVE_USAGE);
      return false;
    }
  }
  return true;
}

/** `%#x` in text and in JSON as the kernel's own hexadecimal. */
function hexId(key: string, label: string): Show {
  return (ip, table, type) => {
    const text = `0x${table.u16(type).toString(16)}`;
    ip.out.value(key, text, `${label} ${hexText(table.u16(type))} `);
  };
}

function showState(ip: Ip, table: AttributeTable, type: number): void {
  const state = table.u8(type);
  const name = STATES[state];
  if (name !== undefined) ip.out.value("state", name, `state ${name} `);
  else ip.out.value("state_index", state, `state (${state}) `);
}

/** Protocols by the last byte of the address that they use. */
const MASK_NAMES: ReadonlyMap<number, string> = new Map([
  [0, "stp"],
  [2, "lacp"],
  [14, "lldp"],
]);

function showMask(ip: Ip, table: AttributeTable, type: number): void {
  const mask = table.u16(type);
  hexNumber("group_fwd_mask")(ip, table, type);
  const names: string[] = [];
  for (let bit = 0; bit < 16; bit++)
    if ((mask & (1 << bit)) !== 0) names.push(MASK_NAMES.get(bit) ?? `0x${(1 << bit).toString(16)}`);
  const text = names.length === 0 ? "0x0" : names.join(",");
  ip.out.value("group_fwd_mask_str", text, `group_fwd_mask_str ${text} `);
}

/** What is shown, in this order. */
const SHOWN: readonly (readonly [number, Show])[] = [
  [br.IFLA_BRPORT_STATE, showState],
  [br.IFLA_BRPORT_PRIORITY, number("priority", 2)],
  [br.IFLA_BRPORT_COST, number("cost", 4)],
  [br.IFLA_BRPORT_MODE, onOff("hairpin")],
  [br.IFLA_BRPORT_GUARD, onOff("guard")],
  [br.IFLA_BRPORT_PROTECT, onOff("root_block")],
  [br.IFLA_BRPORT_FAST_LEAVE, onOff("fastleave")],
  [br.IFLA_BRPORT_LEARNING, onOff("learning")],
  [br.IFLA_BRPORT_UNICAST_FLOOD, onOff("flood")],
  [br.IFLA_BRPORT_ID, hexId("id", "port_id")],
  [br.IFLA_BRPORT_NO, hexId("no", "port_no")],
  [br.IFLA_BRPORT_DESIGNATED_PORT, number("designated_port", 2)],
  [br.IFLA_BRPORT_DESIGNATED_COST, number("designated_cost", 2)],
  [br.IFLA_BRPORT_BRIDGE_ID, bridgeId("bridge_id", "designated_bridge")],
  [br.IFLA_BRPORT_ROOT_ID, bridgeId("root_id", "designated_root")],
  [br.IFLA_BRPORT_HOLD_TIMER, timer("hold_timer")],
  [br.IFLA_BRPORT_MESSAGE_AGE_TIMER, timer("message_age_timer")],
  [br.IFLA_BRPORT_FORWARD_DELAY_TIMER, timer("forward_delay_timer")],
  [br.IFLA_BRPORT_TOPOLOGY_CHANGE_ACK, number("topology_change_ack", 1)],
  [br.IFLA_BRPORT_CONFIG_PENDING, number("config_pending", 1)],
  [br.IFLA_BRPORT_PROXYARP, onOff("proxy_arp")],
  [br.IFLA_BRPORT_PROXYARP_WIFI, onOff("proxy_arp_wifi")],
  [br.IFLA_BRPORT_MULTICAST_ROUTER, number("multicast_router", 1, "mcast_router")],
  [
    br.IFLA_BRPORT_FAST_LEAVE,
    (ip, table, type) => {
      // in JSON it was said above
      if (!ip.out.json) onOff("mcast_fast_leave")(ip, table, type);
    },
  ],
  [br.IFLA_BRPORT_MCAST_FLOOD, onOff("mcast_flood")],
  [br.IFLA_BRPORT_BCAST_FLOOD, onOff("bcast_flood")],
  [br.IFLA_BRPORT_MCAST_TO_UCAST, onOff("mcast_to_unicast")],
  [br.IFLA_BRPORT_NEIGH_SUPPRESS, onOff("neigh_suppress")],
  [br.IFLA_BRPORT_GROUP_FWD_MASK, showMask],
  [br.IFLA_BRPORT_VLAN_TUNNEL, onOff("vlan_tunnel")],
  [br.IFLA_BRPORT_ISOLATED, onOff("isolated")],
  [br.IFLA_BRPORT_LOCKED, onOff("locked")],
  [
    br.IFLA_BRPORT_BACKUP_PORT,
    (ip, table, type) => {
      const name = ip.links.name(table.u32(type));
      ip.out.value("backup_port", name, `backup_port ${name} `);
    },
  ],
];

function print(ip: Ip, table: AttributeTable | undefined): void {
  if (!table) return;
  for (const [type, show] of SHOWN) if (table.has(type)) show(ip, table, type);
}

export const bridgeSlave: LinkKind = {
  name: "bridge_slave",
  maximum: br.IFLA_BRPORT_MAX,
  usage: BRIDGE_SLAVE_USAGE,
  parse,
  print,
  xstats: bridgeSlaveXstats,
};
