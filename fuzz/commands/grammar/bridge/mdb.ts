/** `bridge mdb` and `bridge vlan`. */
import type { Draw } from "../../draw.ts";
import type { Words } from "../../step.ts";
import type { World } from "../../world.ts";
import type { Production } from "../grammar.ts";
import { bridge, bridgedNamespace, bridgeName, portName, vlan } from "./names.ts";

const GROUPS =
  "239.1.1.1 239.1.1.1 239.1.1.2 239.1.1.3 ff0e::1 ff0e::1 ff0e::2 ff05::1 224.0.0.5 224.0.0.1 ff02::1 ff02::5 10.0.0.1 fd00::1 :: 0.0.0.0 01:00:5e:01:01:01 01:02:03:04:05:06 02:00:00:00:00:01 foo";

const MDB_OPTIONS: readonly (readonly [number, (draw: Draw) => string])[] = [
  [6, (draw) => draw.word("permanent permanent temp")],
  [2, (draw) => `vid ${vlan(draw)}`],
  [
    3,
    (draw) =>
      `src ${draw.word("10.0.0.9 10.0.0.9 10.0.0.8 fd00::9 fd00::9 fd00::8 0.0.0.0 :: 239.1.1.9 ff02::9 foo")}`,
  ],
  [1, (draw) => draw.word("help foo vid src offload")],
];

const modify: Production = (draw, world) => {
  const namespace = bridgedNamespace(draw, world);
  const words = bridge(draw, namespace, 0.02).add(`mdb ${draw.word("add add add del delete replace")}`);
  const group = `grp ${draw.word(GROUPS)}`;
  const early = draw.chance(0.2);
  if (early) words.add(group);
  if (draw.chance(0.97)) words.add(`dev ${bridgeName(draw, world, namespace)}`);
  const name = draw.chance(0.12) ? bridgeName(draw, world, namespace) : portName(draw, world, namespace);
  if (draw.chance(0.97)) words.add(`port ${name}`);
  if (!early && draw.chance(0.97)) words.add(group);
  while (draw.chance(0.4)) words.optional(draw.weighted(MDB_OPTIONS)(draw));
  return words;
};

const show: Production = (draw, world) => {
  const namespace = bridgedNamespace(draw, world);
  return bridge(draw, namespace, 0.5)
    .add(draw.word("mdb mdb m"))
    .maybe(0.7, () => draw.word("show show list lst help foo"))
    .maybe(0.4, () => `dev ${bridgeName(draw, world, namespace)}`)
    .maybe(0.1, () => `vid ${vlan(draw)}`)
    .maybe(0.05, "foo");
};

export const MDB: readonly (readonly [number, Production])[] = [
  [6, modify],
  [3, show],
];

function vlanTarget(draw: Draw, world: World, namespace: string, words: Words): Words {
  return words.add(
    `dev ${draw.chance(0.3) ? bridgeName(draw, world, namespace) : portName(draw, world, namespace)}`,
  );
}

const vlanModify: Production = (draw, world) => {
  const namespace = bridgedNamespace(draw, world);
  const words = bridge(draw, namespace, 0.02).add(`vlan ${draw.word("add add add del delete")}`);
  if (draw.chance(0.97)) words.add(`vid ${vlan(draw)}`);
  if (draw.chance(0.97)) vlanTarget(draw, world, namespace, words);
  while (draw.chance(0.5)) words.optional(draw.word("pvid untagged self master foo"));
  return words;
};

const vlanShow: Production = (draw, world) => {
  const namespace = bridgedNamespace(draw, world);
  return bridge(draw, namespace, 0.5)
    .add("vlan")
    .maybe(0.7, () =>
      draw.pick(["show", "tunnelshow", "list", "global show", "global", "help", "foo", "global help"]),
    )
    .maybe(0.4, () => `dev ${draw.pick([bridgeName, portName])(draw, world, namespace)}`)
    .maybe(0.2, () => `vid ${vlan(draw)}`);
};

export const BRIDGE_VLAN: readonly (readonly [number, Production])[] = [
  [3, vlanModify],
  [2, vlanShow],
];
