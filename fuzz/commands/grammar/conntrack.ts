/** `conntrack`: entries made, changed, listed and taken away by hand. Lifetimes are long: how much of them is left is not compared. */
import type { Draw } from "../draw.ts";
import type { Words } from "../step.ts";
import type { World } from "../world.ts";
import { type Production, run } from "./grammar.ts";

const PROTOCOLS = "tcp tcp tcp udp udp udp icmp icmpv6 sctp dccp gre udplite 17 6 foo unknown 0 255";
const ADDRESSES = "10.0.0.1 10.0.0.2 10.0.1.1 127.0.0.1 0.0.0.0 10.0.0.0/24 foo fd00::1 10.0.0 10.0.0.1/33";
const ADDRESSES6 = "fd00::1 fd00::2 ::1 fd00::/64 10.0.0.1";
const PORTS = "1 2 80 53 65535 0 65536 x http";
const STATES =
  "NONE SYN_SENT SYN_RECV ESTABLISHED FIN_WAIT CLOSE_WAIT LAST_ACK TIME_WAIT CLOSE SYN_SENT2 LISTEN foo established";
const STATUS =
  "ASSURED SEEN_REPLY,ASSURED UNSET FIXED_TIMEOUT EXPECTED SRC_NAT CONFIRMED OFFLOAD foo ASSURED,";

function option(draw: Draw, names: string, values: string): () => string {
  return () => (draw.chance(0.02) ? draw.word(names) : `${draw.word(names)} ${draw.word(values)}`);
}

function tuple(draw: Draw, words: Words, six: boolean, often: number): Words {
  const addresses = six ? ADDRESSES6 : ADDRESSES;
  const address = (): string =>
    draw.chance(0.85)
      ? six
        ? draw.word("fd00::1 fd00::2")
        : draw.word("10.0.0.1 10.0.0.2 10.0.0.3")
      : draw.word(addresses);
  const port = (): string => (draw.chance(0.9) ? draw.word("1 2 80") : draw.word(PORTS));
  return words
    .maybe(often, () => `${draw.word("-s --src --orig-src")} ${address()}`)
    .maybe(often, () => `${draw.word("-d --dst --orig-dst")} ${address()}`)
    .maybe(often * 0.3, () => `${draw.word("-r --reply-src")} ${address()}`)
    .maybe(often * 0.3, () => `${draw.word("-q --reply-dst")} ${address()}`)
    .maybe(often, () => `${draw.word("--sport --orig-port-src")} ${port()}`)
    .maybe(often, () => `${draw.word("--dport --orig-port-dst")} ${port()}`)
    .maybe(often * 0.15, option(draw, "--reply-port-src --reply-port-dst", PORTS));
}

function start(draw: Draw, world: World, command: string): { words: Words; six: boolean } {
  const six = draw.chance(world.ipv6 ? 0.35 : 0.1);
  const words = run(draw, world.namespace(draw), "conntrack").add(command);
  if (six && draw.chance(0.8)) words.add("-f ipv6");
  return { words, six };
}

function detail(draw: Draw, words: Words, often: number): Words {
  return words
    .maybe(often, option(draw, "-m --mark", "1 0x10 0 5/7 x 4294967296"))
    .maybe(often * 0.5, option(draw, "-w --zone", "0 1 65535 65536 x"))
    .maybe(often * 0.3, option(draw, "--orig-zone --reply-zone", "1 2"))
    .maybe(often, option(draw, "-u --status", STATUS))
    .maybe(often * 0.5, option(draw, "--state", STATES))
    .maybe(often * 0.3, option(draw, "-l --label", "1 foo"));
}

/** `-I` of a whole tuple, so that there is something. */
const insert: Production = (draw, world) => {
  const { words, six } = start(draw, world, draw.word("-I -I -I --create"));
  const kind = draw.weighted([
    [5, "tcp"],
    [5, "udp"],
    [1, draw.word(PROTOCOLS)],
  ]);
  words.maybe(0.97, `-p ${kind}`).maybe(0.95, () => `-t ${draw.word("1000 2000 100000 1000 0x10 x")}`);
  tuple(draw, words, six, 0.93);
  if (kind === "tcp")
    words.maybe(0.92, () => `--state ${draw.word(draw.chance(0.8) ? "ESTABLISHED SYN_SENT" : STATES)}`);
  if (/icmp/.test(kind)) words.optional("--icmp-type 8 --icmp-code 0 --icmp-id 7");
  return detail(draw, words, 0.1)
    .maybe(0.1, option(draw, "-g --dst-nat", "10.0.5.1 10.0.5.1:80 fd00::9 x"))
    .maybe(0.1, option(draw, "-n --src-nat", "10.0.5.1 10.0.5.1:80 x"))
    .maybe(0.03, option(draw, "-j --any-nat", "10.0.5.1"));
};

const change: Production = (draw, world) => {
  const { words, six } = start(draw, world, draw.word("-U -D -D -G --delete --update --get"));
  words.maybe(0.8, () => `-p ${draw.word(draw.chance(0.85) ? "tcp udp" : PROTOCOLS)}`);
  tuple(draw, words, six, draw.chance(0.5) ? 0.9 : 0.25);
  return detail(draw, words, 0.12).maybe(0.15, () => `-t ${draw.word("5000 7000 x")}`);
};

const show: Production = (draw, world) => {
  const { words, six } = start(draw, world, draw.word("-L -L -L --dump"));
  words
    .maybe(0.1, () => draw.word("conntrack expect dying unconfirmed foo"))
    .maybe(0.3, () => `-p ${draw.word(draw.chance(0.85) ? "tcp udp" : PROTOCOLS)}`)
    .maybe(0.3, () => `-o ${draw.word("extended xml save ktimestamp extended,xml labels foo extended,")}`)
    .maybe(0.04, "-z");
  tuple(draw, words, six, 0.1);
  return detail(draw, words, 0.08)
    .maybe(0.05, option(draw, "-g -n -j", "10.0.5.1 x"))
    .maybe(0.05, () => draw.word("-n -g -j"))
    .unordered();
};

const other: Production = (draw, world) =>
  run(draw, world.namespace(draw), "conntrack").add(
    draw.pick([
      "-F",
      "-C",
      "-V",
      "-h",
      "",
      "-L -F",
      "-C expect",
      "-F expect",
      "-L -x",
      "-D",
      "-I",
      "-G",
      "-U",
      "-F foo",
      "-L -f foo",
      "-L -f ipv6",
      "-C conntrack",
      "-L -p",
      "-R foo",
      "-A",
    ]),
  );

export const CONNTRACK: readonly (readonly [number, Production])[] = [
  [8, insert],
  [5, change],
  [6, show],
  [2, other],
];
