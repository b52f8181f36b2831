/** `ip netns`. */
import { settingsCommand } from "../settings.ts";
import { Words } from "../step.ts";
import { NAMESPACES } from "../world.ts";
import { ip, type Production } from "./grammar.ts";

const add: Production = (draw, world) => {
  const free = NAMESPACES.filter((name) => !world.namespaces.includes(name));
  const name =
    free.length === 0 || draw.chance(0.15)
      ? draw.pick(["red", "blue", ".", "..", "a/b", "''", "", "red blue"])
      : draw.pick(free);
  const words = new Words(draw, `ip netns add ${name}`);
  if (!free.some((one) => one === name)) return words;
  world.namespaces.push(name);
  world.addLoopback(name);
  const settings = settingsCommand(world.mode, name, world.slow);
  return settings === undefined ? words : words.add(`&& ${settings}`);
};

const del: Production = (draw, world) => {
  if (draw.chance(0.02)) {
    for (const name of [...world.namespaces]) world.removeNamespace(name);
    return new Words(draw, "ip -all netns del").settle(0.6);
  }
  if (world.namespaces.length < 2 || draw.chance(0.15))
    return new Words(draw, `ip netns del${draw.pick([" nosuch", "", " ''", " .", " a b"])}`);
  const name = draw.pick(world.namespaces);
  world.removeNamespace(name);
  return new Words(draw, `ip netns ${draw.word("del delete")} ${name}`).settle(0.6);
};

const id: Production = (draw, world) => {
  const words = ip(draw, world.namespace(draw));
  words.maybe(0.15, () => draw.pick(["-j", "-o", "-d", "-j -p", "-4", "-s"]));
  words.add(`netns ${draw.word("set set set list-id list identify")}`);
  const verb = words.done().parts.at(-1)?.text ?? "";
  if (verb === "netns list") return words.unordered();
  if (verb === "netns identify") return words.maybe(0.2, () => draw.word("self 1 99999999 foo"));
  if (verb === "netns list-id")
    return words
      .maybe(0.2, () => `target-nsid ${draw.word("0 1 5 -1 x")}`)
      .maybe(0.2, () => `nsid ${draw.word("0 1 5 -1 x")}`)
      .unordered();
  const name = draw.chance(0.05) ? "nosuch" : draw.pick([...world.namespaces, "nosuch"]);
  return words.add(name).add(draw.word("0 1 5 9 auto 0 1 -1 x 2147483647"));
};

const PROGRAMS = [
  "true",
  "false",
  "nosuchprogram",
  "hostname",
  "ip netns identify",
  "cat /proc/net/route",
  "ls /sys/class/net",
];

/** Those that are in no other part: words that are none, too few of them, all namespaces, and the processes of one. */
const odd: Production = (draw, world) => {
  const name = draw.pick([...world.namespaces, "nosuch"]);
  const text = draw.pick([
    "netns foo",
    "netns help",
    "netns exec",
    `netns exec ${name}`,
    "netns set",
    `netns set ${name}`,
    `netns set ${name} 1 2`,
    "netns attach",
    `netns attach ${name}`,
    "netns attach green 1x",
    "netns attach green 99999999",
    `netns attach ${name} $$`,
    "netns attach '' $$",
    "netns attach a/b $$",
    "-n ./red link show lo",
    "-n /run/netns/red link show lo",
    "netns exec ./red true",
    "netns set ./red 7",
    "netns set /run/netns/red 7",
    "netns list foo",
    "netns list-id foo",
    "netns list-id nsid",
    "-all netns exec",
    "-all netns exec true",
    "-all netns exec ip -br link",
    "-all netns exec nosuchprogram",
    "-a netns exec ip netns identify",
    `-n ${name} netns exec ${name} ip netns identify`,
  ]);
  return new Words(draw, `ip ${text}`).unordered();
};

const pids: Production = (draw, world) => {
  if (draw.chance(0.3)) {
    const one = draw.pick(world.namespaces);
    const sleep = `ip netns exec ${one} sleep 0.4 & sleep 0.2`;
    return new Words(draw, `${sleep}; ip netns pids ${draw.pick(world.namespaces)} | wc -l; wait $!`);
  }
  const name = draw.pick([...world.namespaces, "nosuch", "", "a b"]);
  return new Words(draw, `ip netns pids ${name} | wc -l`);
};

const exec: Production = (draw, world) => {
  const target = draw.chance(0.1) ? "nosuch" : draw.pick([...world.namespaces, "nosuch"]);
  return new Words(draw, `ip netns exec ${target} ${draw.pick(PROGRAMS)}`);
};

export const NETNS: readonly (readonly [number, Production])[] = [
  [3, add],
  [1, del],
  [4, id],
  [1, exec],
  [1, odd],
  [1, pids],
];
