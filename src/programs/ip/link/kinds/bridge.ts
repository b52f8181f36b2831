/** `type bridge`: options of bridges, and how they are shown (iproute2's `iplink_bridge.c`). */
import { type AttributeTable, readU32 } from "../../../../netlink/attribute.ts";
import * as br from "../../../../netlink/link-kinds/bridge.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { formatHexBytes } from "../../../../packet/address.ts";
import { type Arguments, matches } from "../../arguments.ts";
import type { Ip } from "../../context.ts";
import { etherProtocolName, parseEtherProtocol } from "../../ether-protocols.ts";
import { needLinkAddress } from "../../link-layer.ts";
import { BRIDGE_USAGE } from "./bridge-help.ts";
import { bridgeId, hexNumber, number, type Show, timer } from "./bridge-values.ts";
import { bridgeXstats } from "./bridge-xstats.ts";
import type { LinkKind } from "./kind.ts";

/** Words with a number: name, attribute, bytes of the number. Tried in this order. */
const NUMBERS: readonly (readonly [string, number, 1 | 2 | 4 | 8])[] = [
  ["forward_delay", br.IFLA_BR_FORWARD_DELAY, 4],
  ["hello_time", br.IFLA_BR_HELLO_TIME, 4],
  ["max_age", br.IFLA_BR_MAX_AGE, 4],
  ["ageing_time", br.IFLA_BR_AGEING_TIME, 4],
  ["stp_state", br.IFLA_BR_STP_STATE, 4],
  ["priority", br.IFLA_BR_PRIORITY, 2],
  ["vlan_filtering", br.IFLA_BR_VLAN_FILTERING, 1],
  ["group_fwd_mask", br.IFLA_BR_GROUP_FWD_MASK, 2],
  ["vlan_default_pvid", br.IFLA_BR_VLAN_DEFAULT_PVID, 2],
  ["vlan_stats_enabled", br.IFLA_BR_VLAN_STATS_ENABLED, 1],
  ["vlan_stats_per_port", br.IFLA_BR_VLAN_STATS_PER_PORT, 1],
  ["mcast_router", br.IFLA_BR_MCAST_ROUTER, 1],
  ["mcast_snooping", br.IFLA_BR_MCAST_SNOOPING, 1],
  ["mcast_query_use_ifaddr", br.IFLA_BR_MCAST_QUERY_USE_IFADDR, 1],
  ["mcast_querier", br.IFLA_BR_MCAST_QUERIER, 1],
  ["mcast_hash_elasticity", br.IFLA_BR_MCAST_HASH_ELASTICITY, 4],
  ["mcast_hash_max", br.IFLA_BR_MCAST_HASH_MAX, 4],
  ["mcast_last_member_count", br.IFLA_BR_MCAST_LAST_MEMBER_CNT, 4],
  ["mcast_startup_query_count", br.IFLA_BR_MCAST_STARTUP_QUERY_CNT, 4],
  ["mcast_last_member_interval", br.IFLA_BR_MCAST_LAST_MEMBER_INTVL, 8],
  ["mcast_membership_interval", br.IFLA_BR_MCAST_MEMBERSHIP_INTVL, 8],
  ["mcast_querier_interval", br.IFLA_BR_MCAST_QUERIER_INTVL, 8],
  ["mcast_query_interval", br.IFLA_BR_MCAST_QUERY_INTVL, 8],
  ["mcast_query_response_interval", br.IFLA_BR_MCAST_QUERY_RESPONSE_INTVL, 8],
  ["mcast_startup_query_interval", br.IFLA_BR_MCAST_STARTUP_QUERY_INTVL, 8],
  ["mcast_stats_enabled", br.IFLA_BR_MCAST_STATS_ENABLED, 1],
  ["mcast_igmp_version", br.IFLA_BR_MCAST_IGMP_VERSION, 1],
  ["mcast_mld_version", br.IFLA_BR_MCAST_MLD_VERSION, 1],
  ["nf_call_iptables", br.IFLA_BR_NF_CALL_IPTABLES, 1],
  ["nf_call_ip6tables", br.IFLA_BR_NF_CALL_IP6TABLES, 1],
  ["nf_call_arptables", br.IFLA_BR_NF_CALL_ARPTABLES, 1],
];

const LIMITS = { 1: 0xff, 2: 0xffff, 4: 0xffffffff, 8: 2 ** 64 } as const;

function writeNumber(
  args: Arguments,
  writer: MessageWriter,
  [name, type, bytes]: (typeof NUMBERS)[number],
): void {
  args.next();
  const value = args.unsigned(`invalid ${name}`, LIMITS[bytes]);
  if (bytes === 1) writer.u8(type, value);
  else if (bytes === 2) writer.u16(type, value);
  else if (bytes === 4) writer.u32(type, value);
  else writer.u64(type, value);
}

/** Options that are bits of one attribute: which are meant and which are on. */
interface Boolopts {
  mask: number;
  values: number;
}

type Word = (args: Arguments, writer: MessageWriter, boolopts: Boolopts) => void;

function boolopt(name: string, bit: number): Word {
  return (args, _writer, boolopts) => {
    args.next();
    const on = args.unsigned(`invalid ${name}`, 0xff) !== 0;
    boolopts.mask |= 1 << bit;
    boolopts.values = on ? boolopts.values | (1 << bit) : boolopts.values & ~(1 << bit);
  };
}

const OTHER_WORDS: readonly (readonly [string, Word])[] = [
  [
    "vlan_protocol",
    (args, writer) => {
      args.next();
      const protocol = parseEtherProtocol(args.current) ?? args.invalid("invalid vlan_protocol");
      writer.be16(br.IFLA_BR_VLAN_PROTOCOL, protocol);
    },
  ],
  [
    "group_address",
    (args, writer) => {
      args.next();
      writer.data(br.IFLA_BR_GROUP_ADDR, needLinkAddress(args));
    },
  ],
  ["no_linklocal_learn", boolopt("no_linklocal_learn", br.BR_BOOLOPT_NO_LL_LEARN)],
  ["fdb_flush", (_args, writer) => writer.flag(br.IFLA_BR_FDB_FLUSH)],
  ["mcast_vlan_snooping", boolopt("mcast_vlan_snooping", br.BR_BOOLOPT_MCAST_VLAN_SNOOPING)],
];

function parse(ip: Ip, args: Arguments, writer: MessageWriter): boolean {
  const boolopts: Boolopts = { mask: 0, values: 0 };
  for (; args.more; args.advance()) {
    const plain = NUMBERS.find(([name]) => matches(args.current, name));
    const other = OTHER_WORDS.find(([name]) => matches(args.current, name));
    if (plain) writeNumber(args, writer, plain);
    else if (other) other[1](args, writer, boolopts);
    else {
      if (!matches(args.current, "help")) ip.complain(`bridge: unknown command "${args.current}"?\n`);
      ip.complain(BRIDGE_USAGE);
      return false;
    }
  }
  if (boolopts.mask !== 0) {
    const at = writer.attribute(br.IFLA_BR_MULTI_BOOLOPT, 8);
    writer.put32(at, boolopts.values);
    writer.put32(at + 4, boolopts.mask);
  }
  return true;
}

function showBoolopt(key: string, bit: number): Show {
  return (ip, table, type) => {
    const at = table.offset(type);
    if ((readU32(table.bytes, at + 4) & (1 << bit)) === 0) return;
    const value = (readU32(table.bytes, at) >>> bit) & 1;
    ip.out.value(key, value, `${key} ${value} `);
  };
}

/** What is shown, in this order. */
const SHOWN: readonly (readonly [number, Show])[] = [
  [br.IFLA_BR_FORWARD_DELAY, number("forward_delay", 4)],
  [br.IFLA_BR_HELLO_TIME, number("hello_time", 4)],
  [br.IFLA_BR_MAX_AGE, number("max_age", 4)],
  [br.IFLA_BR_AGEING_TIME, number("ageing_time", 4)],
  [br.IFLA_BR_STP_STATE, number("stp_state", 4)],
  [br.IFLA_BR_PRIORITY, number("priority", 2)],
  [br.IFLA_BR_VLAN_FILTERING, number("vlan_filtering", 1)],
  [
    br.IFLA_BR_VLAN_PROTOCOL,
    (ip, table, type) => {
      const name = etherProtocolName(table.be16(type));
      ip.out.value("vlan_protocol", name, `vlan_protocol ${name} `);
    },
  ],
  [br.IFLA_BR_BRIDGE_ID, bridgeId("bridge_id", "bridge_id")],
  // iproute2 6.1 shows the bridge's own identity here
  [br.IFLA_BR_BRIDGE_ID, bridgeId("root_id", "designated_root")],
  [br.IFLA_BR_ROOT_PORT, number("root_port", 2)],
  [br.IFLA_BR_ROOT_PATH_COST, number("root_path_cost", 4)],
  [br.IFLA_BR_TOPOLOGY_CHANGE, number("topology_change", 1)],
  [br.IFLA_BR_TOPOLOGY_CHANGE_DETECTED, number("topology_change_detected", 1)],
  [br.IFLA_BR_HELLO_TIMER, timer("hello_timer")],
  [br.IFLA_BR_TCN_TIMER, timer("tcn_timer")],
  [br.IFLA_BR_TOPOLOGY_CHANGE_TIMER, timer("topology_change_timer")],
  [br.IFLA_BR_GC_TIMER, timer("gc_timer")],
  [br.IFLA_BR_VLAN_DEFAULT_PVID, number("vlan_default_pvid", 2)],
  [br.IFLA_BR_VLAN_STATS_ENABLED, number("vlan_stats_enabled", 1)],
  [br.IFLA_BR_VLAN_STATS_PER_PORT, number("vlan_stats_per_port", 1)],
  [br.IFLA_BR_GROUP_FWD_MASK, hexNumber("group_fwd_mask")],
  [
    br.IFLA_BR_GROUP_ADDR,
    (ip, table, type) => {
      const address = formatHexBytes(table.payload(type) ?? new Uint8Array(0));
      ip.out.value("group_addr", address, `group_address ${address} `);
    },
  ],
  [br.IFLA_BR_MCAST_SNOOPING, number("mcast_snooping", 1)],
  [br.IFLA_BR_MULTI_BOOLOPT, showBoolopt("no_linklocal_learn", br.BR_BOOLOPT_NO_LL_LEARN)],
  [br.IFLA_BR_MULTI_BOOLOPT, showBoolopt("mcast_vlan_snooping", br.BR_BOOLOPT_MCAST_VLAN_SNOOPING)],
  [br.IFLA_BR_MCAST_ROUTER, number("mcast_router", 1)],
  [br.IFLA_BR_MCAST_QUERY_USE_IFADDR, number("mcast_query_use_ifaddr", 1)],
  [br.IFLA_BR_MCAST_QUERIER, number("mcast_querier", 1)],
  [br.IFLA_BR_MCAST_HASH_ELASTICITY, number("mcast_hash_elasticity", 4)],
  [br.IFLA_BR_MCAST_HASH_MAX, number("mcast_hash_max", 4)],
  [br.IFLA_BR_MCAST_LAST_MEMBER_CNT, number("mcast_last_member_cnt", 4, "mcast_last_member_count")],
  [br.IFLA_BR_MCAST_STARTUP_QUERY_CNT, number("mcast_startup_query_cnt", 4, "mcast_startup_query_count")],
  [br.IFLA_BR_MCAST_LAST_MEMBER_INTVL, number("mcast_last_member_intvl", 8, "mcast_last_member_interval")],
  [br.IFLA_BR_MCAST_MEMBERSHIP_INTVL, number("mcast_membership_intvl", 8, "mcast_membership_interval")],
  [br.IFLA_BR_MCAST_QUERIER_INTVL, number("mcast_querier_intvl", 8, "mcast_querier_interval")],
  [br.IFLA_BR_MCAST_QUERY_INTVL, number("mcast_query_intvl", 8, "mcast_query_interval")],
  [
    br.IFLA_BR_MCAST_QUERY_RESPONSE_INTVL,
    number("mcast_query_response_intvl", 8, "mcast_query_response_interval"),
  ],
  [
    br.IFLA_BR_MCAST_STARTUP_QUERY_INTVL,
    number("mcast_startup_query_intvl", 8, "mcast_startup_query_interval"),
  ],
  [br.IFLA_BR_MCAST_STATS_ENABLED, number("mcast_stats_enabled", 1)],
  [br.IFLA_BR_MCAST_IGMP_VERSION, number("mcast_igmp_version", 1)],
  [br.IFLA_BR_MCAST_MLD_VERSION, number("mcast_mld_version", 1)],
  [br.IFLA_BR_NF_CALL_IPTABLES, number("nf_call_iptables", 1)],
  [br.IFLA_BR_NF_CALL_IP6TABLES, number("nf_call_ip6tables", 1)],
  [br.IFLA_BR_NF_CALL_ARPTABLES, number("nf_call_arptables", 1)],
];

function print(ip: Ip, table: AttributeTable | undefined): void {
  if (!table) return;
  for (const [type, show] of SHOWN) if (table.has(type)) show(ip, table, type);
}

export const bridge: LinkKind = {
  name: "bridge",
  maximum: br.IFLA_BR_MAX,
  usage: BRIDGE_USAGE,
  parse,
  print,
  xstats: bridgeXstats,
};
