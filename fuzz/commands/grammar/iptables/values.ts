/** Words for rules: few of each, so that rules meet; and some that are wrong. */
import type { Draw } from "../../draw.ts";
import type { World } from "../../world.ts";

/** The family that a command is of. */
export type Family = 4 | 6;

export const TABLES = ["filter", "nat", "mangle", "raw", "security"] as const;
const USER_CHAINS = "X Y DOCKER DOCKER-USER KUBE-SVC a-chain";
const BUILTIN: Readonly<Record<string, string>> = {
  filter: "INPUT FORWARD OUTPUT",
  nat: "PREROUTING INPUT OUTPUT POSTROUTING",
  mangle: "PREROUTING INPUT FORWARD OUTPUT POSTROUTING",
  raw: "PREROUTING OUTPUT",
  security: "INPUT FORWARD OUTPUT",
};
const WRONG_CHAINS =
  "NOPE input ACCEPT '' 'a b' -x '!x' a-chain-name-of-thirty-letters a-chain-name-of-28-letters0 PREROUTING LOG";

export function tableName(draw: Draw): string {
  return draw.weighted([
    [12, "filter"],
    [6, "nat"],
    [4, "mangle"],
    [2, "raw"],
    [1, "security"],
    [1, draw.word("nope broute '' FILTER")],
  ]);
}

export function builtinChain(draw: Draw, table: string): string {
  return draw.word(BUILTIN[table] ?? "INPUT");
}

export function userChain(draw: Draw): string {
  return draw.word(USER_CHAINS);
}

/** A chain of a table, mostly one that may be there. */
export function chain(draw: Draw, table: string): string {
  return draw.weighted([
    [12, builtinChain(draw, table)],
    [8, userChain(draw)],
    [1, draw.word(WRONG_CHAINS)],
  ]);
}

const HOSTS4 =
  "10.0.0.1 10.0.0.0/24 10.0.1.0/255.255.255.0 0.0.0.0/0 0/0 127.0.0.1 10.0.0.5/30 192.168.0.0/16 10.0.0.0/8 10.0.0.0/255.0.255.0 10.0.0.1/32 224.0.0.0/4 localhost";
const WRONG4 =
  "10.0.0 10 1.2.3.256 10.0.0.1/33 10.0.0.1/ 10.0.0.1/x foo.example '' fd00::1 10.0.0.1/255 /24 10.0.0.1,, any 0x0a000001";
const HOSTS6 =
  "fd00::1 fd00::/64 ::/0 fd00:1::/48 ::1 fe80::/10 ff02::1 fd00::1/127 fd00::ffff/ffff:: ::/ffff::";
const WRONG6 = "fd00:::1 fd00::1/129 fd00::1/ foo.example '' 10.0.0.1 ::1/x any";

export function host(draw: Draw, family: Family): string {
  if (draw.chance(0.05)) return draw.word(family === 6 ? WRONG6 : WRONG4);
  const one = (): string => draw.word(family === 6 ? HOSTS6 : HOSTS4);
  return draw.chance(0.08) ? `${one()},${one()}` : one();
}

export function interfaceName(draw: Draw, world: World, namespace: string): string {
  return draw.weighted([
    [6, world.deviceName(draw, namespace)],
    [3, draw.word("veth+ eth+ lo + v-+ br-+ docker0")],
    [
      1,
      draw.word(
        "'' a-name-that-is-too-long sixteen-letters0 fifteen-letter+ a/b 'a b' '!' veth0:1 veth* ve+th ++",
      ),
    ],
  ]);
}

export function protocol(draw: Draw, family: Family): string {
  return draw.weighted([
    [8, "tcp"],
    [6, "udp"],
    [4, family === 6 ? draw.word("icmpv6 ipv6-icmp icmp6") : "icmp"],
    [2, draw.word("sctp all 17 6 esp ah gre udplite dccp")],
    [1, draw.word("0 1 58 47 50 132 255 TCP Udp ipv6-icmp icmp icmpv6 ipv6 ipip hopopt ip igmp vrrp")],
    [1, draw.word("256 -1 foo '' tcpx 6x 0x6")],
  ]);
}
