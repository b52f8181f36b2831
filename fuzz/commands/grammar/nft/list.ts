/** What `nft` lists, resets and describes. */
import type { NftProduction } from "./nft.ts";
import { chainName, objectName, placeOf, setName } from "./ruleset.ts";

const FAMILIES = ["", "", "", " ip", " ip6", " inet", " arp", " bridge", " netdev", " foo"];

export const list: NftProduction = (draw, ruleset) => {
  const table = ruleset.table(draw);
  const place = placeOf(draw, table);
  const kind = draw.word("counter quota limit");
  return draw.weighted([
    [6, `list ruleset${draw.pick(FAMILIES)}`],
    [6, `list table ${place}`],
    [4, `list chain ${place} ${chainName(draw, table)}`],
    [4, `list ${draw.word("set map set map meter")} ${place} ${setName(draw, table)}`],
    [2, `list tables${draw.pick(FAMILIES)}`],
    [2, `list chains${draw.pick(FAMILIES)}`],
    [2, `list ${draw.word("sets maps")}${draw.pick([...FAMILIES, ` table ${place}`])}`],
    [3, `list ${kind} ${place} ${objectName(draw, table, kind)}`],
    [
      2,
      `list ${draw.word("counters quotas limits")}${draw.pick([...FAMILIES, ` table ${place}`, ` table ${place}`])}`,
    ],
    [
      1,
      `list ${draw.word("meters flowtables rules foo ruleset\u00a0x table chain set rule hooks\u00a0foo").replace("\u00a0", " ")}`,
    ],
    [
      1,
      draw.pick([
        "list",
        "foo",
        "list ruleset; list tables",
        "list ruleset foo",
        "",
        " ",
        ";",
        "list ruleset # x",
        "# x",
        "add",
        "delete",
      ]),
    ],
  ]);
};

export const reset: NftProduction = (draw, ruleset) => {
  const table = ruleset.table(draw);
  const kind = draw.word("counter quota limit");
  return draw.pick([
    `reset ${kind} ${placeOf(draw, table)} ${objectName(draw, table, kind)}`,
    `reset ${draw.word("counters quotas limits")}${draw.pick(FAMILIES)}`,
    `reset ${draw.word("counters quotas")} table ${placeOf(draw, table)}`,
    `reset ${draw.word("set rule rules table foo")} ${placeOf(draw, table)}`,
  ]);
};

const DESCRIBED = [
  "ip saddr",
  "tcp dport",
  "tcp flags",
  "ct state",
  "meta mark",
  "icmp type",
  "icmpv6 code",
  "ipv4_addr",
  "inet_service",
  "ct_state",
  "foo",
  "ip dscp",
  "iif",
  "meta hour",
  "pkttype",
  "ether_type",
  "arp operation",
  "fib daddr type",
  "",
];

export const describeType: NftProduction = (draw) => `describe ${draw.pick(DESCRIBED)}`;
