/** Bridges themselves: `ip link add … type bridge`, their options and ports. */
import type { Draw } from "../../draw.ts";
import type { Words } from "../../step.ts";
import { mac, number } from "../../values.ts";
import type { Device } from "../../world.ts";
import { carrierSettle, ip, output, type Production } from "../grammar.ts";
import { bridgedNamespace, bridgeName, groupAddress, newBridgeName, ofKind, portName } from "./names.ts";

const flag = (draw: Draw): string => draw.word("0 0 1 1 1 2 255 256 -1 x on");

/** Options of a bridge. What would time out while a sequence runs is drawn seldom or never. */
const OPTIONS: readonly (readonly [number, string, (draw: Draw) => string])[] = [
  [2, "forward_delay", (draw) => draw.word("1500 3000 2999 3001 199 0 1 2000 -1 x 4294967295 4294967296")],
  [2, "hello_time", (draw) => draw.word("100 1000 200 500 99 1001 0 -1 x")],
  [2, "max_age", (draw) => draw.word("600 2000 4000 599 4001 0 x")],
  [2, "ageing_time", (draw) => draw.word("30000 0 60000 100000 4294967295 x 6000")],
  [2, "stp_state", (draw) => draw.word("0 0 0 0 1 0 x")],
  [3, "priority", (draw) => draw.word("0 1 4096 32768 61440 65535 65536 x 32769")],
  [3, "group_fwd_mask", (draw) => draw.word("0 1 2 4 7 8 0x10 0x4000 0x8000 65528 0xffff 65536 x")],
  [2, "group_address", groupAddress],
  [2, "no_linklocal_learn", flag],
  [1, "vlan_filtering", flag],
  [1, "vlan_protocol", (draw) => draw.word("802.1Q 802.1ad 802.1q foo 0x8100")],
  [1, "vlan_default_pvid", (draw) => draw.word("0 1 2 4094 4095 70000 x")],
  [1, "vlan_stats_enabled", flag],
  [1, "vlan_stats_per_port", flag],
  [3, "mcast_snooping", flag],
  [1, "mcast_vlan_snooping", flag],
  [2, "mcast_router", (draw) => draw.word("0 1 2 3 4 255 256 x")],
  [1, "mcast_query_use_ifaddr", flag],
  [1, "mcast_querier", flag],
  [1, "mcast_hash_elasticity", (draw) => draw.word("4 16 0 -1 4294967295 x")],
  [2, "mcast_hash_max", (draw) => draw.word("4096 1 2 3 512 0 4294967295 x 100000")],
  [1, "mcast_last_member_count", (draw) => draw.word("2 0 5 255 4294967295 x")],
  [1, "mcast_startup_query_count", (draw) => draw.word("2 0 5 255 4294967295 x")],
  [1, "mcast_last_member_interval", (draw) => draw.word("100 0 1 12345 18446744073709551615 x -1")],
  [1, "mcast_membership_interval", (draw) => draw.word("26000 30000 100000 x -1 18446744073709551615")],
  [1, "mcast_querier_interval", (draw) => draw.word("25500 30000 x -1")],
  [1, "mcast_query_interval", (draw) => draw.word("12500 100 99 1 0 30000 x -1 18446744073709551615")],
  [1, "mcast_query_response_interval", (draw) => draw.word("1000 0 2000 x -1")],
  [1, "mcast_startup_query_interval", (draw) => draw.word("3125 100 99 1 0 6000 x -1")],
  [1, "mcast_stats_enabled", flag],
  [1, "mcast_igmp_version", (draw) => draw.word("2 2 3 3 1 4 0 x 256")],
  [1, "mcast_mld_version", (draw) => draw.word("1 1 2 2 3 0 x 256")],
  [1, "nf_call_iptables", (draw) => draw.word("0 0 x 256")],
  [1, "nf_call_ip6tables", (draw) => draw.word("0 0 x")],
  [1, "nf_call_arptables", (draw) => draw.word("0 0 x")],
];
const CHOICES = OPTIONS.map(([weight, name, value]) => [weight, { name, value }] as const);

function option(draw: Draw): string {
  if (draw.chance(0.03)) return draw.word("fdb_flush fdb_flush help foo forward_delay priority mcast");
  const { name, value } = draw.weighted(CHOICES);
  return `${name} ${value(draw)}`;
}

function options(draw: Draw, words: Words, more: number): Words {
  while (draw.chance(more)) words.optional(option(draw));
  return words;
}

export const addBridge: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const name = newBridgeName(draw, world, namespace);
  const address = world.nextMac();
  const words = ip(draw, namespace, `link add ${draw.word("name dev")} ${name} address ${address}`);
  words
    .maybe(0.3, () => `index ${world.nextIndex()}`)
    .maybe(0.1, () => `mtu ${number(draw, 60, 9000)}`)
    .maybe(0.6, "up")
    .maybe(0.03, () => `master ${bridgeName(draw, world, namespace)}`)
    .maybe(0.03, () => `group ${draw.word("5 7")}`)
    .add("type bridge");
  options(draw, words, 0.35);
  world.add(name, namespace, "bridge", address);
  return words.settle(carrierSettle(world));
};

const setBridge: Production = (draw, world) => {
  const namespace = bridgedNamespace(draw, world);
  const words = ip(draw, namespace, `link set ${draw.chance(0.6) ? "dev " : ""}`);
  words.add(`${bridgeName(draw, world, namespace)} type ${draw.chance(0.03) ? "foo" : "bridge"}`);
  words.optional(option(draw));
  return options(draw, words, 0.5).settle(0.05);
};

/** What the model makes of `master`: the kernel may refuse it. */
function enslaved(device: Device | undefined, master: Device | undefined): void {
  if (device !== undefined && device !== master && device.kind !== "loopback") device.master = master;
}

export const enslave: Production = (draw, world) => {
  const namespace = bridgedNamespace(draw, world);
  const device = world.device(draw, namespace);
  const bridges = ofKind(world, namespace, "bridge");
  const master = bridges.length > 0 ? draw.pick(bridges) : undefined;
  if (device !== undefined && master !== undefined && world.circles(device, master)) return show(draw, world);
  const words = ip(draw, namespace, `link set ${device?.name ?? "lo"}`).maybe(0.4, "up");
  words.add(`master ${master?.name ?? "nosuch"}`);
  if (draw.chance(0.95)) enslaved(device, master);
  return words
    .maybe(0.2, "up")
    .maybe(0.05, () => `address ${mac(draw)}`)
    .settle(carrierSettle(world));
};

const release: Production = (draw, world) => {
  const namespace = bridgedNamespace(draw, world);
  const name = portName(draw, world, namespace);
  for (const device of world.in(namespace)) if (device.name === name) device.master = undefined;
  return ip(draw, namespace, `link set ${name} nomaster`).settle(carrierSettle(world));
};

const show: Production = (draw, world) => {
  const namespace = bridgedNamespace(draw, world);
  const words = output(draw, world, ip(draw, namespace)).add("link show");
  return words
    .maybe(0.3, () => `dev ${draw.pick([bridgeName, portName])(draw, world, namespace)}`)
    .maybe(0.3, () => `type ${draw.word("bridge bridge_slave macvlan vxlan ifb veth foo")}`)
    .maybe(0.3, () => `master ${bridgeName(draw, world, namespace)}`)
    .maybe(0.1, "nomaster")
    .maybe(0.1, "up");
};

const help: Production = (draw, world) =>
  ip(
    draw,
    world.namespace(draw),
    `link help ${draw.word("bridge bridge_slave macvlan vxlan ifb macvlan_slave")}`,
  );

export const BRIDGE: readonly (readonly [number, Production])[] = [
  [4, addBridge],
  [10, setBridge],
  [8, enslave],
  [2, release],
  [4, show],
  [1, help],
];
