/** `ip netns` and `ip tuntap`. */
import { settingsCommand } from "../settings.ts";
import { Words } from "../step.ts";
import { NAMESPACES } from "../world.ts";
import { ip, type Production } from "./grammar.ts";

const add: Production = (draw, world) => {
  const free = NAMESPACES.filter((name) => !world.namespaces.includes(name));
  const name = free.length === 0 || draw.chance(0.15) ? draw.word("red blue . a/b") : draw.pick(free);
  const words = new Words(draw, `ip netns add ${name}`);
  if (!free.some((one) => one === name)) return words;
  world.namespaces.push(name);
  world.addLoopback(name);
  const settings = settingsCommand(world.mode, name);
  return settings === undefined ? words : words.add(`&& ${settings}`);
};

const del: Production = (draw, world) => {
  if (world.namespaces.length < 2 || draw.chance(0.1)) return new Words(draw, "ip netns del nosuch");
  const name = draw.pick(world.namespaces);
  world.removeNamespace(name);
  return new Words(draw, `ip netns ${draw.word("del delete")} ${name}`).settle(0.6);
};

const id: Production = (draw, world) => {
  const words = ip(draw, world.namespace(draw)).add(
    `netns ${draw.word("set set set list-id list identify")}`,
  );
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

const exec: Production = (draw, world) => {
  const target = draw.chance(0.1) ? "nosuch" : draw.pick([...world.namespaces, "nosuch"]);
  return new Words(draw, `ip netns exec ${target} ${draw.pick(PROGRAMS)}`);
};

const tapAdd: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const mode = draw.weighted([
    [5, "tap"],
    [4, "tun"],
    [1, "foo"],
  ] as const);
  const name = draw.word("tap0 tun0 tap1 veth0");
  const words = ip(draw, namespace, `${draw.word("tuntap tuntap tunt tap")} add`);
  words
    .maybe(0.3, () => draw.word("dev name"))
    .add(name)
    .add(`mode ${mode}`);
  words
    .maybe(0.1, () => `user ${draw.word("0 root nosuchuser 4242")}`)
    .maybe(0.1, () => `group ${draw.word("0 root nosuch")}`)
    .maybe(0.1, "one_queue")
    .maybe(0.1, "pi")
    .maybe(0.1, "vnet_hdr")
    .maybe(0.1, "multi_queue");
  const there = world.in(namespace).some((device) => device.name === name);
  if (!there && mode !== "foo") world.add(name, namespace, mode);
  // its carrier is followed late, as that of all devices without a peer of another index
  return words.settle(1.2);
};

const tapDel: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const own = world.in(namespace).filter(({ kind }) => kind === "tap" || kind === "tun");
  const device = own.length > 0 ? draw.pick(own) : undefined;
  if (device !== undefined) world.remove(device);
  // deleting one that is not there makes it first: what a listener calls it then depends on when it asks
  if (device === undefined) return tapShow(draw, world);
  // attaching to one that is up gives it a carrier for a moment, of which a listener may hear or not
  const ip_ = namespace === "" ? "ip" : `ip -n ${namespace}`;
  const words = new Words(draw, `${ip_} link set ${device.name} down; ${ip_} tuntap del ${device.name}`);
  return words.maybe(0.95, `mode ${device.kind}`).settle(0.05);
};

const tapShow: Production = (draw, world) => {
  const words = ip(draw, world.namespace(draw)).maybe(0.2, "-d").maybe(0.2, "-j").maybe(0.1, "-p");
  return words
    .add(draw.word("tuntap tuntap tap"))
    .maybe(0.5, () => draw.word("show list lst"))
    .maybe(0.2, "dev tap0");
};

export const NETNS: readonly (readonly [number, Production])[] = [
  [3, add],
  [1, del],
  [4, id],
  [1, exec],
];

export const TUNTAP: readonly (readonly [number, Production])[] = [
  [4, tapAdd],
  [1, tapDel],
  [1, tapShow],
];
