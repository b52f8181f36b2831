/** `ping`, `arping`, `traceroute` and `tracepath`: few packets, and no wait that is near the end of another. */
import type { Draw } from "../draw.ts";
import { ipv4, ipv6, wantsIpv6 } from "../values.ts";
import type { World } from "../world.ts";
import { type Production, run } from "./grammar.ts";
import { tcpdump } from "./tcpdump.ts";

/** An address that some device has, mostly. */
function someAddress(draw: Draw, world: World, six: boolean): string {
  const known = world.devices
    .flatMap(({ addresses }) => addresses.map((text) => text.replace(/\/.*/, "")))
    .filter((text) => text.includes(":") === six);
  return known.length > 0 && draw.chance(0.85) ? draw.pick(known) : six ? ipv6(draw) : ipv4(draw);
}

/** Where to: mostly what some device has, sometimes a zone, a name, a group, or what is wrong. */
function target(draw: Draw, world: World, namespace: string, six: boolean): string {
  if (!draw.chance(0.1)) return someAddress(draw, world, six);
  if (draw.chance(0.4))
    return draw.word(
      "localhost ip6-localhost ip6-allnodes vethlab foo 10.0.0.256 10.0.0 1 0x7f000001 0 127.1 fd00:::1 fd00::1%lo ::ffff:10.0.0.1 ::ffff:0:0 224.0.0.1 255.255.255.255 10.0.0.255 127.255.255.255",
    );
  const zone = draw.chance(0.2) ? draw.word("1 99 0 nosuch x") : world.deviceName(draw, namespace);
  return `${draw.word("fe80::1 ff02::1 ff01::1 ff02::2 ff05::1 fd00::1")}%${zone}`;
}

const ping: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const six = wantsIpv6(draw, world);
  const words = run(draw, namespace, `${draw.chance(0.05) ? draw.word("ping4 ping6") : "ping"} -c 1 -W 0.4`);
  const address = (): string => someAddress(draw, world, six);
  words
    .maybe(0.3, "-n")
    .maybe(0.2, "-q")
    .maybe(0.1, () => `-s ${draw.word("0 8 15 16 100 1472 1473 3000 65507 65508 70000 -1 x")}`)
    .maybe(0.08, () => `-t ${draw.word("1 2 64 255 0 256")}`)
    // with -I an address, -C connects to a structure that nothing was written to
    .maybe(0.16, () =>
      draw.chance(0.1) ? "-C" : `-I ${draw.chance(0.5) ? world.deviceName(draw, namespace) : address()}`,
    )
    .maybe(0.06, () => `-M ${draw.word("do dont want foo")}`)
    .maybe(0.05, () => `-Q ${draw.word("0 0x10 4 255 256 0x x 1e")}`)
    .maybe(
      0.05,
      () =>
        `-p ${draw.word("ff 00ff xx f 0123456789abcdef0123456789abcdef 0123456789abcdef0123456789abcdef00")}`,
    )
    .maybe(0.05, () => `-m ${draw.word("1 16 x 0x10 4294967296")}`)
    .maybe(0.1, () => draw.word("-b -B -r -D -v -d -A -L -R -U -O -a -f -H -nvq -vv -j -z -h -V"))
    .maybe(0.05, () => `-i ${draw.word("0.01 1 x 0 -1 2,5 0.002 1e9 nan inf 1x")}`)
    .maybe(0.06, () => `-c ${draw.word("0 x 2147483648 1")}`)
    .maybe(0.03, () => "-c 3 -i 0.01")
    .maybe(0.03, () => `-w ${draw.word("1 x -1 1.5")}`)
    .maybe(0.03, () => `-W ${draw.word("0 0.2 x -1 0.2x")}`)
    .maybe(0.03, () => `-e ${draw.word("7 0 65535 65536 x")}`)
    .maybe(0.03, () => `-l ${draw.word("1 3 0 65536 65537 x")}`)
    .maybe(0.03, () => `-S ${draw.word("1000 0 x 2147483647")}`)
    .maybe(0.03, () => `-N ${draw.word("help foo")}`)
    .maybe(0.03, () => `-F ${draw.word("0 5 0x10 1048575 1048576 x")}`)
    .maybe(0.04, () => `-T ${draw.word("tsonly tsandaddr foo")}`)
    .maybe(0.03, () => `-T tsprespec ${address()}`)
    .maybe(0.05, () => draw.word("-4 -6 -46"));
  if (draw.chance(0.04)) words.optional(address());
  return words.add(target(draw, world, namespace, six)).settle(0.05);
};

const arping: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const words = run(draw, namespace, "arping -c 1 -w 1");
  words
    .maybe(0.9, () => `-I ${world.deviceName(draw, namespace)}`)
    .maybe(0.25, () => draw.word("-D -U -A -b -z -h -V -DU -DA -UA -4 --foo"))
    .maybe(0.15, "-q")
    .maybe(0.15, "-f")
    .maybe(0.05, () => `-c ${draw.word("0 2 x -1 2147483648")}`)
    .maybe(0.04, () => `-i ${draw.word("0 x -1 2147483648")}`)
    .maybe(0.04, () => `-w ${draw.word("x -1 1 1.5")}`)
    .maybe(
      0.15,
      () =>
        `-s ${draw.chance(0.1) ? draw.word("0.0.0.0 x 10.0.0 fd00::1") : someAddress(draw, world, false)}`,
    );
  return words
    .add(
      draw.chance(0.07)
        ? draw.word("foo fd00::1 10.0.0 256.1.1.1 localhost 0.0.0.0 255.255.255.255 224.0.0.1 10.0.0.255")
        : someAddress(draw, world, false),
    )
    .maybe(0.03, "10.0.0.1")
    .settle(0.05);
};

/** Few hops; its own waits can not be made shorter than a second each. */
const tracepath: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const six = wantsIpv6(draw, world);
  const words = run(draw, namespace, "tracepath -m 1");
  words
    .maybe(0.6, "-n")
    .maybe(0.2, () => draw.word("-b -4 -6 -nb -46 -V -h -z --foo"))
    .maybe(0.2, () => `-l ${draw.word("0 28 48 100 1280 1500 1501 3000 65535 65536 70000 -1 x")}`)
    .maybe(0.08, () => `-m ${draw.word("0 1 256 x -1")}`)
    .maybe(0.15, () => `-p ${draw.word("0 1 44444 65535 65536 x")}`);
  words.add(target(draw, world, namespace, six) + (draw.chance(0.05) ? draw.word("/5000 /x /") : ""));
  return words.maybe(0.03, "x").settle(0.05);
};

/** Two hops and short waits. */
const traceroute: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const six = wantsIpv6(draw, world);
  const program = draw.chance(0.05) ? "traceroute6" : "traceroute";
  const words = run(draw, namespace, `${program} -m 2 -w 0.3`);
  words
    .maybe(0.7, "-n")
    .maybe(0.6, () => `-q ${draw.word("1 1 2 3 0 11 x")}`)
    .maybe(0.3, () => draw.word("-I -I -U -F -FI -r -d -4 -6 --icmp --udp -nr --debug --dont-fragment"))
    .maybe(0.08, () => `${draw.word("-f --first=")}${draw.word("1 2 3 0 x 256 -1")}`)
    .maybe(0.04, () => `-m ${draw.word("1 0 256 x")}`)
    .maybe(0.06, () => `-p ${draw.word("33434 80 0 65535 65536 x -1")}`)
    .maybe(0.05, () => `-N ${draw.word("1 4 0 x -1")}`)
    .maybe(0.05, () => `-t ${draw.word("0 16 255 256 x")}`)
    .maybe(0.04, () => `-z ${draw.word("0 0.01 5 x -1")}`)
    .maybe(0.04, () => `-w ${draw.word("0.2,0,0 0.2,1 x 0.2,x -1 0.2,2,3,4")}`)
    .maybe(0.05, () => `-P ${draw.word("1 17 58 253 255 256 262 263 icmp udp x")}`)
    .maybe(0.04, () => `-M ${draw.word("udp icmp raw default foo")}`)
    .maybe(0.04, () => `--sport=${draw.word("5000 0 65536 x")}`)
    .maybe(0.04, () => `--fwmark=${draw.word("1 16 0x10 x")}`)
    .maybe(0.02, () => draw.word("--help -V --foo -Z --sport --first --queries=1 -nq1 -x1"))
    .maybe(0.1, () => `-i ${world.deviceName(draw, namespace)}`)
    .maybe(0.1, () => `-s ${someAddress(draw, world, six)}`);
  words.add(target(draw, world, namespace, six));
  return words
    .maybe(0.1, () => draw.word("28 48 60 1000 1472 1500 1501 3000 x 65000 65001 -1"))
    .maybe(0.02, "x")
    .settle(0.05);
};

export const PROBE: readonly (readonly [number, Production])[] = [
  [5, ping],
  [1, arping],
  [2, traceroute],
  [1, tracepath],
  [1, tcpdump],
];
