/**
 * A namespace in which much depends on two devices: addresses that share a prefix, a peer or a place, routes of every kind by them and
 * by each other, rules, neighbours and groups. What changes a device then shows what it takes with it, and in which order.
 */
import type { Draw } from "../draw.ts";
import { type Step, Words } from "../step.ts";
import type { Device, World } from "../world.ts";
import { carrierSettle } from "./grammar.ts";

/** In this order; `D0` and `D1` are the devices. */
const IPV4 = `addr add 10.0.0.1/24 brd + dev D0
addr add 10.0.1.1/24 dev D1
addr add 10.0.0.9/24 dev D0
addr add 10.0.0.10/25 dev D0 label D0:x
addr add 10.5.0.1 peer 10.5.0.2 dev D0
addr add 10.6.0.1/24 dev D0 noprefixroute
addr add 10.7.0.1/24 dev D0 metric 50
addr add 10.0.0.1/32 dev D1 scope link
route add default via 10.0.0.2
route add default via 10.0.1.2 metric 10
route add 20.0.0.0/8 nexthop via 10.0.0.2 dev D0 nexthop via 10.0.1.2 dev D1 weight 2
route add 21.0.0.0/8 via 10.0.0.2 src 10.0.0.9 mtu 1400
route add 21.0.0.0/16 via 10.0.0.2 src 10.0.0.9 mtu 1400
route add 22.0.0.0/8 via 10.0.0.77 dev D0 onlink
route add 24.0.0.0/8 dev D0 scope link
route add 25.0.0.0/8 via 10.0.0.2 table 7
route add 26.0.0.0/8 via 10.0.0.2 src 10.0.1.1
route add 27.0.0.0/8 via 24.1.1.1
route add local 28.0.0.0/8 dev D0
route add broadcast 29.0.0.255 dev D0
route add unreachable 30.0.0.0/8 src 10.0.0.9
route add multicast 239.0.0.0/8 dev D0
route add 31.0.0.0/8 nexthop dev D0 nexthop via 10.0.1.2
rule add iif D0 lookup 7 pref 50
rule add oif D0 lookup 7 pref 51
neigh add 10.0.0.2 lladdr 02:00:00:00:00:0b dev D0
neigh add 10.0.0.3 lladdr 02:00:00:00:00:0c dev D0 nud stale
neigh add proxy 10.0.0.5 dev D0`.split("\n");

const IPV6 = `addr add fd00:0::1/64 dev D0 nodad
addr add fd00:1::1/64 dev D1 nodad
addr add fd05::1 peer fd05::2 dev D0 nodad
addr add fd06::1/64 dev D0 nodad noprefixroute
addr add fd07::1/64 dev D0 nodad metric 50 home
addr add fd00:0::1/128 dev D1 nodad
route add 23.0.0.0/8 via inet6 fd00:0::2 dev D0
-6 route add default via fd00:0::2
-6 route add default via fd00:1::2 metric 2000
-6 route add fd20::/16 nexthop via fd00:0::2 dev D0 nexthop via fd00:1::2 dev D1 weight 2
-6 route add fd21::/16 via fd00:0::2 src fd00:0::1 mtu 1400
-6 route add fd22::/16 via fd00:0::77 dev D0 onlink
-6 route add fd24::/16 dev D0
-6 route add fd25::/16 via fd00:0::2 table 7
-6 route add fd26::/16 via fd00:0::2 src fd00:1::1
-6 route add local fd28::/16 dev D0
-6 route add anycast fd29::1 dev D0
-6 route add blackhole fd30::/16
-6 route add fd33::/16 from fd00::/16 via fd00:0::2
-6 rule add iif D0 lookup 7 pref 50
neigh add fd00:0::2 lladdr 02:00:00:00:00:0b dev D0
neigh add fd00:0::3 lladdr 02:00:00:00:00:0c dev D0 nud stale
neigh add proxy fd00:0::5 dev D0`.split("\n");

/** A route with its type, and its way. */
const ROUTE = /^(-6 )?route add ((?:[a-z]+ )?(?:default|\S*[.:]\S*)) ?(.*)$/;

/** Of the lines this share is there. */
const THERE = 0.8;

function step(draw: Draw, text: string, seconds: number): Step {
  return new Words(draw, text).settle(seconds).done();
}

/** Brings both ends of the devices up, and fills their namespace. The world knows of it what commands may name again. */
export function crowd(draw: Draw, world: World, first: Device, second: Device): Step[] {
  const where = (namespace: string): string => (namespace === "" ? "ip" : `ip -n ${namespace}`);
  const steps = [first, second].flatMap((device) =>
    [device.peer, device].flatMap((end) =>
      end === undefined
        ? []
        : [step(draw, `${where(end.namespace)} link set ${end.name} up`, carrierSettle(world))],
    ),
  );
  for (const line of world.ipv6 ? [...IPV4, ...IPV6] : IPV4) {
    if (!draw.chance(THERE)) continue;
    const text = line.replaceAll("D0", first.name).replaceAll("D1", second.name);
    steps.push(step(draw, `${where(first.namespace)} ${text}`, text.includes("fd0") ? 0.03 : 0));
    const [, address = "", name = ""] = /^addr add (\S+).* dev (\S+)/.exec(text) ?? [];
    for (const device of [first, second]) if (device.name === name) device.addresses.push(address);
    const [, six = "", destination, way = ""] = ROUTE.exec(text) ?? [];
    if (destination !== undefined) world.routes.push(`${six}route del ${destination}|${way}`);
  }
  return steps;
}
