/**
 * `tcpdump` that ends by itself: lists, programs of filters as they are before libpcap's optimizer makes them shorter, what is wrong.
 */
import type { Draw } from "../draw.ts";
import { type Production, run } from "./grammar.ts";

const PROTOCOLS = "icmp icmp6 arp ip ip6 tcp udp sctp igmp rarp pim ah esp vrrp stp lat ether link";
const HOSTS =
  "10.0.0.1 10.0.0 10 fd00::1 ::1 localhost ip6-localhost vethlab foo 02:00:00:00:00:01 256.1.1.1 5 0x7f000001";
const NETS =
  "10.0.0.0/24 10.0.0.1/24 10 10.0 fd00::/64 fd00::1/64 ::/0 fd00::/33 0.0.0.0/0 loopback link-local foo 10.0.0.0/33";
const PORTS = "80 53 http ftp ssh domain ntp 0 65535 65536 foo -1";
const RANGES = "20-30 30-20 5-5 ftp-ssh ftp-domain 20-70000 foo-5 5";
const NUMBERS = "0 1 2 5 14 0xf 010 60 255 1500 65535 4294967295";
const SINGLE = "broadcast multicast inbound outbound greater,100 less,5 less,x ifindex,4 ifindex,x";

/** `tcp[13] & 2`: values are combined by operators that bind differently. */
function value(draw: Draw, depth: number): string {
  if (depth > 0 && draw.chance(0.4)) {
    const operator = draw.word("+ - * / % & | ^ << >>");
    const text = `${value(draw, depth - 1)} ${operator} ${value(draw, depth - 1)}`;
    return draw.chance(0.3) ? `(${text})` : text;
  }
  if (draw.chance(0.05)) return `-${value(draw, 0)}`;
  if (draw.chance(0.15)) return draw.word("len icmptype tcpflags tcp-syn icmp-echo");
  if (draw.chance(0.4)) return draw.word(NUMBERS);
  const index = draw.chance(0.1) ? value(draw, 0) : `${draw.int(0, 40)}`;
  return `${draw.word(PROTOCOLS)}[${index}${draw.word(" :1 :2 :4").trim()}]`;
}

function primitive(draw: Draw): string {
  const direction = draw.weighted([
    [6, ""],
    [2, "src "],
    [2, "dst "],
    [1, draw.pick(["src or dst ", "src and dst "])],
  ]);
  const protocol = draw.chance(0.3) ? `${draw.word(PROTOCOLS)} ` : "";
  return draw.weighted<() => string>([
    [4, () => draw.word(PROTOCOLS)],
    [3, () => `${protocol}${direction}${draw.word("host host  ").trim()} ${draw.word(HOSTS)}`.trim()],
    [2, () => `${protocol}${direction}net ${draw.word(NETS)}`],
    [3, () => `${protocol}${direction}port ${draw.word(PORTS)}`],
    [2, () => `${protocol}${direction}portrange ${draw.word(RANGES)}`],
    [
      2,
      () =>
        `${draw.pick(["", "ip ", "ip6 ", "ether ", "arp ", "tcp "])}proto ${draw.word("6 17 0x88cc 89 58 300 foo")}`,
    ],
    [2, () => `${protocol}${draw.word(SINGLE)}`.replace(",", " ")],
    [4, () => `${value(draw, 2)} ${draw.word("= == != > < >= <=")} ${value(draw, 1)}`],
  ])();
}

/** An expression with words too many or too few now and then. */
function filter(draw: Draw, depth: number): string {
  if (depth === 0 || draw.chance(0.4))
    return `${draw.chance(0.15) ? draw.pick(["not ", "! "]) : ""}${primitive(draw)}`;
  const text = `${filter(draw, depth - 1)} ${draw.word("and or && || and or")} ${filter(draw, depth - 1)}`;
  if (draw.chance(0.03)) return `${text} ${draw.word("and or not ( ) ip 5 foo")}`;
  return draw.chance(0.25) ? `${draw.pick(["", "not ", "!"])}(${text})` : text;
}

const WRONG = [
  "-c x",
  "-c 0",
  "-s -1",
  "-s x",
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
  "--version",
  "-h",
  "-d -r nosuch",
];

export const tcpdump: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const words = run(draw, namespace, "tcpdump");
  const device = draw.chance(0.1) ? "any" : world.deviceName(draw, namespace);
  const shape = draw.weighted([
    [8, "-O -d"],
    [1, "-O -dd"],
    [1, "-O -ddd"],
    [1, "-L"],
    [1, "-J"],
    [1, "wrong"],
  ]);
  if (shape === "wrong") return words.add(draw.pick(WRONG));
  words.add(shape);
  // without a device there is nothing to wait for
  words.maybe(0.4, `-i ${device}`);
  words
    .maybe(0.3, () => `-y ${draw.word("EN10MB EN10MB RAW LINUX_SLL LINUX_SLL2 NULL foo")}`)
    .maybe(0.1, () => draw.word("-n -p -s64 -q -e -v -t -S"));
  return shape === "-L" || shape === "-J" ? words : words.add(`'${filter(draw, draw.int(0, 3))}'`);
};
