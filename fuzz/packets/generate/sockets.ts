/** What programs on the nodes do: datagrams to every kind of address, some after a socket for raw packets or for errors was opened. */
import type { Chance } from "../chance.ts";
import { EXTRA_SOCKETS, type ExtraSocket, type SocketName } from "../socket-names.ts";
import { DEVICE, DEVICES, type RoutedDevice } from "../world.ts";
import { port, size } from "./ipv4.ts";
import { choosePlace, DESTINATIONS4, DESTINATIONS6 } from "./place.ts";
import type { Injection, Recipe } from "./recipe.ts";
import { be16, concat, icmpMessage } from "./wire.ts";

const OPENED = Object.keys(EXTRA_SOCKETS) as ExtraSocket[];
const SCOPED = /^f(e8|f.2)/;

function destination(chance: Chance, socket: SocketName, from: RoutedDevice): string {
  if (!socket.endsWith("6")) return chance.pick(DESTINATIONS4);
  if (socket === "both6" && !chance.oneIn(5)) return `::ffff:${chance.pick(DESTINATIONS4)}`;
  const address = chance.pick(DESTINATIONS6);
  return SCOPED.test(address) && !chance.oneIn(6) ? `${address}%${DEVICE[from].ifindex}` : address;
}

/** What the socket takes: raw ones of ICMP take messages, whose checksum the kernel fills in for IPv6. */
function content(chance: Chance, socket: SocketName): Uint8Array {
  const data = chance.bytes(size(chance));
  if (socket === "icmp4" || socket === "icmp6") {
    const type = socket === "icmp4" ? chance.pick([8, 8, 0, 13, 3]) : chance.pick([128, 128, 129, 1, 200]);
    return icmpMessage(type, 0, concat(be16(5, chance.int(4)), data));
  }
  return data;
}

export const socketUse: Recipe = (chance) => {
  const from = chance.oneIn(2) ? choosePlace(chance).from : chance.pick(DEVICES);
  const socket = chance.weighted<SocketName>([
    [6, "udp4"],
    [6, "udp6"],
    [4, "both6"],
    ...OPENED.map((name) => [1, name] as const),
  ]);
  const extra = OPENED.find((name) => name === socket);
  const act: Injection = {
    from,
    frame: content(chance, socket),
    send: {
      socket,
      to: destination(chance, socket, from),
      port: extra === undefined ? port(chance) : 0,
      discover: chance.weighted([
        [4, 1],
        [1, 0],
        [2, 2],
        [1, 3],
        [1, 4],
        [1, 5],
      ] as const),
    },
    ...(chance.oneIn(30) ? { hear: socket } : {}),
  };
  return [extra !== undefined && chance.oneIn(3) ? { ...act, open: extra } : act];
};
