/**
 * `ifconfig DEVICE add|del ADDRESS`: an alias whose other end is this address is taken up or down; where there is none, the first free
 * alias gets it (also on `del`, as the real one does). What the kernel says against that is not told. Aliases with a `-` in their number
 * are passed over.
 */
import { IFREQ_UNION, SIOCSIFADDR, SIOCSIFBRDADDR, SIOCSIFFLAGS, SIOCSIFNETMASK } from "../../ioctl/ifreq.ts";
import { IFF_UP } from "../../netlink/link-flags.ts";
import { INADDR_ANY, type Ipv4Address } from "../../packet/address.ts";
import type { Process } from "../../process/process.ts";
import { makeIfreq } from "../lib/interfaces.ts";
import { atoi } from "../lib/numbers.ts";
import { ToolExit } from "./fail.ts";
import { type Fetched, fetchInterface, notFetched } from "./ifconfig-fetch.ts";
import { type InetFamily, type InterfaceSockets, withAddress } from "./ifconfig-sockets.ts";

const MOST = 255;
/** `abort(3)`: 128 and the number of SIGABRT. */
const ABORTED = 134;

/** @param names what is looked at, the device's own name among them, in order */
export function changeAlias(
  process: Process,
  sockets: InterfaceSockets,
  family: InetFamily,
  parent: string,
  local: Ipv4Address,
  add: boolean,
  names: readonly string[],
): void {
  const own = fetchInterface(sockets, family, parent);
  if (!own) process.stderr.write(notFetched(parent));
  const taken = new Set<number>();
  for (const name of names) {
    const found = fetchInterface(sockets, family, name);
    if (!found) {
      process.stderr.write(notFetched(name));
      continue;
    }
    if (!name.startsWith(parent) || !name.includes(":")) continue;
    const suffix = name.slice(name.indexOf(":") + 1);
    if (suffix.includes("-")) continue;
    const number = atoi(suffix);
    if (number < 0 || number > MOST) throw new ToolExit(ABORTED);
    taken.add(number);
    if ((found.address?.peer ?? INADDR_ANY) !== local) continue;
    setFlags(sockets, family, name, add ? IFF_UP : 0, add ? 0 : IFF_UP);
    return;
  }
  let number = 0;
  while (taken.has(number)) number++;
  if (number <= MOST) newAlias(sockets, family, `${parent}:${number}`, local, own);
}

/** It gets the device's own netmask, broadcast address and flags. */
function newAlias(
  sockets: InterfaceSockets,
  family: InetFamily,
  name: string,
  local: Ipv4Address,
  own: Fetched | undefined,
): void {
  const { mask, broadcast } = own?.address ?? { mask: INADDR_ANY, broadcast: INADDR_ANY };
  const set = (request: number, address: Ipv4Address): boolean =>
    sockets.ioctl(family, request, withAddress(name, address)) >= 0;
  if (!set(SIOCSIFADDR, local) || !set(SIOCSIFNETMASK, mask) || !set(SIOCSIFBRDADDR, broadcast)) return;
  setFlags(sockets, family, name, own?.flags ?? 0, 0);
}

function setFlags(
  sockets: InterfaceSockets,
  family: InetFamily,
  name: string,
  set: number,
  clear: number,
): void {
  const flags = sockets.flags(family, name);
  if (flags < 0) return;
  const argument = makeIfreq(name);
  new DataView(argument.buffer).setUint16(IFREQ_UNION, (flags & ~clear) | set, true);
  sockets.ioctl(family, SIOCSIFFLAGS, argument);
}
