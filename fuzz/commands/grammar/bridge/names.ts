/** Names and values that commands about bridges share. */
import type { Draw } from "../../draw.ts";
import { Words } from "../../step.ts";
import { mac } from "../../values.ts";
import type { Device, World } from "../../world.ts";

const BRIDGES = ["brd0", "brd1", "brd2"] as const;
/** The hundred MAC addresses of groups that a bridge's own protocols use, and what is not among them. */
const GROUP_ADDRESSES =
  "01:80:c2:00:00:00 01:80:c2:00:00:01 01:80:c2:00:00:0e 01:80:c2:00:00:0f 01:80:c2:00:00:10 01:80:c2:00:00:02 foo 01:80:c2";

/** `bridge` in a namespace, now and then with options. */
export function bridge(draw: Draw, namespace: string, options = 0.2): Words {
  const words = new Words(draw, "bridge");
  if (namespace !== "") words.add(`-n ${namespace}`);
  return words
    .maybe(options, () => draw.word("-d -details -s -stats -o -oneline -j -p -c -color=never -comp -N -foo"))
    .maybe(options / 2, () =>
      draw.pick(["-j", "-d", "-s", "-j -p", "-d -s", "-s -s", "-json", "-4", "-o -d"]),
    );
}

/** Devices of a kind in a namespace. */
export function ofKind(world: World, namespace: string, kind: Device["kind"]): Device[] {
  return world.in(namespace).filter((device) => device.kind === kind);
}

/** A name for a new bridge, mostly one that is free. */
export function newBridgeName(draw: Draw, world: World, namespace: string): string {
  const taken = new Set(world.in(namespace).map(({ name }) => name));
  const free = BRIDGES.filter((name) => !taken.has(name));
  return free.length === 0 || draw.chance(0.05) ? draw.pick(BRIDGES) : draw.pick(free);
}

/** A namespace, most of the time one that has a bridge. */
export function bridgedNamespace(draw: Draw, world: World): string {
  const some = world.devices.filter(({ kind }) => kind === "bridge");
  return some.length > 0 && draw.chance(0.95) ? draw.pick(some).namespace : world.namespace(draw);
}

/** The name of a bridge; sometimes of another device, or of none. */
export function bridgeName(draw: Draw, world: World, namespace: string): string {
  const bridges = ofKind(world, namespace, "bridge");
  if (bridges.length === 0 || draw.chance(0.04)) return world.deviceName(draw, namespace);
  return draw.pick(bridges).name;
}

/** The name of a port; sometimes of another device, or of none. */
export function portName(draw: Draw, world: World, namespace: string): string {
  const ports = world.in(namespace).filter(({ master }) => master !== undefined);
  if (ports.length === 0 || draw.chance(0.08)) return world.deviceName(draw, namespace);
  return draw.pick(ports).name;
}

/** An address of a forwarding table: few, so that commands meet; those of devices, too. */
export function tableAddress(draw: Draw, world: World, namespace: string): string {
  return draw.weighted([
    [12, () => `02:00:00:00:aa:0${draw.int(1, 4)}`],
    [2, () => world.device(draw, namespace)?.mac || mac(draw)],
    [1, () => mac(draw)],
    [1, () => draw.word("01:00:5e:01:02:03 33:33:00:00:00:01 00:00:00:00:00:00 ff:ff:ff:ff:ff:ff")],
  ])();
}

export function groupAddress(draw: Draw): string {
  return draw.word(GROUP_ADDRESSES);
}

/** A VLAN; this kernel knows none, and says so, or ignores it. */
export function vlan(draw: Draw): string {
  return draw.word("0 1 2 10 10 100 4094 4095 4096 -1 x 5-9 9-5 1-4095 10x");
}
