/** `bridge fdb`: of bridges, and of devices that have a table of their own. */
import type { Draw } from "../../draw.ts";
import type { World } from "../../world.ts";
import type { Production } from "../grammar.ts";
import { bridge, bridgedNamespace, bridgeName, portName, tableAddress, vlan } from "./names.ts";

/** A port, a bridge, a tunnel, or any other device. */
function anyDevice(draw: Draw, world: World, namespace: string): string {
  const tables = world.in(namespace).filter(({ kind }) => kind === "vxlan" || kind === "macvlan");
  return draw.weighted([
    [8, () => portName(draw, world, namespace)],
    [2, () => bridgeName(draw, world, namespace)],
    [tables.length > 0 ? 5 : 1, () => (tables.length > 0 ? draw.pick(tables).name : "lo")],
    [1, () => world.deviceName(draw, namespace)],
  ])();
}

type Option = (draw: Draw, world: World, namespace: string) => string;

const FLAGS =
  "master master master self self local static dynamic permanent temp sticky use extern_learn router managed";

const OPTIONS: readonly (readonly [number, Option])[] = [
  [20, (draw) => draw.word(FLAGS)],
  [2, (draw) => `vlan ${vlan(draw)}`],
  [3, (draw) => `dst ${draw.word("10.0.0.2 10.0.0.3 10.0.9.9 239.0.0.1 fd00::2 0.0.0.0 foo 127.0.0.1")}`],
  [2, (draw) => `port ${draw.word("4789 1 0 65535 65536 foo")}`],
  [2, (draw) => `vni ${draw.word("1 7 0 16777215 16777216 x")}`],
  [1, (draw) => `src_vni ${draw.word("1 7 16777216 x")}`],
  [1, (draw, world, namespace) => `via ${world.deviceName(draw, namespace)}`],
  [1, (draw) => `nhid ${draw.word("1 x")}`],
  [1, (draw) => draw.word("help foo vlan dst")],
];

const modify: Production = (draw, world) => {
  const namespace = bridgedNamespace(draw, world);
  const verb = draw.word("add add add append replace del delete change");
  const words = bridge(draw, namespace, 0.02).add(`fdb ${verb} ${tableAddress(draw, world, namespace)}`);
  const device = `dev ${anyDevice(draw, world, namespace)}`;
  const early = draw.chance(0.5);
  if (early) words.add(device);
  while (draw.chance(0.6)) words.optional(draw.weighted(OPTIONS)(draw, world, namespace));
  return early ? words : words.add(device);
};

const show: Production = (draw, world) => {
  const namespace = bridgedNamespace(draw, world);
  const words = bridge(draw, namespace, 0.5).add(draw.word("fdb fdb f"));
  return words
    .maybe(0.8, () => draw.word("show show list lst"))
    .maybe(0.3, () => `${draw.word("br br dev")} ${bridgeName(draw, world, namespace)}`)
    .maybe(0.3, () => `${draw.word("brport dev dev")} ${anyDevice(draw, world, namespace)}`)
    .maybe(0.1, () => `vlan ${vlan(draw)}`)
    .maybe(0.15, () => `state ${draw.word("static permanent temp dynamic stale reachable all foo")}`)
    .maybe(0.1, () => draw.word("dynamic help foo self"));
};

const get: Production = (draw, world) => {
  const namespace = bridgedNamespace(draw, world);
  const words = bridge(draw, namespace, 0.3).add("fdb get").maybe(0.2, "to");
  words.add(tableAddress(draw, world, namespace));
  return words
    .maybe(0.6, () => `br ${bridgeName(draw, world, namespace)}`)
    .maybe(0.5, () => `${draw.word("brport dev dev")} ${anyDevice(draw, world, namespace)}`)
    .maybe(0.15, () => `vlan ${vlan(draw)}`)
    .maybe(0.1, () => `vni ${draw.word("7 x")}`)
    .maybe(0.4, () => draw.word("self master dynamic foo"));
};

const FLUSH =
  "permanent nopermanent static nostatic dynamic nodynamic added_by_user noadded_by_user extern_learn noextern_learn sticky nosticky offloaded nooffloaded self master foo local";

const flush: Production = (draw, world) => {
  const namespace = bridgedNamespace(draw, world);
  const name = draw.chance(0.6) ? bridgeName(draw, world, namespace) : portName(draw, world, namespace);
  const words = bridge(draw, namespace, 0.02).add(`fdb flush`);
  if (draw.chance(0.96)) words.add(`dev ${name}`);
  words
    .maybe(0.3, () => `brport ${portName(draw, world, namespace)}`)
    .maybe(0.15, () => `vlan ${vlan(draw)}`);
  while (draw.chance(0.4)) words.optional(draw.word(FLUSH));
  return words;
};

export const FDB: readonly (readonly [number, Production])[] = [
  [9, modify],
  [4, show],
  [2, get],
  [1, flush],
];
