/** The kinds of links whose options are understood here. */
import { bridge } from "./bridge.ts";
import { bridgeSlave } from "./bridge-slave.ts";
import { dummy } from "./dummy.ts";
import { ifb } from "./ifb.ts";
import type { LinkKind } from "./kind.ts";
import { macvlanKind, macvtapKind } from "./macvlan.ts";
import { tun } from "./tun.ts";
import { veth } from "./veth.ts";
import { vlanKind } from "./vlan.ts";
import { vxlanKind } from "./vxlan.ts";

const KINDS: ReadonlyMap<string, LinkKind> = new Map(
  [bridge, bridgeSlave, dummy, ifb, macvlanKind, macvtapKind, tun, veth, vlanKind, vxlanKind].map((kind) => [
    kind.name,
    kind,
  ]),
);

/** Kinds that iproute2 knows but this program does not: their options are refused. */
const OTHER_KINDS: ReadonlySet<string> = new Set(
  (
    "amt bareudp bond bond_slave dsa erspan geneve gre gretap gtp hsr ip6erspan ip6gre ip6gretap ip6tnl ipip " +
    "ipoib ipvlan ipvtap macsec netdevsim nlmon rmnet sit team team_slave vcan vrf vti vti6 vxcan wwan " +
    "xfrm virt_wifi batadv"
  ).split(" "),
);

/** A kind by its name; undefined: its options are not understood here. */
export function findKind(name: string): LinkKind | undefined {
  return KINDS.get(name);
}

/** Whether iproute2 has options for the kind that are not understood here. */
export function isOtherKind(name: string): boolean {
  return OTHER_KINDS.has(name);
}
