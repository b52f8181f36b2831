/**
 * Words that the scanner knows: some everywhere, others only where they mean something, and anywhere else they are names.
 *
 * Source: what Debian's nft 1.0.6 calls each of them, everywhere that its scanner has a state of its own (`SCANSTATE_*`).
 */

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const EVERYWHERE =
  words(`accept add ah all and arp auto-merge bridge cgroup chain comment comp constant continue counter cpu create ct day dccp
  define delete describe device devices dnat drop dst dup dynamic ecn element elements eq esp ether exists expires export exthdr fib flags flow
  flowtable flush frag fwd gc-interval ge get goto gt handle hbh hook hour ibriport ibrname icmp icmpv6 igmp iif iifgroup iifname iiftype import
  include index inet insert interval ip ip6 ipsec jhash jump le limit list log lshift lt map mark masquerade meta meter mh missing monitor ne
  netdev nftrace not notrack numgen obriport obrname offload oif oifgroup oifname oiftype or osf pkttype policy position priority queue quota
  random redefine redirect reject rename replace reset return rshift rt rt0 rt2 rtclassid rule ruleset sctp secmark set size skgid skuid snat
  socket srh symhash synproxy table tcp th time timeout tproxy type typeof udp udplite undefine update vlan vmap xor xt`);

const HASH = words("mod offset seed");
const ICMP = words("checksum code gateway id max-delay mtu param-problem sequence");
const NAT = words("addr fully-random persistent port prefix to");
const TO = words("to");

/** What is known besides, by the part of the language that is read. */
const WITHIN: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["limit", words("burst bytes minute name over packets rate second week")],
  ["quota", words("bytes name over until used")],
  ["counter", words("bytes name packets")],
  [
    "meta",
    words("length protocol l4proto nfproto random secpath sdif sdifname iifkind oifkind ibrpvid ibrvproto"),
  ],
  [
    "ct",
    words(`avgpkt bytes count daddr direction dport event expectation expiration helper helpers id l3proto label original over packets proto-dst
      proto-src protocol reply saddr state status zone`),
  ],
  [
    "ip",
    words(`addr checksum daddr dscp frag-off hdrlength id length lsrr option options prefix protocol ptr ra rr saddr ssrr to ttl value
      version`),
  ],
  ["ip6", words("addr daddr dscp flowlabel hoplimit length nexthdr prefix saddr to version")],
  ["arp", words("daddr hlen htype operation plen ptype saddr")],
  ["vlan", words("cfi dei id pcp")],
  ["ether", words("daddr saddr")],
  [
    "tcp",
    words(`ackseq checksum count doff dport echo eol fastopen left length md5sig mptcp mss nop option options reserved right sack
      sack-permitted sack0 sack1 sack2 sack3 sequence sport subtype timestamp tsecr tsval urgptr window`),
  ],
  ["udp", words("checksum dport length sport")],
  ["udplite", words("checksum csumcov dport sport")],
  ["icmp", ICMP],
  ["icmpv6", ICMP],
  ["igmp", words("checksum group mrt")],
  ["sctp", words("checksum chunk dport length sport vtag")],
  ["dccp", words("dport sport")],
  ["th", words("dport sport")],
  ["ah", words("hdrlength nexthdr reserved sequence spi")],
  ["esp", words("sequence spi")],
  ["comp", words("cpi nexthdr")],
  ["rt", words("addr classid hdrlength last-entry mtu nexthdr nexthop seg-left sid tag")],
  ["frag", words("frag-off id more-fragments nexthdr reserved reserved2")],
  ["hbh", words("hdrlength nexthdr")],
  ["dst", words("hdrlength nexthdr")],
  ["mh", words("checksum hdrlength nexthdr reserved")],
  ["fib", words("daddr saddr")],
  ["jhash", HASH],
  ["symhash", HASH],
  ["numgen", words("inc mod offset")],
  ["socket", words("cgroupv2 level transparent wildcard")],
  ["osf", words("name ttl version")],
  ["ipsec", words("in out reqid spi spnum")],
  ["log", words("group level prefix queue-threshold snaplen")],
  ["nat", NAT],
  ["reject", words("icmpx with")],
  ["queue", words("bypass fanout num to")],
  ["dup", TO],
  ["fwd", TO],
  ["type", words("classid dscp protocol string")],
  ["policy", words("memory performance")],
  [
    "list",
    words("chains counters flowtables hooks limits maps meters quotas secmarks sets synproxys tables"),
  ],
  ["reset", words("counters quotas")],
  ["monitor", words("chains")],
  ["@", words("ll nh")],
]);

/** Whether a word is one of the language's. @param part what is read, in which more words are known */
export function isKnownWord(text: string, part: string): boolean {
  return EVERYWHERE.has(text) || WITHIN.get(part)?.has(text) === true;
}

/** Words that are called by another name: what they stand for. */
const NAMES: Readonly<Record<string, string>> = {
  and: "&",
  or: "'|'",
  xor: "^",
  not: "!",
  eq: "==",
  ne: "!=",
  lt: "<",
  le: "<=",
  gt: ">",
  ge: ">=",
  lshift: "<<",
  rshift: ">>",
  sequence: "seq",
};

/** What a word is called in messages. */
export function nameOfWord(text: string, part: string): string {
  if (!isKnownWord(text, part)) return "string";
  return Object.hasOwn(NAMES, text) ? NAMES[text] : text;
}
