/** `ip link add|set|change|del|property`. */
import type { Draw } from "../draw.ts";
import type { Words } from "../step.ts";
import { mac, number, onOff } from "../values.ts";
import type { Device, World } from "../world.ts";
import { carrierSettle, ip, output, type Production } from "./grammar.ts";

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
    .maybe(0.04, () => `${draw.word("multicast allmulticast promisc trailers dynamic")} ${onOff(draw)}`)
    .maybe(0.03, () => `${draw.word("gso_max_size gso_max_segs gro_max_size")} ${number(draw, 1, 65536)}`)
    .maybe(0.02, () => `mode ${draw.word("default dormant foo")}`)
    .maybe(0.02, () => `state ${draw.word("up down dormant")}`)
    .maybe(0.02, () => `${draw.word("protodown carrier")} ${onOff(draw)}`)
    .maybe(0.01, () => draw.pick(["parentdev lo", "nomaster", "master lo", "link lo", "link nosuch"]))
    .maybe(0.02, () => `${draw.word("qlen txqlen txq")} ${number(draw, 0, 2000)}`)
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
  words.maybe(0.04, () => linkNetns(draw, world));
  end(draw, words, first, caller, here === there ? undefined : world.nextIndex(), world);
  words.add("type veth peer");
  end(draw, words, second, caller, here === there ? undefined : world.nextIndex(), world);
  return words.settle(carrierSettle(world));
};

/** Where the peer, or what a device stands on, is. */
function linkNetns(draw: Draw, world: World): string {
  return draw.chance(0.6)
    ? `link-netns ${draw.pick([...world.namespaces, "nosuch"])}`
    : `link-netnsid ${number(draw, 0, 3)}`;
}

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
  [1, linkNetns],
  [1, (draw) => `${draw.word("qlen txqlen txq")} ${number(draw, 0, 2000)}`],
  [1, (draw) => `numrxqueues ${number(draw, 1, 4)}`],
  [1, (draw) => `parentdev ${draw.word("lo foo")}`],
  [1, (draw) => `link ${draw.word("lo veth0 nosuch")}`],
  [1, (draw) => `name ${draw.word("eth5 veth3 lo . a-name-that-is-too-long x/y")}`],
  [1, (draw) => `netns ${draw.word("nosuch 1x 99999999")}`],
  [
    1,
    (draw, world) =>
      `type veth peer ${draw.pick(["", `${world.deviceName(draw, "")} `, "mtu 1400 ", "foo "])}${QUEUES}`,
  ],
];

const ALTNAMES = "alpha beta a-quite-long-alternative-name";

/** A device's name, or one of those that it may have beside it. */
function anyName(draw: Draw, world: World, namespace: string): string {
  return draw.chance(0.05) ? draw.word(`${ALTNAMES} if1 if20`) : world.deviceName(draw, namespace);
}

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
  words.add(draw.chance(0.5) ? `dev ${anyName(draw, world, namespace)}` : anyName(draw, world, namespace));
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

/** A namespace, and how a command may name it: by name, path, or a process in it (the script's own is in the first one). */
function destination(draw: Draw, world: World): [namespace: string, word: string] {
  const name = draw.pick(world.namespaces);
  return draw.weighted([
    [12, [name, name]],
    [2, [name, `/run/netns/${name}`]],
    [4, ["", "$$"]],
    [1, ["", "/proc/$$/ns/net"]],
    [1, ["nosuch", draw.word("nosuch ./red /run/netns/nosuch /nosuch/x 1x")]],
  ] as const);
}

const move: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const device = world.device(draw, namespace);
  if (device === undefined || world.namespaces.length === 0) return set(draw, world);
  const [target, word] = destination(draw, world);
  const words = ip(draw, namespace, `link set ${device.name} netns ${word}`);
  words
    .maybe(0.1, () => `name ${draw.word("eth5 veth3 lo")}`)
    .maybe(0.1, () => `index ${world.nextIndex()}`)
    .maybe(0.1, "up")
    .maybe(0.05, () => `mtu ${number(draw, 68, 2000)}`)
    .maybe(0.05, () => `address ${mac(draw)}`);
  if (device.kind !== "loopback" && target !== "nosuch") device.namespace = target;
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

/** `change` without a device that is there, `replace`, which makes it, and words that are commands of others. */
const odd: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const words = ip(
    draw,
    namespace,
    `link ${draw.word("replace replace add set del help foo property show")}`,
  );
  if (draw.chance(0.8)) words.add(`${draw.word("dev name")} ${anyName(draw, world, namespace)}`);
  words.add(QUEUES);
  do words.optional(draw.weighted(SETTINGS)(draw, world));
  while (draw.chance(0.5));
  return words
    .maybe(0.5, () => draw.pick([`type veth peer ${QUEUES}`, "type tun", "type foo"]))
    .settle(carrierSettle(world));
};

const show: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const words = output(draw, world, ip(draw, namespace))
    .add(draw.word("link l link li"))
    .add(draw.word("show list ls lst sh"));
  return words
    .maybe(0.5, () => `${draw.chance(0.5) ? "dev " : ""}${anyName(draw, world, namespace)}`)
    .maybe(0.12, "up")
    .maybe(0.1, () => `type ${draw.word("veth tun tap foo veth_slave")}`)
    .maybe(0.1, () => `group ${draw.word("default 5 7 0 foo")}`)
    .maybe(0.06, () => draw.pick(["nomaster", "master lo", "master nosuch", "vrf lo", "help"]));
};

const property: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const verb = draw.weighted([
    [6, "add"],
    [2, "del"],
    [1, draw.word("help foo a d")],
  ]);
  const words = ip(draw, namespace, `link property ${verb} dev ${anyName(draw, world, namespace)}`);
  do words.add(`altname ${draw.word(`${ALTNAMES} veth0 lo .`)}`);
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
  [2, odd],
  [6, show],
];
