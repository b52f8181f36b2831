/** `ping`, `arping` and `traceroute`: few packets, and no wait that is near the end of another; `tcpdump` without any. */
import type { Draw } from "../draw.ts";
import { ipv4, ipv6, wantsIpv6 } from "../values.ts";
import type { World } from "../world.ts";
import { type Production, run } from "./grammar.ts";

/** An address that some device has, mostly. */
function someAddress(draw: Draw, world: World, six: boolean): string {
  const known = world.devices
    .flatMap(({ addresses }) => addresses.map((text) => text.replace(/\/.*/, "")))
    .filter((text) => text.includes(":") === six);
  return known.length > 0 && draw.chance(0.85) ? draw.pick(known) : six ? ipv6(draw) : ipv4(draw);
}

const ping: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const six = wantsIpv6(draw, world);
  const words = run(draw, namespace, "ping -c 1 -W 0.4");
  words
    .maybe(0.3, "-n")
    .maybe(0.2, "-q")
    .maybe(0.1, () => `-s ${draw.word("0 8 100 1472 1473 3000 -1 70000")}`)
    .maybe(0.08, () => `-t ${draw.word("1 2 64 255 0 256")}`)
    .maybe(
      0.15,
      () => `-I ${draw.chance(0.5) ? world.deviceName(draw, namespace) : someAddress(draw, world, six)}`,
    )
    .maybe(0.06, () => `-M ${draw.word("do dont want foo")}`)
    .maybe(0.05, () => `-Q ${draw.word("0 0x10 4 256 x")}`)
    .maybe(0.04, () => `-p ${draw.word("ff 00ff xx")}`)
    .maybe(0.05, () => `-m ${draw.word("1 16 x")}`)
    .maybe(0.08, () => draw.word("-b -B -r -D -v -d -A -L -R -U -O -a -H -nvq -j -z -h -V"))
    .maybe(0.04, () => `-i ${draw.word("0.01 1 x 0 -1 2,5")}`)
    .maybe(0.04, () => `-c ${draw.word("0 x 2147483648 1")}`)
    .maybe(0.03, () => `-w ${draw.word("1 x -1")}`)
    .maybe(0.03, () => `-e ${draw.word("7 0 65535 65536 x")}`)
    .maybe(0.03, () => `-l ${draw.word("1 3 0 65537 x")}`)
    .maybe(0.03, () => `-S ${draw.word("1000 0 x")}`)
    .maybe(0.03, () => `-N ${draw.word("help foo")}`)
    .maybe(0.03, () => `-F ${draw.word("0 5 0x10 1048576 x")}`)
    .maybe(0.04, () => `-T ${draw.word("tsonly tsandaddr foo")}`)
    .maybe(0.05, () => draw.word("-4 -6"));
  return words.add(someAddress(draw, world, six)).settle(0.05);
};

const arping: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const words = run(draw, namespace, "arping -c 1 -w 1");
  words
    .maybe(0.9, () => `-I ${world.deviceName(draw, namespace)}`)
    .maybe(0.25, () => draw.word("-D -U -A -b -z -h -V -DU"))
    .maybe(0.15, "-q")
    .maybe(0.15, "-f")
    .maybe(0.05, () => `-c ${draw.word("0 2 x -1")}`)
    .maybe(0.04, () => `-i ${draw.word("0 x -1")}`)
    .maybe(0.04, () => `-w ${draw.word("x -1 1")}`)
    .maybe(0.15, () => `-s ${someAddress(draw, world, false)}`);
  return words
    .add(
      draw.chance(0.05)
        ? draw.word("foo fd00::1 10.0.0 256.1.1.1 localhost")
        : someAddress(draw, world, false),
    )
    .settle(0.05);
};

/** Two hops and short waits. */
const traceroute: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const six = wantsIpv6(draw, world);
  const words = run(draw, namespace, "traceroute -m 2 -w 0.3");
  words
    .maybe(0.7, "-n")
    .maybe(0.6, () => `-q ${draw.word("1 1 2 3 0 11 x")}`)
    .maybe(0.3, () => draw.word("-I -I -U -F -r -d -4 -6"))
    .maybe(0.08, () => `-f ${draw.word("1 2 3 0 x 256")}`)
    .maybe(0.04, () => `-m ${draw.word("1 0 256 x")}`)
    .maybe(0.06, () => `-p ${draw.word("33434 80 0 65535 65536 x")}`)
    .maybe(0.05, () => `-N ${draw.word("1 4 0 x")}`)
    .maybe(0.05, () => `-t ${draw.word("0 16 255 256 x")}`)
    .maybe(0.04, () => `-z ${draw.word("0 0.01 5 x")}`)
    .maybe(0.04, () => `-P ${draw.word("1 17 253 icmp x")}`)
    .maybe(0.04, () => `--sport=${draw.word("5000 0 x")}`)
    .maybe(0.1, () => `-i ${world.deviceName(draw, namespace)}`)
    .maybe(0.1, () => `-s ${someAddress(draw, world, six)}`);
  words.add(draw.chance(0.04) ? draw.word("foo localhost 10.0.0.256") : someAddress(draw, world, six));
  return words.maybe(0.1, () => draw.word("28 60 1000 1472 1500 3000 x 65001")).settle(0.05);
};

/** `tcpdump` that ends by itself: lists, programs of filters (the real one's arithmetic is longer), devices that are not there. */
const FILTERS = [
  "icmp",
  "icmp6",
  "arp",
  "ip",
  "ip6",
  "tcp port 80",
  "udp and not port 53",
  "host 10.0.0.1",
  "src host fd00::1",
  "net 10.0.0.0/24",
  "net 10.0.0.1/24",
  "ether host 02:00:00:00:00:01",
  "ether proto 0x88cc",
  "greater 100",
  "less 5 or broadcast",
  "ether multicast",
  "portrange 20-30",
  "host foo",
  "port x",
  "ip and",
  "(ip",
  "src 10.0.0.1 or dst 10.0.0.2",
  "ip proto 89",
  "ip6 proto 58",
  "inbound",
];

const tcpdump: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const words = run(draw, namespace, "tcpdump");
  const device = world.deviceName(draw, namespace);
  const shape = draw.weighted([
    [5, "-O -d"],
    [1, "-O -dd"],
    [1, "-O -ddd"],
    [1, "-L"],
    [1, "-J"],
    [1, "wrong"],
  ]);
  if (shape === "wrong")
    return words.add(
      draw.pick([
        "-c x",
        "-s -1",
        "-i",
        "-z",
        "--foo",
        "-T foo",
        "-W x",
        "-Q up",
        "-j foo",
        "-B x",
        "-r nosuch",
        "-y EN10MB -i nosuch",
        "-tttttt",
        "-F nosuch",
      ]),
    );
  words.add(shape).maybe(0.8, `-i ${draw.chance(0.1) ? "any" : device}`);
  words
    .maybe(0.1, () => `-y ${draw.word("EN10MB RAW LINUX_SLL foo")}`)
    .maybe(0.1, () => draw.word("-n -p -s64"));
  return shape === "-L" || shape === "-J" ? words : words.add(`'${draw.pick(FILTERS)}'`);
};

export const PROBE: readonly (readonly [number, Production])[] = [
  [5, ping],
  [1, arping],
  [2, traceroute],
  [1, tcpdump],
];
