/** `ip link add|set|change|del|property`. */
import type { Draw } from "../draw.ts";
import type { Words } from "../step.ts";
import { mac, number, onOff } from "../values.ts";
import type { Device, World } from "../world.ts";
import { carrierSettle, ip, type Production } from "./grammar.ts";

/** Attributes that a new device may have, and their weight. */
function newAttributes(draw: Draw, words: Words): void {
  words
    .maybe(0.08, () => `mtu ${number(draw, 68, 9000)}`)
    .maybe(0.05, () => `txqueuelen ${number(draw, 0, 2000)}`)
    .maybe(0.03, () => `broadcast ${mac(draw)}`)
    .maybe(0.03, () => `alias ${draw.word("home x two-words")}`)
    .maybe(0.04, () => `group ${draw.word("default 5 0 foo 4294967295")}`)
    .maybe(0.05, "up")
    .maybe(0.03, () => `arp ${onOff(draw)}`)
    .maybe(0.02, () => `gso_max_size ${number(draw, 1, 65536)}`)
    .maybe(0.02, () => `addrgenmode ${draw.word("eui64 none random stable_secret foo")}`);
}

/** Queues are set because their number follows that of the processors. */
const QUEUES = "numtxqueues 1 numrxqueues 1";

const addVeth: Production = (draw, world) => {
  const [here, there, caller] = [world.namespace(draw), world.namespace(draw), world.namespace(draw)];
  const words = ip(draw, caller, "link add");
  const first = world.add(world.unusedName(draw, here), here, "veth", world.nextMac());
  const second = world.add(world.unusedName(draw, there), there, "veth", world.nextMac());
  first.peer = second;
  second.peer = first;
  end(draw, words, first, caller, here === there ? undefined : world.nextIndex(), world);
  words.add("type veth peer");
  end(draw, words, second, caller, here === there ? undefined : world.nextIndex(), world);
  return words.settle(carrierSettle(world));
};

function end(
  draw: Draw,
  words: Words,
  device: Device,
  caller: string,
  index: number | undefined,
  world: World,
): void {
  words.add(`${draw.word("name dev")} ${device.name}`);
  if (draw.chance(0.85) || world.ipv6) words.add(`address ${device.mac}`);
  if (device.namespace !== caller && device.namespace !== "") words.add(`netns ${device.namespace}`);
  if (index !== undefined) words.add(`index ${index}`);
  words.add(QUEUES);
  newAttributes(draw, words);
}

const addOther: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const words = ip(draw, namespace, "link add").add(world.unusedName(draw, namespace));
  words.add(`address ${world.nextMac()} ${QUEUES}`).maybe(0.2, () => `mtu ${number(draw, 60, 70000)}`);
  return words
    .maybe(0.9, () => `type ${draw.word("foo veth veth_slave tun tap loopback '' Veth")}`)
    .settle(carrierSettle(world));
};

const SETTINGS: readonly (readonly [number, (draw: Draw, world: World) => string])[] = [
  [14, () => "up"],
  [6, () => "down"],
  [
    4,
    (draw) =>
      `mtu ${draw.chance(0.3) ? draw.word("67 68 1279 1280 65535 65536 -1 x") : number(draw, 68, 9000)}`,
  ],
  [2, (draw) => `txqueuelen ${number(draw, 0, 2000)}`],
  [3, (draw) => `address ${mac(draw)}`],
  [2, (draw) => `${draw.word("broadcast brd")} ${mac(draw)}`],
  [2, (draw) => `multicast ${onOff(draw)}`],
  [2, (draw) => `allmulticast ${onOff(draw)}`],
  [2, (draw) => `promisc ${onOff(draw)}`],
  [2, (draw) => `arp ${onOff(draw)}`],
  [1, (draw) => `trailers ${onOff(draw)}`],
  [1, (draw) => `dynamic ${onOff(draw)}`],
  [1, (draw) => `carrier ${onOff(draw)}`],
  [2, (draw) => `alias ${draw.word("foo bar '' x-y")}`],
  [2, (draw) => `group ${draw.word("default 5 7 -1 foo")}`],
  [2, (draw) => `mode ${draw.word("default dormant DORMANT foo")}`],
  [2, (draw) => `state ${draw.word("up down dormant unknown testing lowerlayerdown foo")}`],
  [1, (draw) => `protodown ${onOff(draw)}`],
  [1, (draw) => `protodown_reason ${draw.int(0, 33)} ${onOff(draw)}`],
  [1, (draw) => `gso_max_size ${number(draw, 1, 70000)}`],
  [1, (draw) => `gso_max_segs ${number(draw, 1, 70000)}`],
  [1, (draw) => `gro_max_size ${number(draw, 1, 70000)}`],
  [1, (draw) => `addrgenmode ${draw.word("eui64 none random stable_secret foo")}`],
  [1, () => "nomaster"],
  [1, (draw) => `master ${draw.word("lo veth0 nosuch")}`],
  [1, (draw) => `numtxqueues ${number(draw, 1, 4)}`],
  [1, (draw) => `type ${draw.word("veth foo tun")}`],
  [1, (draw) => `index ${number(draw, 30, 40)}`],
  [1, (draw) => `link-netnsid ${number(draw, 0, 3)}`],
];

const set: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const words = ip(
    draw,
    namespace,
    `link ${draw.weighted([
      [9, "set"],
      [1, "change"],
    ])}`,
  );
  words.add(
    draw.chance(0.5) ? `dev ${world.deviceName(draw, namespace)}` : world.deviceName(draw, namespace),
  );
  do words.optional(draw.weighted(SETTINGS)(draw, world));
  while (draw.chance(0.25));
  return words.settle(carrierSettle(world));
};

const rename: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const device = world.device(draw, namespace);
  const name = world.unusedName(draw, namespace);
  const words = ip(draw, namespace, `link set ${device?.name ?? "lo"} name ${name}`);
  if (device !== undefined) device.name = name;
  return words.maybe(0.1, "up").settle(carrierSettle(world));
};

const move: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const device = world.device(draw, namespace);
  if (device === undefined || world.namespaces.length === 0) return set(draw, world);
  const target = draw.chance(0.05) ? "nosuch" : draw.pick(world.namespaces);
  const words = ip(draw, namespace, `link set ${device.name} netns ${target}`);
  words
    .maybe(0.1, () => `name ${draw.word("eth5 veth3 lo")}`)
    .maybe(0.1, () => `index ${world.nextIndex()}`)
    .maybe(0.1, "up")
    .maybe(0.05, () => `mtu ${number(draw, 68, 2000)}`)
    .maybe(0.05, () => `address ${mac(draw)}`);
  if (device.kind !== "loopback") device.namespace = target;
  return words.settle(carrierSettle(world));
};

const del: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  if (draw.chance(0.1)) return ip(draw, namespace, `link del group ${draw.word("5 7 foo 9")}`).settle(0.1);
  const device = world.device(draw, namespace);
  const words = ip(draw, namespace, `link ${draw.word("del delete d")} ${device?.name ?? "nosuch"}`);
  if (device !== undefined && device.kind !== "loopback") world.remove(device);
  return words.maybe(0.1, () => `type ${draw.word("veth foo")}`).settle(0.1);
};

const property: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const verb = draw.weighted([
    [3, "add"],
    [1, "del"],
  ]);
  const words = ip(draw, namespace, `link property ${verb} dev ${world.deviceName(draw, namespace)}`);
  do words.add(`altname ${draw.word("alpha beta a-quite-long-alternative-name veth0 lo .")}`);
  while (draw.chance(0.3));
  return words;
};

const group: Production = (draw, world) => {
  const words = ip(draw, world.namespace(draw), `link set group ${draw.word("default 5 7 0")}`);
  return words
    .add(draw.word("up down up up"))
    .maybe(0.2, () => `mtu ${number(draw, 100, 1500)}`)
    .settle(carrierSettle(world));
};

export const LINK: readonly (readonly [number, Production])[] = [
  [9, addVeth],
  [1, addOther],
  [22, set],
  [2, rename],
  [3, move],
  [2, del],
  [2, property],
  [1, group],
];
