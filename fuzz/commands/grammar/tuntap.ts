/** `ip tuntap`. */
import { Words } from "../step.ts";
import { ip, type Production } from "./grammar.ts";

const tapAdd: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const mode = draw.weighted([
    [5, "tap"],
    [4, "tun"],
    [1, "foo"],
  ] as const);
  const name = draw.word("tap0 tun0 tap1 veth0");
  const words = ip(draw, namespace, `${draw.word("tuntap tuntap tunt tap")} add`);
  // without one the kernel finds a name
  if (draw.chance(0.9)) words.maybe(0.3, () => draw.word("dev name")).add(name);
  if (draw.chance(0.97)) words.add(`mode ${mode}`);
  words
    .maybe(0.1, () => `user ${draw.word("0 root nosuchuser 4242")}`)
    .maybe(0.1, () => `group ${draw.word("0 root nosuch 4242")}`)
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
  const words = new Words(draw, `${ip_} link set ${device.name} down && ${ip_} tuntap del ${device.name}`);
  return words.maybe(0.95, `mode ${device.kind}`).settle(0.05);
};

const tapShow: Production = (draw, world) => {
  const words = ip(draw, world.namespace(draw)).maybe(0.2, "-d").maybe(0.2, "-j").maybe(0.1, "-p");
  return words
    .add(draw.word("tuntap tuntap tap"))
    .maybe(0.5, () => draw.word("show list lst"))
    .maybe(0.2, "dev tap0");
};

const tapOdd: Production = (draw, world) =>
  ip(
    draw,
    world.namespace(draw),
    `tuntap ${draw.pick(["help", "foo", "add", "add mode", "add mode tap mode tun", "add mode t dev", "add a-name-that-is-too-long mode tap", "add x y mode tap", "add mode tun user", "add . mode tap", "del", "show help", "add lo mode tap", "add mode tap name tap%d"])}`,
  ).settle(1.2);

export const TUNTAP: readonly (readonly [number, Production])[] = [
  [8, tapAdd],
  [2, tapDel],
  [2, tapShow],
  [1, tapOdd],
];
