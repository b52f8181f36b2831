/** Statements of rules. */
import type { Draw } from "../../draw.ts";
import { field } from "./fields.ts";
import { keyFor } from "./match.ts";
import { chainName, objectName, setName, type Table } from "./ruleset.ts";
import { interval, value } from "./values.ts";

const PLAIN_VERDICTS = "accept accept drop drop return continue";

export function verdict(draw: Draw, table: Table): string {
  return draw.chance(0.6) ? draw.word(PLAIN_VERDICTS) : `${draw.word("jump goto")} ${chainName(draw, table)}`;
}

const RATES =
  "10/second 1/minute 100/hour 5/day 7/week 0/second 10/foo 10 4294967296/second 10/seconds 3/second";
const BYTE_RATES = "10 1 1024 500 0 1000000";

export function limit(draw: Draw): string {
  const over = draw.weighted([
    [5, ""],
    [2, "over "],
    [1, "until "],
  ]);
  if (draw.chance(0.6)) {
    const burst = draw.chance(0.4)
      ? ` burst ${draw.word("5 10 0 1 100")}${draw.word(" packets").startsWith("p") ? " packets" : ""}`
      : "";
    return `rate ${over}${draw.word(RATES)}${burst}`;
  }
  const unit = draw.word("bytes kbytes mbytes gbytes packets");
  const burst = draw.chance(0.4)
    ? ` burst ${draw.int(1, 20)} ${draw.word("bytes kbytes mbytes packets foo")}`
    : "";
  return `rate ${over}${draw.word(BYTE_RATES)} ${unit}/${draw.word("second minute hour day week foo")}${burst}`;
}

export function quota(draw: Draw): string {
  const used = draw.chance(0.25) ? ` used ${draw.int(0, 2000)} ${draw.word("bytes kbytes mbytes")}` : "";
  return `${draw.pick(["", "", "over ", "until "])}${draw.word("10 1 0 1024 2048 25 1500 1048576")} ${draw.word("bytes kbytes mbytes bytes gbytes")}${used}`;
}

export function counter(draw: Draw): string {
  return draw.pick([
    "counter",
    "counter",
    "counter",
    "counter packets 0 bytes 0",
    "counter packets 5 bytes 500",
    "counter packets 1",
    "counter bytes 1 packets 1",
  ]);
}

function log(draw: Draw): string {
  const words = ["log"];
  if (draw.chance(0.5))
    words.push(
      `prefix ${draw.pick(['"in: "', '"x"', "abc", '""', `"${"z".repeat(127)}"`, `"${"z".repeat(128)}"`, '"a\\"b"'])}`,
    );
  if (draw.chance(0.3))
    words.push(`level ${draw.word("emerg alert crit err warn notice info debug audit foo 3")}`);
  if (draw.chance(0.2))
    words.push(
      `flags ${draw.pick(["all", "ip options", "tcp sequence,options", "tcp sequence", "tcp options", "skuid", "ether", "tcp options flags ip options", "foo", "tcp"])}`,
    );
  if (draw.chance(0.15)) words.push(`group ${draw.word("0 1 65535 65536 x")}`);
  if (draw.chance(0.08)) words.push(`snaplen ${draw.int(0, 300)}`);
  if (draw.chance(0.08)) words.push(`queue-threshold ${draw.int(0, 30)}`);
  return words.join(" ");
}

function reject(draw: Draw): string {
  return draw.pick([
    "reject",
    "reject",
    "reject with tcp reset",
    `reject with icmp ${value(draw, "icmp_code")}`,
    `reject with icmp type ${value(draw, "icmp_code")}`,
    `reject with icmpv6 ${value(draw, "icmpv6_code")}`,
    `reject with icmpv6 type ${value(draw, "icmpv6_code")}`,
    `reject with icmpx ${value(draw, "icmpx_code")}`,
    `reject with icmpx type ${value(draw, "icmpx_code")}`,
    "reject with tcp",
    "reject with foo",
    "reject with icmp code 3",
  ]);
}

function natAddress(draw: Draw, table: Table): string {
  const type =
    table.family === "ip6"
      ? "ipv6_addr"
      : table.family === "ip" || draw.chance(0.5)
        ? "ipv4_addr"
        : "ipv6_addr";
  const address = draw.chance(0.2) ? interval(draw, type) : value(draw, type);
  return type === "ipv6_addr" && draw.chance(0.5) ? `[${address}]` : address;
}

function port(draw: Draw): string {
  return draw.chance(0.3) ? interval(draw, "inet_service") : value(draw, "inet_service");
}

function translation(draw: Draw, table: Table): string {
  const kind = draw.word("snat dnat snat dnat masquerade redirect");
  const words = [kind];
  if (kind === "snat" || kind === "dnat") {
    if (draw.chance(table.family === "inet" ? 0.8 : 0.15)) words.push(draw.word("ip ip ip6"));
    words.push(
      draw.weighted([
        [6, `to ${natAddress(draw, table)}`],
        [3, `to ${natAddress(draw, table)}:${port(draw)}`],
        [1, `to :${port(draw)}`],
        [1, "to ip saddr map { 10.0.0.1 : 10.0.0.2, 10.0.0.3 : 10.0.0.4 }"],
        [1, `to ip daddr map @${setName(draw, table)}`],
        [1, `to numgen inc mod 2 map { 0 : 10.0.0.1, 1 : 10.0.0.2 }`],
        [1, draw.pick(["", "to", natAddress(draw, table), "to tcp dport", "to ip saddr"])],
      ]),
    );
  } else if (draw.chance(0.5)) words.push(`to :${port(draw)}`);
  if (draw.chance(0.2))
    words.push(
      draw.pick(["random", "persistent", "fully-random", "random,persistent", "random, fully-random", "foo"]),
    );
  return words.join(" ");
}

function setting(draw: Draw, table: Table): string {
  return draw.weighted([
    [4, `meta mark set ${value(draw, "mark")}`],
    [3, `ct mark set ${value(draw, "mark")}`],
    [1, `mark set ${value(draw, "mark")}`],
    [1, "meta mark set ct mark"],
    [1, "ct mark set meta mark"],
    [1, "ct mark set mark"],
    [1, `meta mark set mark ${draw.word("& | ^")} ${value(draw, "mark")}`],
    [1, `meta mark set meta mark and 0xff or ${value(draw, "mark")}`],
    [1, `meta mark set ct mark & 0xffff`],
    [1, `meta priority set ${value(draw, "classid")}`],
    [1, `meta pkttype set ${value(draw, "pkt_type")}`],
    [1, `meta nftrace set ${draw.int(0, 2)}`],
    [1, `ip dscp set ${value(draw, "dscp")}`],
    [1, `ip ttl set ${draw.int(0, 256)}`],
    [1, `tcp dport set ${value(draw, "inet_service")}`],
    [
      1,
      `${table.family === "ip6" ? "ip6" : "ip"} ${draw.word("saddr daddr")} set ${value(draw, table.family === "ip6" ? "ipv6_addr" : "ipv4_addr")}`,
    ],
    [1, `ether saddr set ${value(draw, "ether_addr")}`],
    [1, `ip6 hoplimit set ${draw.int(0, 300)}`],
    [1, `meta mark set tcp dport map { 22 : 1, 80 : 2 }`],
    [1, `ct mark set ip saddr map @${setName(draw, table)}`],
    [1, `${field(draw, table.family)[0]} set ${draw.int(0, 5)}`],
    [1, "tcp flags set syn"],
    [1, `ct zone set ${draw.int(0, 3)}`],
    [1, "meta iif set lo"],
    [1, `meta mark set numgen inc mod 4`],
    [1, `ct state set new`],
  ]);
}

function stateless(draw: Draw): string {
  return draw.chance(0.3)
    ? ` ${draw.pick([counter(draw), `limit ${limit(draw)}`, `quota ${quota(draw)}`])}`
    : "";
}

function setUpdate(draw: Draw, table: Table): string {
  const set = table.sets.length > 0 ? draw.pick(table.sets) : undefined;
  const key = set === undefined ? undefined : keyFor(draw, table, set.key);
  const name = set === undefined || draw.chance(0.1) ? setName(draw, table) : set.name;
  const data = set?.data === undefined || draw.chance(0.1) ? "" : ` : ${value(draw, set.data)}`;
  const timeout = draw.chance(0.3) ? ` timeout ${value(draw, "time")}` : "";
  return `${draw.word("add update add update delete set")} @${name} { ${key ?? field(draw, table.family)[0]}${timeout}${stateless(draw)}${data} }`;
}

function verdictMap(draw: Draw, table: Table): string {
  const maps = table.sets.filter(({ data }) => data === "verdict");
  if (maps.length > 0 && draw.chance(0.5)) {
    const map = draw.pick(maps);
    return `${keyFor(draw, table, map.key) ?? field(draw, table.family)[0]} vmap @${map.name}`;
  }
  const [name, type] = field(draw, table.family);
  const elements: string[] = [];
  for (let count = draw.int(1, 3); count > 0; count--)
    elements.push(`${draw.chance(0.3) ? interval(draw, type) : value(draw, type)} : ${verdict(draw, table)}`);
  return `${name} vmap { ${elements.join(", ")}${draw.chance(0.1) ? ", * : drop" : ""} }`;
}

function objectUse(draw: Draw, table: Table): string {
  const kind = draw.word("counter quota limit");
  if (draw.chance(0.15)) return `${kind} name ip saddr map { 10.0.0.1 : "${objectName(draw, table, kind)}" }`;
  const name = objectName(draw, table, kind);
  return `${kind} name ${draw.chance(0.3) ? `"${name}"` : name}`;
}

export function statement(draw: Draw, table: Table): string {
  return draw.weighted<(draw: Draw, table: Table) => string>([
    [6, counter],
    [3, (d) => `limit ${limit(d)}`],
    [2, (d) => `quota ${quota(d)}`],
    [3, log],
    [3, reject],
    [4, translation],
    [6, setting],
    [4, setUpdate],
    [4, verdictMap],
    [3, objectUse],
    [1, () => "notrack"],
    [8, verdict],
  ])(draw, table);
}
