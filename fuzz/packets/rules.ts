/**
 * Rules of iptables for a node by chance. What is drawn at random is left out: limits, shares of packets, and translations that have to
 * look for a free port, so every translation leads to an address of its own, from addresses or ports that nobody else sends from.
 */
import type { Chance } from "./chance.ts";
import { NODE_DEVICES } from "./variants.ts";
import type { NodeName } from "./world.ts";

type Family = 4 | 6;

/** Addresses that only a translation leads to; those of D are on its loopback device. */
export const TRANSLATED = [
  "address add 10.1.0.55/32 dev lo",
  "address add 10.1.0.56/32 dev lo",
  "address add fd00:a::55/128 dev lo nodad",
  "address add 10.1.9.1/32 dev lo",
  "address add fd00:a::9:1/128 dev lo nodad",
];

const SOURCES: Readonly<Record<Family, readonly string[]>> = {
  4: ["10.0.1.1", "10.0.1.0/24", "10.0.2.2", "10.0.0.0/14", "127.0.0.0/8", "10.1.0.1", "0.0.0.0"],
  6: ["fd00:1::1", "fd00:1::/64", "fd00:2::2", "fe80::/10", "::1", "fd00:a::1", "::"],
};
const DESTINATIONS: Readonly<Record<Family, readonly string[]>> = {
  4: ["10.0.1.2", "10.0.2.0/24", "10.0.2.2", "10.1.0.0/16", "224.0.0.0/4", "10.3.0.1", "255.255.255.255"],
  6: ["fd00:1::2", "fd00:2::/64", "fd00:2::2", "fd00:a::/64", "ff00::/8", "fd00:c::1", "fe80::/10"],
};
const PROTOCOLS = ["tcp", "udp", "udp", "udp", "tcp"];
const PORTS = ["7000", "7001", "9:11", "!7000", ":1023", "0"];

function icmp(chance: Chance, of: Family): string {
  const types = of === 4 ? "8 0 3 3/3 3/4 5 11 12 13 any" : "128 129 1 1/4 2 3 4 135 136 133 134 137";
  return of === 4
    ? `-p icmp -m icmp --icmp-type ${chance.pick(types.split(" "))}`
    : `-p icmpv6 -m icmp6 --icmpv6-type ${chance.pick(types.split(" "))}`;
}

function ports(chance: Chance): string {
  const option = chance.pick(["--dport", "--sport", "--dport"]);
  const port = chance.pick(PORTS);
  const protocol = chance.pick(PROTOCOLS);
  if (chance.oneIn(8)) return `-p ${protocol} -m multiport --ports 7000,7001,9`;
  return `-p ${protocol} ${port.startsWith("!") ? `! ${option} ${port.slice(1)}` : `${option} ${port}`}`;
}

const FLAGS = [
  "--syn",
  "! --syn",
  "--tcp-flags ALL NONE",
  "--tcp-flags SYN,ACK SYN,ACK",
  "--tcp-option 2",
  "--tcp-flags RST RST",
];
const STATES = [
  "NEW",
  "ESTABLISHED",
  "RELATED",
  "INVALID",
  "UNTRACKED",
  "ESTABLISHED,RELATED",
  "DNAT",
  "SNAT",
];

/** One match, with the protocol that it asks for. */
function match(chance: Chance, of: Family): string {
  return chance.weighted<() => string>([
    [4, () => `-s ${chance.pick(SOURCES[of])}`],
    [4, () => `-d ${chance.pick(DESTINATIONS[of])}`],
    [2, () => `! -d ${chance.pick(DESTINATIONS[of])}`],
    [5, () => ports(chance)],
    [4, () => icmp(chance, of)],
    [2, () => `-p tcp ${chance.pick(FLAGS)}`],
    [5, () => `-m conntrack ${chance.oneIn(5) ? "! " : ""}--ctstate ${chance.pick(STATES)}`],
    [1, () => `-m conntrack --ctstatus ${chance.pick(["ASSURED", "SEEN_REPLY", "CONFIRMED", "NONE"])}`],
    [1, () => `-m conntrack --ctdir ${chance.pick(["ORIGINAL", "REPLY"])}`],
    [1, () => `-m conntrack --ctproto ${chance.pick(["udp", "tcp", "icmp", "47"])}`],
    [1, () => `-m length --length ${chance.pick(["0:40", "28", "100:1500"])}`],
    [
      1,
      () =>
        of === 4
          ? `-m ttl --ttl-lt ${chance.pick(["2", "64"])}`
          : `-m hl --hl-lt ${chance.pick(["2", "64"])}`,
    ],
    [2, () => `-m mark --mark ${chance.pick(["1", "0x2/0x2", "0"])}`],
    [1, () => `-m connmark --mark ${chance.pick(["1", "0x2/0x2"])}`],
    [1, () => `-m pkttype --pkt-type ${chance.pick(["unicast", "multicast", "broadcast"])}`],
    [
      1,
      () =>
        `-m addrtype --dst-type ${chance.pick(of === 4 ? ["LOCAL", "MULTICAST", "BROADCAST"] : ["LOCAL", "MULTICAST"])}`,
    ],
    [
      1,
      () =>
        `-m recent --name n${chance.int(2)} ${chance.pick(["--set", "--rcheck", "--update", "--remove", "! --rcheck"])}`,
    ],
    [1, () => `-m statistic --mode nth --every 3 --packet 0`],
    // answers to questions for the time have it in them
    [1, () => `! -p icmp -m string --algo bm --hex-string ${chance.pick(["|0000|", "|45|", "|6f|"])}`],
    [1, () => `-p sctp -m sctp --dport 0:30000`],
    [1, () => (of === 4 ? "-f" : "-p udp")],
    [1, () => ""],
  ])();
}

const REJECTS: Readonly<Record<Family, readonly string[]>> = {
  4: [
    "icmp-port-unreachable",
    "icmp-net-unreachable",
    "icmp-host-prohibited",
    "icmp-admin-prohibited",
    "icmp-proto-unreachable",
  ],
  6: [
    "icmp6-no-route",
    "icmp6-adm-prohibited",
    "icmp6-addr-unreachable",
    "icmp6-port-unreachable",
    "icmp6-policy-fail",
    "icmp6-reject-route",
  ],
};

function filterTarget(chance: Chance, of: Family): string {
  return chance.weighted<() => string>([
    [4, () => "-j ACCEPT"],
    [4, () => "-j DROP"],
    [3, () => `-j REJECT --reject-with ${chance.pick(REJECTS[of])}`],
    [2, () => "-j U"],
    [1, () => "-g U"],
    [1, () => "-j RETURN"],
    [3, () => ""],
  ])();
}

function mangleTarget(chance: Chance, of: Family): string {
  const word = of === 4 ? "TTL --ttl" : "HL --hl";
  return `-j ${chance.weighted<() => string>([
    [3, () => `MARK --set-xmark ${chance.pick(["1", "2/2", "0x3/0x1", "0"])}`],
    [
      2,
      () => `CONNMARK ${chance.pick(["--set-mark 1", "--save-mark", "--restore-mark", "--set-xmark 2/2"])}`,
    ],
    [2, () => `${word}-${chance.pick(["set 5", "dec 1", "inc 3", "set 1", "set 255"])}`],
    [1, () => "DROP"],
    [1, () => "ACCEPT"],
    [1, () => "CHECKSUM --checksum-fill"],
  ])()}`;
}

interface Rule {
  readonly table: string;
  readonly chain: string;
  readonly body: string;
}

function nat(chance: Chance, node: NodeName, of: Family): Rule {
  const own = node === "D" ? (of === 4 ? "10.0.2.2" : "fd00:2::2") : of === 4 ? "10.0.1.2" : "fd00:1::2";
  const to =
    of === 4
      ? chance.pick(["10.1.0.55", "10.1.0.56:7000"])
      : chance.pick(["fd00:a::55", "[fd00:a::55]:7000"]);
  const from = of === 4 ? "10.0.1.1" : "fd00:1::1";
  const protocol = chance.pick(["tcp", "udp"]);
  return chance.weighted<() => Rule>([
    [
      3,
      () => ({
        table: "nat",
        chain: "PREROUTING",
        body: `-p ${protocol} -d ${own} --dport ${protocol === "udp" ? 9 : 7000} -j DNAT --to-destination ${to}`,
      }),
    ],
    [
      1,
      () => ({
        table: "nat",
        chain: "PREROUTING",
        body: `-p ${of === 4 ? "icmp" : "icmpv6"} -d ${own} -j DNAT --to-destination ${to.replace(/^\[|\]?:7000$/g, "")}`,
      }),
    ],
    [
      2,
      () => ({
        table: "nat",
        chain: "POSTROUTING",
        body: `-s ${from} -j SNAT --to-source ${of === 4 ? "10.0.2.50" : "fd00:2::50"}`,
      }),
    ],
    [
      2,
      () => ({
        table: "nat",
        chain: "POSTROUTING",
        body: `-s ${from} -p ${protocol} ! --sport 7000:7001 -o r1 -j MASQUERADE`,
      }),
    ],
    [
      1,
      () => ({
        table: "nat",
        chain: "PREROUTING",
        body: `-p ${protocol} -d ${of === 4 ? "10.3.0.1" : "fd00:c::1"} --dport 7000 -j REDIRECT --to-ports 7005`,
      }),
    ],
    [
      1,
      () => ({
        table: "nat",
        chain: "PREROUTING",
        body:
          of === 4
            ? "-d 10.9.1.0/24 -j NETMAP --to 10.1.9.0/24"
            : "-p icmpv6 -d fd00:9::/64 -j NETMAP --to fd00:a::9:0/112",
      }),
    ],
    [
      1,
      () => ({
        table: "nat",
        chain: "OUTPUT",
        body: `-p udp -d ${of === 4 ? "10.4.0.1" : "fd00:d::1"} -j DNAT --to-destination ${of === 4 ? "10.1.0.56" : "fd00:a::55"}`,
      }),
    ],
  ])();
}

/** Chains where a rule may name the device that packets come from, and those where it may name the way out. */
const COMES = /PREROUTING|INPUT|FORWARD/;

function rule(chance: Chance, node: NodeName, of: Family): Rule {
  const device = chance.pick(NODE_DEVICES[node]);
  const words = (chain: string, target: string): string => {
    const where = chance.oneIn(5) ? (COMES.test(chain) ? `-i ${device}` : `-o ${device}`) : "";
    const matches = [match(chance, of), chance.oneIn(3) ? match(chance, of) : ""];
    // each may ask for another protocol: the first one counts
    const kept = matches.filter((text, i) => i === 0 || !/-p |-f$|^(! )?-d|^-s/.test(text));
    return [where, ...kept, target].filter((word) => word !== "").join(" ");
  };
  const of3 = ["INPUT", "FORWARD", "OUTPUT", "U", "FORWARD"];
  const of5 = ["PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"];
  return chance.weighted<() => Rule>([
    [
      8,
      () => {
        const chain = chance.pick(of3);
        return {
          table: "filter",
          chain,
          body: words(
            chain,
            chain === "U" ? chance.pick(["-j DROP", "-j ACCEPT", ""]) : filterTarget(chance, of),
          ),
        };
      },
    ],
    [
      1,
      () => {
        const chain = chance.pick(["INPUT", "FORWARD", "OUTPUT"]);
        const kept = chance.oneIn(2) ? "" : "--dport 7000 ";
        return { table: "filter", chain, body: `-p tcp ${kept}-j REJECT --reject-with tcp-reset` };
      },
    ],
    [
      4,
      () => {
        const chain = chance.pick(of5);
        return { table: "mangle", chain, body: words(chain, mangleTarget(chance, of)) };
      },
    ],
    [
      1,
      () => ({
        table: "mangle",
        chain: "FORWARD",
        body: `-p tcp --tcp-flags SYN,RST SYN -j TCPMSS ${chance.pick(["--set-mss 500", "--clamp-mss-to-pmtu"])}`,
      }),
    ],
    [
      1,
      () => {
        const chain = chance.pick(["PREROUTING", "OUTPUT"]);
        return {
          table: "raw",
          chain,
          body: words(chain, chance.pick(["-j CT --notrack", "-j DROP", "-j CT --zone 5", "-j NOTRACK"])),
        };
      },
    ],
    [
      1,
      () => ({
        table: "raw",
        chain: "PREROUTING",
        body: `-m rpfilter ${chance.pick(["", "--loose ", "--accept-local "])}--invert -j DROP`,
      }),
    ],
    [
      1,
      () => {
        const chain = chance.pick(["INPUT", "FORWARD", "OUTPUT"]);
        return { table: "security", chain, body: words(chain, chance.pick(["-j DROP", ""])) };
      },
    ],
    [4, () => nat(chance, node, of)],
  ])();
}

const NODES_WITH_RULES: readonly NodeName[] = ["R", "R", "R", "D", "S"];

/** Commands that make a node's rules; most of them the router's. */
export function generateRules(chance: Chance): {
  readonly node: NodeName;
  readonly commands: readonly string[];
} {
  const node = chance.pick(NODES_WITH_RULES);
  const commands = ["iptables -N U", "ip6tables -N U"];
  for (let left = 2 + chance.int(14); left > 0; left--) {
    const of: Family = chance.oneIn(3) ? 6 : 4;
    const { table, chain, body } = rule(chance, node, of);
    commands.push(
      `${of === 4 ? "iptables" : "ip6tables"} -t ${table} -${chance.oneIn(4) ? "I" : "A"} ${chain} ${body}`,
    );
  }
  if (chance.oneIn(8)) commands.push(`iptables -P ${chance.pick(["INPUT", "FORWARD", "OUTPUT"])} DROP`);
  return { node, commands };
}
