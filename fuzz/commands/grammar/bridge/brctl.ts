/** `brctl`, and the files of bridges and ports under /sys/class/net. */
import type { Draw } from "../../draw.ts";
import type { World } from "../../world.ts";
import { carrierSettle, type Production, run } from "../grammar.ts";
import { bridgedNamespace, bridgeName, newBridgeName, portName } from "./names.ts";

type Verb = (draw: Draw, world: World, namespace: string) => string;

const onOff = (draw: Draw): string => draw.word("on off yes no 1 0 foo ON");

/** What is not about ports, and needs no wait. */
const SETTINGS: readonly (readonly [number, Verb])[] = [
  [
    2,
    (draw, world, namespace) =>
      `setageing ${bridgeName(draw, world, namespace)} ${draw.word("0 300 60.5 -1 x 1e3 99999999999 300x")}`,
  ],
  [
    2,
    (draw, world, namespace) =>
      `setbridgeprio ${bridgeName(draw, world, namespace)} ${draw.word("0 1 32768 65535 65536 -1 x 0x10")}`,
  ],
  [
    2,
    (draw, world, namespace) =>
      `setfd ${bridgeName(draw, world, namespace)} ${draw.word("0 15 30 31 1 14.99 -1 x")}`,
  ],
  [
    2,
    (draw, world, namespace) =>
      `sethello ${bridgeName(draw, world, namespace)} ${draw.word("0 1 2 10 11 1.25 -1 x")}`,
  ],
  [
    2,
    (draw, world, namespace) =>
      `setmaxage ${bridgeName(draw, world, namespace)} ${draw.word("5 6 20 40 41 -1 x")}`,
  ],
  [
    2,
    (draw, world, namespace) =>
      `stp ${bridgeName(draw, world, namespace)} ${draw.chance(0.8) ? "off" : onOff(draw)}`,
  ],
  [
    2,
    (draw, world, namespace) =>
      `setpathcost ${bridgeName(draw, world, namespace)} ${portName(draw, world, namespace)} ${draw.word("1 100 65535 65536 0 -1 x")}`,
  ],
  [
    2,
    (draw, world, namespace) =>
      `setportprio ${bridgeName(draw, world, namespace)} ${portName(draw, world, namespace)} ${draw.word("0 1 63 64 255 -1 x")}`,
  ],
  [
    2,
    (draw, world, namespace) =>
      `hairpin ${bridgeName(draw, world, namespace)} ${portName(draw, world, namespace)} ${onOff(draw)}`,
  ],
  [2, (draw, world, namespace) => `show ${draw.chance(0.5) ? bridgeName(draw, world, namespace) : ""}`],
  [
    1,
    (draw, world, namespace) =>
      `show ${bridgeName(draw, world, namespace)} ${bridgeName(draw, world, namespace)}`,
  ],
  [3, (draw, world, namespace) => `showmacs ${bridgeName(draw, world, namespace)}`],
  [3, (draw, world, namespace) => `showstp ${bridgeName(draw, world, namespace)}`],
  [1, (draw) => draw.word("-h --help -V --version foo addbr stp hairpin setfd showmacs -x")],
];

const setting: Production = (draw, world) => {
  const namespace = bridgedNamespace(draw, world);
  const verb = draw.weighted(SETTINGS)(draw, world, namespace).trim();
  return run(draw, namespace, "brctl").add(verb).settle(0.02);
};

/** A bridge's address is random until it has a port: it is given one. */
const addOrDelete: Production = (draw, world) => {
  const namespace = bridgedNamespace(draw, world);
  if (draw.chance(0.3)) {
    const name = bridgeName(draw, world, namespace);
    // a bridge that is up stays
    return run(draw, namespace, "brctl").add(`delbr ${name}`).settle(carrierSettle(world));
  }
  const name = newBridgeName(draw, world, namespace);
  const address = world.nextMac();
  const ip = namespace === "" ? "ip" : `ip -n ${namespace}`;
  world.add(name, namespace, "bridge", address);
  return run(draw, namespace, "brctl")
    .add(`addbr ${name} && ${ip} link set ${name} address ${address}`)
    .settle(carrierSettle(world));
};

const port: Production = (draw, world) => {
  const namespace = bridgedNamespace(draw, world);
  const master = bridgeName(draw, world, namespace);
  const adds = draw.chance(0.7);
  const name = adds ? world.deviceName(draw, namespace) : portName(draw, world, namespace);
  const here = world.in(namespace);
  const bridge = here.find((other) => other.name === master);
  if (
    adds &&
    bridge !== undefined &&
    here.some((device) => device.name === name && world.circles(device, bridge))
  )
    return setting(draw, world);
  for (const device of here)
    if (device.name === name && device.kind !== "loopback" && device.name !== master)
      device.master = adds ? bridge : undefined;
  return run(draw, namespace, "brctl")
    .add(`${adds ? "addif" : "delif"} ${master} ${name}`)
    .maybe(0.05, () => world.deviceName(draw, namespace))
    .settle(carrierSettle(world));
};

export const BRCTL: readonly (readonly [number, Production])[] = [
  [12, setting],
  [1, addOrDelete],
  [3, port],
];

/** Files of a bridge, without those of timers. */
const BRIDGE_FILES =
  "ageing_time bridge_id default_pvid flush forward_delay group_addr group_fwd_mask hash_elasticity hash_max hello_time max_age multicast_igmp_version multicast_last_member_count multicast_last_member_interval multicast_membership_interval multicast_mld_version multicast_querier multicast_querier_interval multicast_query_interval multicast_query_response_interval multicast_query_use_ifaddr multicast_router multicast_snooping multicast_startup_query_count multicast_startup_query_interval multicast_stats_enabled nf_call_arptables nf_call_ip6tables nf_call_iptables no_linklocal_learn priority root_id root_path_cost root_port stp_state topology_change topology_change_detected vlan_filtering vlan_protocol vlan_stats_enabled vlan_stats_per_port nosuch";
const PORT_FILES =
  "backup_port bpdu_guard broadcast_flood change_ack config_pending designated_bridge designated_cost designated_port designated_root flush group_fwd_mask hairpin_mode isolated learning multicast_fast_leave multicast_flood multicast_router multicast_to_unicast neigh_suppress path_cost port_id port_no priority proxyarp proxyarp_wifi root_block state unicast_flood nosuch";
const VALUES = "0 0 1 1 1 2 3 4 5 64 100 1500 3000 4096 65535 65536 -1 x 0x10 010 1x 01:80:c2:00:00:0e";
/** Small values of these let something time out while a sequence runs; a tree takes its time. */
const TIMES = /_(time|delay|age|interval|state)$/;
const LONG = "30000 100000 1500 2000 0 -1 x";

const file: Production = (draw, world) => {
  const namespace = bridgedNamespace(draw, world);
  const ofPort = draw.chance(0.5);
  const name = draw.word(ofPort ? PORT_FILES : BRIDGE_FILES);
  const device = (ofPort ? portName : bridgeName)(draw, world, namespace);
  const path = `/sys/class/net/${device}/${ofPort ? "brport" : "bridge"}/${name}`;
  if (draw.chance(0.4)) return run(draw, namespace, `cat ${path}`);
  const value = name === "stp_state" ? "0" : draw.word(TIMES.test(name) ? LONG : VALUES);
  return run(draw, namespace, `sh -c 'echo ${value} >${path}'`).settle(0.05);
};

export const BRIDGE_FILE: readonly (readonly [number, Production])[] = [[1, file]];
