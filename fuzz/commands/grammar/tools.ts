/** `route`, `arp`, `ifconfig`, `ethtool`, `nstat` and `hostname`. */
import type { Draw } from "../draw.ts";
import { ipv4, ipv6, mac, maybeWrong, number, onOff, wantsIpv6 } from "../values.ts";
import { carrierSettle, type Production, run } from "./grammar.ts";

function target(draw: Draw): string {
  return draw.weighted([
    [4, `-net 10.${draw.int(1, 3)}.0.0/16`],
    [2, `-net 10.${draw.int(1, 3)}.0.0 netmask 255.255.0.0`],
    [3, `-host 10.0.1.${draw.int(1, 5)}`],
    [2, "default"],
    [1, draw.word("10.0.1.1 10.0.1.0/24 -net 0.0.0.0 foo -net -host")],
    [
      1,
      draw
        .word(
          "-net,10.0.1.1/24 -net,10.0.1.0/33 -net,10.0.1.0/0 -net,default -host,default -net,loopback localhost 10.0.1 -host,10.0.1.0/24",
        )
        .replace(",", " "),
    ],
  ]);
}

const route: Production = (draw, world) => {
  const words = run(draw, world.namespace(draw), "route");
  const namespace = "";
  if (draw.chance(0.3))
    return words
      .maybe(0.9, "-n")
      .maybe(0.2, () =>
        draw
          .word(
            "-e -ee -v -F -C -4 -N -FC --cache --fib --extend --numeric --inet -A,inet -A,inet6 -A,foo -V -h -z --foo",
          )
          .replace(",", " "),
      );
  if (wantsIpv6(draw, world)) {
    words.add(
      `-6 ${draw.word("add del")} ${draw.word("fd01::/32 fd00:1::/64 default fd00::1 foo fd00:1::/129 -net 10.0.0.1 ::/0 fd00:1::1/64")}`,
    );
    words.maybe(0.6, () => `gw ${ipv6(draw)}`);
  } else {
    words.add(`${draw.word("add add add del")} ${target(draw)}`);
    words
      .maybe(0.6, () => `${draw.word("gw gw gateway")} ${maybeWrong(draw, ipv4(draw))}`)
      .maybe(0.1, () => `mss ${number(draw, 500, 1400)}`)
      .maybe(0.1, () => `window ${number(draw, 100, 2000)}`)
      .maybe(0.05, () => `irtt ${number(draw, 0, 2000)}`)
      .maybe(0.08, "reject")
      .maybe(0.05, () => draw.word("mod dyn reinstate"));
  }
  words.maybe(0.2, () => `metric ${number(draw, 0, 5)}`);
  if (draw.chance(0.6))
    words.optional(`${draw.word("dev dev device ")} ${world.deviceName(draw, namespace)}`.trim());
  return words;
};

const arp: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const words = run(draw, namespace, "arp").maybe(0.1, "-v");
  const device = world.deviceName(draw, namespace);
  const shape = draw.weighted([
    [4, "show"],
    [4, "set"],
    [2, "use"],
    [2, "del"],
    [1, "wrong"],
  ]);
  if (shape === "show")
    return words
      .add("-n")
      .maybe(0.3, "-a")
      .maybe(0.1, "-e")
      .maybe(0.1, () => draw.word("-v -N --verbose --symbolic --all"))
      .maybe(0.08, () => `-H ${draw.word("ether ax25 loop foo")}`)
      .maybe(0.05, () => `-A ${draw.word("inet inet6 foo")}`)
      .maybe(0.3, `-i ${device}`)
      .maybe(0.3, () => ipv4(draw))
      .unordered();
  if (shape === "set")
    words
      .add(`-s ${ipv4(draw)} ${mac(draw)}`)
      .maybe(0.25, () =>
        draw
          .word("temp pub priv dontpub trail auto netmask foo pub,netmask,0.0.0.0 pub,netmask,255.0.0.0")
          .replaceAll(",", " "),
      );
  else if (shape === "use")
    words
      .add(`-Ds ${ipv4(draw)} ${device}`)
      .maybe(0.7, "pub")
      .maybe(0.2, "netmask 255.255.255.255");
  else if (shape === "del")
    words.add(`-d ${ipv4(draw)}`).maybe(0.3, () => draw.word("pub pub priv temp dontpub foo"));
  else
    words.add(
      draw.pick(["-s", "-d", "-z", "--foo", "-H foo", "-A foo", "-f nosuchfile", "-V", "-h", "-H", "-n foo"]),
    );
  return words.maybe(0.5, () => (draw.chance(0.5) ? `-i ${device}` : `dev ${device}`)).settle(0.02);
};

const IFCONFIG: readonly (readonly [number, (draw: Draw) => string])[] = [
  [6, (draw) => `10.0.${draw.int(0, 2)}.${draw.int(1, 5)}${draw.word("/24 /16  /32 /x").trim()}`],
  [
    2,
    (draw) =>
      `10.0.0.${draw.int(1, 5)} netmask ${draw.word("255.255.255.0 255.0.0.0 255.255.255.255 255.0.255.0 x")}`,
  ],
  [2, () => "up"],
  [2, () => "down"],
  [2, (draw) => `mtu ${number(draw, 68, 2000)}`],
  [1, (draw) => `txqueuelen ${number(draw, 0, 2000)}`],
  [1, (draw) => `hw ether ${mac(draw)}`],
  [1, (draw) => `broadcast ${maybeWrong(draw, ipv4(draw))}`],
  [1, (draw) => `netmask ${draw.word("255.255.255.0 255.255.0.0 255.255.255.255")}`],
  [1, (draw) => `pointopoint ${ipv4(draw)}`],
  [1, (draw) => `dstaddr ${ipv4(draw)}`],
  [
    2,
    (draw) =>
      draw.word(
        "arp -arp promisc -promisc allmulti -allmulti multicast -multicast trailers dynamic -dynamic",
      ),
  ],
  [1, (draw) => `add ${draw.chance(0.5) ? ipv4(draw) : `${ipv6(draw)}/64`}`],
  [1, (draw) => `del ${draw.chance(0.5) ? ipv4(draw) : `${ipv6(draw)}/64`}`],
  [1, (draw) => `inet6 add ${ipv6(draw)}/${draw.word("64 128 129")}`],
  [
    1,
    (draw) =>
      draw.word(
        "0.0.0.0 foo x default -broadcast -pointopoint broadcast pointopoint netmask dstaddr mtu hw add del media",
      ),
  ],
  [
    1,
    (draw) =>
      `${draw.word("keepalive outfill irq mem_start io_addr media")} ${draw.word("5 0 x auto 10baseT unknown")}`,
  ],
  [1, (draw) => `hw ${draw.word("ether loop foo ppp")} ${draw.chance(0.8) ? mac(draw) : ""}`.trim()],
  [
    1,
    (draw) =>
      `${draw.word("inet6 inet")} ${draw.word("up mtu,1400 netmask,255.255.0.0 netmask,::1 broadcast,::1 dstaddr,fd00::1 pointopoint,fd00::1 add,10.0.0.4 del,10.0.0.4 fd00::1 10.0.0.4 fd00::1/64 del,fd00::1/64 foo").replace(",", " ")}`,
  ],
  [1, (draw) => `tunnel ${draw.word("::10.0.0.1 ::1 10.0.0.1 foo")}`],
];

const ifconfig: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const words = run(draw, namespace, "ifconfig");
  const device = world.deviceName(draw, namespace);
  if (draw.chance(world.ipv6 ? 0 : 0.25))
    return words
      .maybe(0.3, () => draw.word("-a -s -v -as --foo -V --version -h -as,-a -?").replace(",", " "))
      .maybe(0.5, device)
      .unordered();
  words.add(`${device}${draw.chance(0.12) ? draw.word(":1 :x :1-") : ""}`);
  do words.optional(draw.weighted(IFCONFIG)(draw));
  while (draw.chance(0.2));
  return words.settle(carrierSettle(world));
};

const FEATURES =
  "tx rx sg ufo tx-vlan-hw-insert rx-vlan-hw-parse tx-checksumming rx-checksumming scatter-gather udp-fragmentation-offload tcp-segmentation-offload generic-segmentation-offload large-receive-offload rx-checksum tx-checksum-ipv4 tx-checksum-sctp tx-tcp-segmentation tx-tcp6-segmentation tx-tcp-ecn-segmentation tx-sctp-segmentation tx-gso-partial tx-gso-list rx-udp-gro-forwarding loopback netns-local tx-lockless vlan-challenged tx-vlan-stag-hw-insert rx-gro rx-lro rx-hashing sg tso gso gro lro rxvlan txvlan ntuple rxhash tx-checksum-ip-generic tx-scatter-gather generic-receive-offload tx-udp-segmentation highdma rx-gro-list foo tx-nocache-copy";

const ethtool: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const words = run(draw, namespace, "ethtool");
  const shape = draw.weighted([
    [2, ""],
    [2, draw.word("-i --driver")],
    [2, draw.word("-S --statistics")],
    [3, draw.word("-k --show-features --show-offload")],
    [5, draw.word("-K --features --offload")],
    [1, draw.word("--foo -z --version")],
  ]);
  if (shape !== "") words.add(shape);
  words.add(world.deviceName(draw, namespace) + (draw.chance(0.04) ? ":1" : "")).maybe(0.03, "foo");
  if (!/^(-K|--features|--offload)$/.test(shape)) return words;
  do words.add(`${draw.word(FEATURES)} ${onOff(draw)}`);
  while (draw.chance(0.3));
  return words
    .maybe(0.03, "tx")
    .maybe(0.03, () => draw.word("on off foo"))
    .settle(0.03);
};

/** Counters since the last time: only where no packet comes at a time of its own. */
const nstat: Production = (draw, world) => {
  const words = run(draw, world.namespace(draw), "nstat");
  if (world.mode !== "ipv4") return words.add(draw.word("-V -h -x --foo -d"));
  words
    .maybe(0.5, () => draw.word("-a -z -s -r -n -az -as -rz --ignore --zeros --noupdate --reset --nooutput"))
    .maybe(0.2, () => draw.word("-j -jp --json --pretty -p"))
    .maybe(0.03, () => draw.word("-V -h -x --foo -d"));
  return words.maybe(0.7, () =>
    draw.pick([
      "'Ip*'",
      "'Icmp*'",
      "'Udp*'",
      "IpInReceives",
      "'IpExt*'",
      "'Ip6*'",
      "bogus",
      "'[I'",
      "'*Out*' '*Err*'",
    ]),
  );
};

/** The name is each script's own. */
const hostname: Production = (draw, world) => {
  const words = run(draw, world.namespace(draw), draw.chance(0.9) ? "hostname" : "dnsdomainname");
  if (draw.chance(0.3))
    return words.add(
      draw.pick(["box", "a.b.c", "-", "a_b", "a..b", "", "x".repeat(65), "x".repeat(64), "vethlab", "a b"]),
    );
  return words
    .maybe(0.7, () =>
      draw
        .word(
          "-s -f -d -i -I -A -a -b -v -V -h -sf -is --alias --all-fqdns --boot --domain --help --version -F,/etc/hostname -F,nosuch --file=/etc/hostname --fqdn --short --long --ip-address --all-ip-addresses -F -z --foo",
        )
        .replace(",", " "),
    )
    .maybe(0.1, () => draw.word("-s -I -f /etc/hostname foo"));
};

export const TOOLS: readonly (readonly [number, Production])[] = [
  [3, route],
  [3, arp],
  [4, ifconfig],
  [3, ethtool],
  [1, nstat],
  [1, hostname],
];
