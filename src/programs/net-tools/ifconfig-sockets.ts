/** The sockets whose ioctls `ifconfig` and `route -6` use, and the structures that these take. */
import { isErrno } from "../../errno.ts";
import {
  IFREQ_ADDRESS,
  IFREQ_UNION,
  IN6_IFREQ_INDEX,
  IN6_IFREQ_LENGTH,
  IN6_IFREQ_PREFIX,
  SIOCGIFFLAGS,
  SIOCGIFINDEX,
  SOCKADDR_LENGTH,
} from "../../ioctl/ifreq.ts";
import { AF_INET, AF_INET6, SOCK_DGRAM, type Socket, type SystemCalls } from "../../kernel.ts";
import type { Ipv4Address, Ipv6Address } from "../../packet/address.ts";
import { makeIfreq } from "../lib/interfaces.ts";

/** The families whose addresses it sets. */
export type InetFamily = typeof AF_INET | typeof AF_INET6;

/** One of each family, opened when it is first used. */
export class InterfaceSockets {
  readonly sys: SystemCalls;
  private readonly open = new Map<InetFamily, Socket>();

  constructor(sys: SystemCalls) {
    this.sys = sys;
  }

  /** @returns what `ioctl(2)` says, or `socket(2)` when there is no such socket */
  ioctl(family: InetFamily, request: number, argument: Uint8Array): number {
    let socket = this.open.get(family);
    if (socket === undefined) {
      const made = this.sys.socket(family, SOCK_DGRAM, 0);
      if (isErrno(made)) return made;
      this.open.set(family, made);
      socket = made;
    }
    return socket.ioctl(request, argument);
  }

  /** The flags of a device, of which only the lower 16 fit, or a negative error number. */
  flags(family: InetFamily, name: string): number {
    const argument = makeIfreq(name);
    const error = this.ioctl(family, SIOCGIFFLAGS, argument);
    return error < 0 ? error : new DataView(argument.buffer).getUint16(IFREQ_UNION, true);
  }

  /** The index of a device, or a negative error number. */
  index(family: InetFamily, name: string): number {
    const argument = makeIfreq(name);
    const error = this.ioctl(family, SIOCGIFINDEX, argument);
    return error < 0 ? error : new DataView(argument.buffer).getInt32(IFREQ_UNION, true);
  }

  close(): void {
    for (const socket of this.open.values()) socket.close();
    this.open.clear();
  }
}

/** A name with an address: the union is a `struct sockaddr_in`. */
export function withAddress(name: string, address: Ipv4Address): Uint8Array {
  const argument = makeIfreq(name);
  const view = new DataView(argument.buffer);
  view.setUint16(IFREQ_UNION, AF_INET, true);
  view.setUint32(IFREQ_ADDRESS, address);
  return argument;
}

/** As much as fits of a `struct sockaddr_in6`, which is longer than the union's `struct sockaddr`. */
export function withAddress6(name: string, address: Ipv6Address): Uint8Array {
  const argument = makeIfreq(name);
  new DataView(argument.buffer).setUint16(IFREQ_UNION, AF_INET6, true);
  argument.set(address.toBytes().subarray(0, SOCKADDR_LENGTH - 8), IFREQ_UNION + 8);
  return argument;
}

/** A `struct in6_ifreq` */
export function makeIn6Ifreq(address: Ipv6Address, prefixLength: number, index: number): Uint8Array {
  const argument = new Uint8Array(IN6_IFREQ_LENGTH);
  const view = new DataView(argument.buffer);
  argument.set(address.toBytes());
  view.setUint32(IN6_IFREQ_PREFIX, prefixLength, true);
  view.setInt32(IN6_IFREQ_INDEX, index, true);
  return argument;
}
