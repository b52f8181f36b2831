/** Devices that stand on others, and those that stand for themselves: macvlan, vxlan and ifb. */
import type { Draw } from "../draw.ts";
import type { Words } from "../step.ts";
import { mac, number } from "../values.ts";
import type { Device, World } from "../world.ts";
import { carrierSettle, ip, type Production } from "./grammar.ts";

const NAMES = { macvlan: "mvl0 mvl1 mvl2", vxlan: "vxl0 vxl1 vxl2", ifb: "ifq0 ifq1" } as const;

type Kind = keyof typeof NAMES;

function newDevice(draw: Draw, world: World, namespace: string, kind: Kind): Device {
  return world.add(draw.word(NAMES[kind]), namespace, kind, world.nextMac());
}

/** A device of this kind that may be there. */
function someDevice(draw: Draw, world: World, namespace: string, kind: Kind): string {
  const own = world.in(namespace).filter((device) => device.kind === kind);
  return own.length > 0 && draw.chance(0.95) ? draw.pick(own).name : world.deviceName(draw, namespace);
}

function common(draw: Draw, world: World, words: Words): void {
  words
    .maybe(0.1, () => `mtu ${number(draw, 60, 9000)}`)
    .maybe(0.4, "up")
    .maybe(0.2, () => `index ${world.nextIndex()}`);
}

/** A carrier is followed only where a device comes up. */
function afterwards(words: Words, world: World): number {
  return / up\b/.test(words.text) ? carrierSettle(world) : 0.06;
}

const MACS = "02:00:00:00:0e:01 02:00:00:00:0e:02 02:00:00:00:0e:03";

const MACVLAN_OPTIONS: readonly (readonly [number, (draw: Draw) => string])[] = [
  [6, (draw) => `mode ${draw.word("private vepa bridge bridge passthru source source foo")}`],
  [2, (draw) => `flag ${draw.word("null nopromisc nodst foo")}`],
  [1, (draw) => draw.word("nopromisc nodst foo help mode")],
  [2, (draw) => `bcqueuelen ${draw.word("0 1 1000 4294967295 x -1")}`],
  [2, (draw) => `macaddr ${draw.word("add add del")} ${draw.chance(0.8) ? draw.word(MACS) : mac(draw)}`],
  [1, (draw) => `macaddr set ${draw.word(MACS)} ${draw.word(MACS)}`],
  [1, (draw) => `macaddr ${draw.word("flush set foo")}`],
];

const addMacvlan: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const lower = world.device(draw, namespace);
  const device = newDevice(draw, world, namespace, "macvlan");
  const words = ip(draw, namespace, "link add");
  if (draw.chance(0.98)) words.add(`link ${lower?.name ?? "lo"}`);
  words.add(`name ${device.name} address ${device.mac}`);
  common(draw, world, words);
  words.add("type macvlan");
  while (draw.chance(0.6)) words.optional(draw.weighted(MACVLAN_OPTIONS)(draw));
  return words.settle(afterwards(words, world));
};

const setMacvlan: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const words = ip(draw, namespace, `link set ${someDevice(draw, world, namespace, "macvlan")} type macvlan`);
  do words.optional(draw.weighted(MACVLAN_OPTIONS)(draw));
  while (draw.chance(0.4));
  return words.settle(0.05);
};

type VxlanOption = (draw: Draw, world: World, namespace: string) => string;

const TOGGLES = "learning udpcsum udp6zerocsumtx udp6zerocsumrx l2miss l3miss";

const VXLAN_OPTIONS: readonly (readonly [number, VxlanOption])[] = [
  [4, (draw) => `remote ${draw.word("10.0.0.2 10.0.0.3 fd00::2 239.0.0.1 any foo")}`],
  [2, (draw) => `group ${draw.word("239.0.0.1 239.0.0.2 ff05::1 10.0.0.2 foo")}`],
  [3, (draw) => `local ${draw.word("10.0.0.1 10.0.1.1 fd00::1 239.0.0.1 any foo")}`],
  [3, (draw, world, namespace) => `dev ${world.deviceName(draw, namespace)}`],
  [3, (draw) => `dstport ${draw.word("4789 4789 8472 0 65535 65536 x")}`],
  [1, (draw) => `srcport ${draw.word("1 1000 x")} ${draw.word("1 2000 65535 65536")}`],
  [1, (draw) => `ttl ${draw.word("0 1 64 255 256 auto inherit x")}`],
  [1, (draw) => `tos ${draw.word("0 1 0x10 255 256 inherit x")}`],
  [1, (draw) => `df ${draw.word("unset set inherit x")}`],
  [1, (draw) => `flowlabel ${draw.word("0 1 0xfffff 0x100000 x")}`],
  [1, (draw) => `ageing ${draw.word("0 300 3000 none x -1 4294967295")}`],
  [1, (draw) => `maxaddress ${draw.word("0 1 2 unlimited x")}`],
  [4, (draw) => `${draw.word("no no yes") === "no" ? "no" : ""}${draw.word(TOGGLES)}`],
  [1, (draw) => draw.word("help foo id remote srcport")],
];

const addVxlan: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const device = newDevice(draw, world, namespace, "vxlan");
  const words = ip(draw, namespace, `link add ${device.name} address ${device.mac}`);
  common(draw, world, words);
  words.add("type vxlan");
  const id = `id ${draw.word("7 7 8 9 0 16777215 16777216 x")}`;
  const early = draw.chance(0.7);
  if (early) words.add(id);
  words.maybe(0.8, () => `dstport ${draw.word("4789 8472")}`);
  while (draw.chance(0.6)) words.optional(draw.weighted(VXLAN_OPTIONS)(draw, world, namespace));
  if (!early && draw.chance(0.9)) words.add(id);
  return words.settle(afterwards(words, world));
};

const setVxlan: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const words = ip(draw, namespace, `link set ${someDevice(draw, world, namespace, "vxlan")} type vxlan`);
  words.maybe(0.3, () => `id ${draw.word("7 8")}`);
  do words.optional(draw.weighted(VXLAN_OPTIONS)(draw, world, namespace));
  while (draw.chance(0.4));
  return words.settle(0.05);
};

const addIfb: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const device = newDevice(draw, world, namespace, "ifb");
  const words = ip(
    draw,
    namespace,
    `link add ${device.name} address ${device.mac} numtxqueues 1 numrxqueues 1`,
  );
  common(draw, world, words);
  words.add("type ifb").maybe(0.05, () => draw.word("foo help"));
  return words.settle(afterwards(words, world));
};

/** What the reference kernel does not have is refused by name. */
const unknown: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const words = ip(draw, namespace, `link add link ${world.deviceName(draw, namespace)} name vln0`);
  return words.add(
    `type ${draw.pick(["bridge_slave", "bridge_slave cost 5", "bridge help", "vxlan help", "macvlan help"])}`,
  );
};

export const MACVLAN: readonly (readonly [number, Production])[] = [
  [3, addMacvlan],
  [3, setMacvlan],
];
export const VXLAN: readonly (readonly [number, Production])[] = [
  [3, addVxlan],
  [3, setVxlan],
];
export const IFB: readonly (readonly [number, Production])[] = [
  [4, addIfb],
  [1, unknown],
];
