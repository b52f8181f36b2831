/** How the nodes of a batch are set up: `ip` commands and sysctls, most of them the same, some by chance. */
import type { Chance } from "./chance.ts";
import { generateRules, TRANSLATED } from "./rules.ts";
import { COMMANDS, NODE_DEVICES, VARIANTS } from "./variants.ts";
import { ADDRESS4, ADDRESS6, type NodeName, REMOTE4, REMOTE6 } from "./world.ts";

/** A file below /proc/sys/net and what is written to it. */
export type Setting = readonly [path: string, value: string];

/** One node's. */
export interface NodeSetup {
  /** Written before there are devices, so that they inherit from `default`. */
  readonly before: readonly Setting[];
  /** Lines for `ip -batch`. */
  readonly ip: readonly string[];
  /** Written after the addresses are there. */
  readonly after: readonly Setting[];
  /** Commands of iptables at the end, words separated by blanks. */
  readonly rules?: readonly string[];
}

/** All nodes'. */
export interface Scenario {
  /**
   * The router is a bridge with four ports: commands of `ip` and `bridge` that make it one. Absent: it routes between its two devices.
   */
  readonly bridge?: readonly string[];
  readonly nodes: Readonly<Record<NodeName, NodeSetup>>;
}

/** What depends on time or chance is switched off: rate limits, delays of reports, duplicate detection, solicitations. */
export const QUIET: readonly Setting[] = [
  ["ipv4/icmp_ratelimit", "0"],
  ["ipv4/icmp_ratemask", "0"],
  ["ipv4/icmp_msgs_per_sec", "1000000"],
  ["ipv4/icmp_msgs_burst", "1000000"],
  // multipath routes: the same choice everywhere
  ["ipv4/fib_multipath_hash_seed", "4711"],
  ["ipv4/conf/default/igmpv2_unsolicited_report_interval", "1"],
  ["ipv4/conf/default/igmpv3_unsolicited_report_interval", "1"],
  ["ipv6/icmp/ratelimit", "0"],
  ["ipv6/icmp/ratemask", ""],
  ["ipv6/auto_flowlabels", "0"],
  ["ipv6/conf/default/dad_transmits", "0"],
  ["ipv6/conf/default/accept_dad", "0"],
  ["ipv6/conf/default/router_solicitations", "0"],
  // the longest wait before addresses are tried anew, with `arp off`
  ["ipv6/conf/default/router_solicitation_delay", "0"],
  ["ipv6/conf/default/mldv1_unsolicited_report_interval", "1"],
  ["ipv6/conf/default/mldv2_unsolicited_report_interval", "1"],
];

/** Answers for others come after a random time too; there is no default for this in a namespace of one's own. */
function promptProxies(node: NodeName): Setting[] {
  return NODE_DEVICES[node].flatMap((device): Setting[] => [
    [`ipv4/neigh/${device}/proxy_delay`, "0"],
    [`ipv6/neigh/${device}/proxy_delay`, "0"],
  ]);
}

/** Addresses and links: the same in every batch. */
export const LINKS: Readonly<Record<NodeName, readonly string[]>> = {
  S: [
    "link set lo up",
    `address add ${ADDRESS4.s0}/24 brd + dev s0`,
    `address add ${ADDRESS6.s0}/64 dev s0 nodad`,
    "link set s0 up",
  ],
  R: [
    "link set lo up",
    `address add ${ADDRESS4.r0}/24 brd + dev r0`,
    `address add ${ADDRESS6.r0}/64 dev r0 nodad`,
    `address add ${ADDRESS4.r1}/24 brd + dev r1`,
    `address add ${ADDRESS6.r1}/64 dev r1 nodad`,
    "link set r0 up",
    "link set r1 up",
  ],
  D: [
    "link set lo up",
    `address add ${ADDRESS4.d0}/24 brd + dev d0`,
    `address add ${ADDRESS6.d0}/64 dev d0 nodad`,
    `address add ${REMOTE4}/32 dev lo`,
    `address add ${REMOTE6}/128 dev lo nodad`,
    "link set d0 up",
  ],
};

const ROUTES: Readonly<Record<NodeName, readonly string[]>> = {
  S: [`route add default via ${ADDRESS4.r0}`, `route add default via ${ADDRESS6.r0}`],
  R: [
    `route add 10.1.0.0/16 via ${ADDRESS4.d0}`,
    "route add blackhole 10.2.0.0/24",
    "route add unreachable 10.2.1.0/24",
    "route add prohibit 10.2.2.0/24",
    "route add throw 10.2.3.0/24",
    "route add 10.3.0.0/24 via 10.0.2.77",
    "route add 10.4.0.0/24 via 10.0.1.77",
    "route add local 10.5.0.0/24 dev lo",
    `route add 10.6.0.0/24 via ${ADDRESS4.d0} mtu 700`,
    "route add broadcast 10.7.0.0/24 dev r1",
    `route add fd00:a::/64 via ${ADDRESS6.d0}`,
    "route add blackhole fd00:b0::/64",
    "route add unreachable fd00:b1::/64",
    "route add prohibit fd00:b2::/64",
    "route add throw fd00:b3::/64",
    "route add fd00:c::/64 via fd00:2::77",
    "route add fd00:d::/64 via fd00:1::77",
    "route add local fd00:e::/64 dev lo",
    `route add fd00:f::/64 via ${ADDRESS6.d0} mtu 1300`,
  ],
  D: [`route add default via ${ADDRESS4.r1}`, `route add default via ${ADDRESS6.r1}`],
};

function variants(chance: Chance, node: NodeName): Setting[] {
  const settings: Setting[] = [];
  for (let left = chance.int(8); left > 0; left--) {
    const [path, values] = chance.pick(VARIANTS);
    settings.push([path.replace("DEV", chance.pick(NODE_DEVICES[node])), chance.pick(values)]);
  }
  return settings;
}

/**
 * IPv4 redirects to one host are sent ever more seldom: 40, 80, 160 … ms after the one before. Most batches do without, hosts that are told
 * to forward included, and those that have them are short ({@link FRAMES_WITH_REDIRECTS}); what comes late, comes
 * {@link REDIRECT_STEP} later, which is far from all of these.
 */
const NO_REDIRECTS: readonly Setting[] = [
  ["ipv4/conf/all/send_redirects", "0"],
  ["ipv4/conf/default/send_redirects", "0"],
];
export const FRAMES_WITH_REDIRECTS = 100;
/** ms */
export const REDIRECT_STEP = 60;

export function sendsRedirects(scenario: Scenario): boolean {
  return !scenario.nodes.R.before.some(([path]) => path === "ipv4/conf/all/send_redirects");
}

function forwarding(chance: Chance): Setting[] {
  const settings: Setting[] = [];
  if (!chance.oneIn(10)) settings.push(["ipv4/ip_forward", "1"]);
  if (!chance.oneIn(10)) settings.push(["ipv6/conf/all/forwarding", "1"]);
  return settings;
}

/** Addresses join their groups in a work queue: what they may, the links say before. */
function linksFirst(commands: readonly string[]): string[] {
  const once = [...new Set(commands)];
  const ofLinks = once.filter((command) => command.startsWith("link "));
  return [...ofLinks, ...once.filter((command) => !command.startsWith("link "))];
}

function nodeSetup(chance: Chance, node: NodeName, redirects: readonly Setting[]): NodeSetup {
  const router = node === "R" ? forwarding(chance) : [];
  const extra: string[] = [];
  for (let left = chance.int(6); left > 0; left--) extra.push(chance.pick(COMMANDS[node]));
  return {
    before: [...QUIET, ...redirects, ...router],
    ip: [...ROUTES[node], ...linksFirst(extra)],
    after: [...promptProxies(node), ...variants(chance, node)],
  };
}

export function generateScenario(chance: Chance): Scenario {
  const redirects = chance.oneIn(4) ? [] : NO_REDIRECTS;
  const setup = (node: NodeName): NodeSetup => nodeSetup(chance, node, redirects);
  return { nodes: { S: setup("S"), R: setup("R"), D: setup("D") } };
}

/** A packet that goes round and comes back translated is another one with its ports: those are drawn at random then. */
function withoutForwarding(setup: NodeSetup): NodeSetup {
  const kept = ([path]: Setting): boolean => !/forward/.test(path);
  return { ...setup, before: setup.before.filter(kept), after: setup.after.filter(kept) };
}

/** The scenario with rules at one node, and the addresses that they lead to. */
export function withRules(chance: Chance, { nodes }: Scenario): Scenario {
  const { node, commands } = generateRules(chance);
  const D = withoutForwarding(nodes.D);
  const all = { S: withoutForwarding(nodes.S), R: nodes.R, D: { ...D, ip: [...D.ip, ...TRANSLATED] } };
  return { nodes: { ...all, [node]: { ...all[node], rules: commands } } };
}

export function hasRules({ nodes }: Scenario): boolean {
  return Object.values(nodes).some(({ rules }) => rules !== undefined);
}

/** What no batch can do without: the nodes' addresses and routes, and what makes them quiet. */
export function baseScenario(): Scenario {
  const setup = (node: NodeName): NodeSetup => ({
    before: [...QUIET, ["ipv4/ip_forward", "1"], ["ipv6/conf/all/forwarding", "1"]],
    ip: ROUTES[node],
    after: promptProxies(node),
  });
  return { nodes: { S: setup("S"), R: setup("R"), D: setup("D") } };
}
