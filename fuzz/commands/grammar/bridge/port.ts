/** Ports: `ip link set … type bridge_slave`, `bridge link set` and `bridge link show`. */
import type { Draw } from "../../draw.ts";
import type { Words } from "../../step.ts";
import type { World } from "../../world.ts";
import { ip, type Production } from "../grammar.ts";
import { bridge, bridgedNamespace, bridgeName, portName } from "./names.ts";

/** What both programs know, and what one of them knows alone: the other refuses it. */
const FLAGS =
  "guard hairpin fastleave root_block learning learning_sync flood mcast_flood bcast_flood mcast_to_unicast neigh_suppress vlan_tunnel isolated locked proxy_arp proxy_arp_wifi mcast_fast_leave";

const onOff = (draw: Draw): string => draw.word("on on on off off off o 1 0 yes");

type Option = (draw: Draw, world: World, namespace: string) => string;

const OPTIONS: readonly (readonly [number, Option])[] = [
  [20, (draw) => `${draw.word(FLAGS)} ${onOff(draw)}`],
  [3, (draw) => `cost ${draw.word("1 2 100 65535 0 65536 -1 x 4294967296")}`],
  [3, (draw) => `priority ${draw.word("0 1 32 63 64 255 65536 -1 x")}`],
  [
    3,
    (draw) =>
      `state ${draw.word("0 1 2 3 3 4 5 255 256 disabled listening learning forwarding blocking Forwarding x -1")}`,
  ],
  [2, (draw) => `mcast_router ${draw.word("0 1 2 3 4 256 -1 x")}`],
  [2, (draw) => `group_fwd_mask ${draw.word("0 1 7 8 0x4000 65535 65536 x")}`],
  [1, () => "fdb_flush"],
  [1, (draw) => `hwmode ${draw.word("vepa veb foo")}`],
  [1, () => "nobackup_port"],
  [1, (draw, world, namespace) => `backup_port ${world.deviceName(draw, namespace)}`],
  [1, (draw) => draw.word("help foo fdb_flush cost state hairpin mcast")],
];

function options(draw: Draw, world: World, namespace: string, words: Words): Words {
  do words.optional(draw.weighted(OPTIONS)(draw, world, namespace));
  while (draw.chance(0.45));
  return words;
}

/** Mostly a port; a bridge, or what is in none, as well. */
function target(draw: Draw, world: World, namespace: string): string {
  return draw.chance(0.1) ? bridgeName(draw, world, namespace) : portName(draw, world, namespace);
}

const setByIp: Production = (draw, world) => {
  const namespace = bridgedNamespace(draw, world);
  const words = ip(draw, namespace, `link set ${target(draw, world, namespace)} type bridge_slave`);
  return options(draw, world, namespace, words).settle(0.05);
};

const setByBridge: Production = (draw, world) => {
  const namespace = bridgedNamespace(draw, world);
  const words = bridge(draw, namespace, 0.03).add("link set");
  if (draw.chance(0.97)) words.add(`dev ${target(draw, world, namespace)}`);
  words.maybe(0.1, () => draw.word("self master"));
  options(draw, world, namespace, words);
  return words.maybe(0.1, () => draw.word("self master self foo")).settle(0.05);
};

const show: Production = (draw, world) => {
  const namespace = bridgedNamespace(draw, world);
  return bridge(draw, namespace, 0.5)
    .add(draw.word("link link l"))
    .maybe(0.7, () => draw.word("show list lst sh s help foo"))
    .maybe(0.4, () => `dev ${target(draw, world, namespace)}`)
    .maybe(0.05, () => draw.word("master foo"));
};

export const PORT: readonly (readonly [number, Production])[] = [
  [4, setByIp],
  [5, setByBridge],
  [3, show],
];
