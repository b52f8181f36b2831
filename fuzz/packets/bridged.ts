/**
 * The bridged topology: R is a bridge, or has one, with four ports; at two of them nobody has addresses.
 *
 *     S  s0 ------ r0  ┐     ┌  r1 ------ d0  D
 *                      │brd0 │
 *        s1 ------ r2  ┘     └  r3 ------ d1
 */
import type { Chance } from "./chance.ts";
import { type NodeSetup, QUIET, type Scenario, type Setting } from "./scenario.ts";
import { ADDRESS4, ADDRESS6, DEVICE, type NodeName } from "./world.ts";

/** Addresses and links; the bridge has R's addresses, of both networks. */
export const BRIDGED_LINKS: Readonly<Record<NodeName, readonly string[]>> = {
  S: [
    "link set lo up",
    `address add ${ADDRESS4.s0}/16 brd + dev s0`,
    `address add ${ADDRESS6.s0}/16 dev s0 nodad`,
    "link set s0 up",
    "link set s1 up",
  ],
  R: [
    "link set lo up",
    "link set r0 up",
    "link set r1 up",
    "link set r2 up",
    "link set r3 up",
    `address add ${ADDRESS4.r0}/16 brd + dev brd0`,
    `address add ${ADDRESS6.r0}/16 dev brd0 nodad`,
    "link set brd0 up",
  ],
  D: [
    "link set lo up",
    `address add ${ADDRESS4.d0}/16 brd + dev d0`,
    `address add ${ADDRESS6.d0}/16 dev d0 nodad`,
    "link set d0 up",
    "link set d1 up",
  ],
};

const PORTS = ["r0", "r1", "r2", "r3"] as const;

/** What every such batch has. A bridge says hello as seldom as it may: a batch is over by then. */
const BASE: readonly string[] = [
  `ip link add brd0 index ${DEVICE.brd0.ifindex} address ${DEVICE.brd0.mac} type bridge hello_time 1000`,
  ...PORTS.map((port) => `ip link set ${port} master brd0`),
];

/** Options of the bridge, each alone. */
const BRIDGE_OPTIONS: readonly string[] = [
  "stp_state 1",
  "stp_state 1",
  "stp_state 1 priority 61440",
  "stp_state 1 priority 0",
  "mcast_snooping 0",
  "mcast_querier 1",
  "mcast_querier 1 mcast_query_use_ifaddr 1",
  "mcast_router 2",
  "mcast_router 0",
  "mcast_hash_max 16",
  "mcast_stats_enabled 1",
  "group_fwd_mask 0x4000",
  "group_fwd_mask 0xfff8",
  "group_address 01:80:c2:00:00:0e",
  "no_linklocal_learn 1",
  "ageing_time 0",
  "priority 1",
];

const PORT_OPTIONS: readonly string[] = [
  "hairpin on",
  "isolated on",
  "isolated on",
  "learning off",
  "flood off",
  "mcast_flood off",
  "bcast_flood off",
  "mcast_to_unicast on",
  "neigh_suppress on",
  "proxy_arp on",
  "proxy_arp_wifi on",
  "fastleave on",
  "guard on",
  "root_block on",
  "locked on",
  "mcast_router 0",
  "mcast_router 2",
  "group_fwd_mask 0x4000",
  "group_fwd_mask 0xfff8",
  "cost 5",
  "priority 1",
  "state 0",
  "state 4",
  "state 2",
];

/** Entries and other things that may be there; `PORT` is one of the ports. */
const ENTRIES: readonly string[] = [
  "bridge fdb add 02:00:00:00:bb:01 dev PORT master static",
  "bridge fdb add 02:00:00:00:bb:02 dev PORT master local",
  "bridge fdb add 02:00:00:00:bb:03 dev PORT master dynamic",
  "bridge fdb add 02:00:00:00:bb:01 dev PORT master sticky static",
  "bridge fdb add 02:00:00:00:bb:04 dev PORT master extern_learn",
  "bridge fdb add 01:00:5e:01:01:01 dev PORT self",
  "bridge fdb add 02:00:00:00:bb:05 dev brd0 self local",
  "bridge mdb add dev brd0 port PORT grp 239.1.1.1 permanent",
  "bridge mdb add dev brd0 port PORT grp 239.1.1.2 temp",
  "bridge mdb add dev brd0 port PORT grp ff0e::1 permanent",
  "bridge mdb add dev brd0 port PORT grp 01:02:03:04:05:06 permanent",
  "bridge mdb add dev brd0 port brd0 grp 239.1.1.1",
  "ip neigh add 10.0.0.77 lladdr 02:00:00:00:bb:01 dev brd0",
  "ip neigh add fd00::77 lladdr 02:00:00:00:bb:01 dev brd0",
  "ip link set PORT mtu 1000",
  "ip link set brd0 promisc on",
  "ip link set brd0 allmulticast on",
  "ip link set PORT nomaster",
];

/** No hook looks at what is bridged. */
const NO_HOOKS: readonly Setting[] = ["iptables", "ip6tables", "arptables"].map((table) => [
  `bridge/bridge-nf-call-${table}`,
  "0",
]);

const SETUP: NodeSetup = { before: QUIET, ip: [], after: [] };
const BRIDGE_SETUP: NodeSetup = { before: [...QUIET, ...NO_HOOKS], ip: [], after: [] };

export function baseBridgedScenario(): Scenario {
  return { bridge: BASE, nodes: { S: SETUP, R: BRIDGE_SETUP, D: SETUP } };
}

export function bridgedScenario(chance: Chance): Scenario {
  const bridge = [...BASE];
  for (let left = chance.int(4); left > 0; left--)
    bridge.push(`ip link set brd0 type bridge ${chance.pick(BRIDGE_OPTIONS)}`);
  for (let left = chance.int(6); left > 0; left--)
    bridge.push(`ip link set ${chance.pick(PORTS)} up type bridge_slave ${chance.pick(PORT_OPTIONS)}`);
  for (let left = chance.int(5); left > 0; left--)
    bridge.push(chance.pick(ENTRIES).replaceAll("PORT", chance.pick(PORTS)));
  return { ...baseBridgedScenario(), bridge };
}
