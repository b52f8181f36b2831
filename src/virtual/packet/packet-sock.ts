/**
 * Packet sockets: what `tcpdump` and `arping` see and send.
 *
 * Source: `net/packet/af_packet.c`.
 */
import {
  EAGAIN,
  EINVAL,
  EMSGSIZE,
  ENETDOWN,
  ENOBUFS,
  ENODEV,
  ENOPROTOOPT,
  ENOTTY,
  ENXIO,
} from "../../errno.ts";
import { SIOCGIFPFLAGS, SIOCSIFPFLAGS } from "../../ioctl/ifreq.ts";
import {
  AF_PACKET,
  type ControlMessage,
  MSG_PEEK,
  MSG_TRUNC,
  type ReceivedMessage,
  type SendOptions,
  SOCK_RAW,
  SOL_SOCKET,
  type SocketAddress,
} from "../../kernel.ts";
import { read16 } from "../../packet/bytes.ts";
import { ETH_P_8021Q, ETH_TYPE } from "../../packet/ethernet.ts";
import { devQueueXmit } from "../core/dev/dev-xmit.ts";
import { ARPHRD_ETHER, ARPHRD_LOOPBACK, IFF_UP, type NetDevice } from "../core/dev/netdevice.ts";
import { ETH_P_ALL, type PacketType, PacketTypeTable } from "../core/dev/packet-type.ts";
import { SKB_DROP_REASON_NOT_SPECIFIED, SKB_DROP_REASON_PACKET_SOCK_ERROR } from "../core/drop-reason.ts";
import type { Net } from "../core/net.ts";
import {
  allocSkb,
  consumeSkb,
  kfreeSkb,
  PACKET_LOOPBACK,
  PACKET_OUTGOING,
  type SkBuff,
} from "../core/skbuff.ts";
import { chargeSend, PACKET_RESERVE } from "../core/sock/send-charge.ts";
import { readInt, SO_ATTACH_FILTER, SO_DETACH_FILTER, Sock, writeInt } from "../core/sock/sock.ts";
import { timestampControl } from "../core/sock/sock-timestamp.ts";
import { inetIoctl } from "../ipv4/devinet/inet-ioctl.ts";
import { type Arrival, auxdata, sourceAddress, statusOf } from "./arrival.ts";
import { AttachedFilter } from "./attached-filter.ts";
import {
  PACKET_ADD_MEMBERSHIP,
  PACKET_AUXDATA,
  PACKET_DROP_MEMBERSHIP,
  PACKET_IGNORE_OUTGOING,
  PACKET_ORIGDEV,
  PACKET_STATISTICS,
  SOL_PACKET,
} from "./constants.ts";
import { Memberships } from "./membership.ts";

/** All packet sockets of a namespace, by {@link Net.getGeneric}, in the order in which they were made. */
export const PACKET_SOCKETS = Symbol("packet sockets");

const NO_SOCKETS: ReadonlySet<PacketSock> = new Set();

/** Those of a namespace. */
export function packetSockets(net: Net): ReadonlySet<PacketSock> {
  return (net.getGeneric(PACKET_SOCKETS) as Set<PacketSock> | undefined) ?? NO_SOCKETS;
}

function enter(net: Net, sk: PacketSock): void {
  const present = net.getGeneric(PACKET_SOCKETS) as Set<PacketSock> | undefined;
  if (present === undefined) net.setGeneric(PACKET_SOCKETS, new Set([sk]));
  else present.add(sk);
}

function leave(net: Net, sk: PacketSock): void {
  const present = net.getGeneric(PACKET_SOCKETS) as Set<PacketSock> | undefined;
  present?.delete(sk);
  if (present?.size === 0) net.dropGeneric(PACKET_SOCKETS);
}

/** A frame may be longer by one VLAN tag. */
const VLAN_HLEN = 4;

/** The socket as a handler of received frames. */
class PacketHook implements PacketType {
  private readonly sk: PacketSock;

  constructor(sk: PacketSock) {
    this.sk = sk;
  }

  get protocol(): number {
    return this.sk.boundProtocol;
  }

  receive(skb: SkBuff, dev: NetDevice, originalDevice: NetDevice): void {
    this.sk.receive(skb, dev, originalDevice);
  }

  ignoresOutgoing(skb: SkBuff): boolean {
    return this.sk.ignoresOutgoing(skb);
  }
}

/** `struct packet_sock`. */
export class PacketSock extends Sock {
  /** EtherType in host order; 0: receives nothing. */
  boundProtocol: number;
  /** Bound device; 0: any, -1: its device is gone. */
  ifindex = 0;
  running = false;
  readonly filter = new AttachedFilter();
  private auxdata = false;
  private originalDevice = false;
  private ignoreOutgoing = false;
  private packets = 0;
  private dropped = 0;
  private readonly arrivals: Arrival[] = [];
  private readonly memberships: Memberships;
  private readonly handler = new PacketHook(this);

  constructor(net: Net, type: number, protocol: number) {
    super(net, AF_PACKET, type, protocol);
    this.boundProtocol = protocol;
    this.memberships = new Memberships(net);
    enter(net, this);
    if (protocol !== 0) this.hook();
  }

  /** `PACKET_AUXDATA` is set. */
  get givesAuxdata(): boolean {
    return this.auxdata;
  }

  /** `PACKET_ORIGDEV` is set. */
  get givesOriginalDevice(): boolean {
    return this.originalDevice;
  }

  private hook(): void {
    if (this.running) return;
    this.running = true;
    const dev = this.ifindex > 0 ? this.net.devByIndex(this.ifindex) : undefined;
    if (this.boundProtocol === ETH_P_ALL) (dev ?? this.net).taps = [...(dev ?? this.net).taps, this.handler];
    else if (dev !== undefined) dev.specificTypes = [...dev.specificTypes, this.handler];
    else {
      this.net.packetTypes ??= new PacketTypeTable();
      this.net.packetTypes.add(this.handler);
    }
  }

  private unhook(dev: NetDevice | undefined): void {
    if (!this.running) return;
    this.running = false;
    const others = (types: readonly PacketType[]): PacketType[] =>
      types.filter((type) => type !== this.handler);
    if (this.boundProtocol === ETH_P_ALL) (dev ?? this.net).taps = others((dev ?? this.net).taps);
    else if (dev !== undefined) dev.specificTypes = others(dev.specificTypes);
    else this.net.packetTypes?.remove(this.handler);
  }

  bind(address: SocketAddress): number {
    if (address.family !== AF_PACKET) return -EINVAL;
    const dev = address.ifindex === 0 ? undefined : this.net.devByIndex(address.ifindex);
    if (address.ifindex !== 0 && dev === undefined) return -ENODEV;
    this.unhook(this.boundDevice());
    if (address.protocol !== 0) this.boundProtocol = address.protocol;
    this.ifindex = address.ifindex;
    if (this.boundProtocol === 0) return 0;
    if (dev === undefined || (dev.flags & IFF_UP) !== 0) this.hook();
    else this.reportError(ENETDOWN);
    return 0;
  }

  private boundDevice(): NetDevice | undefined {
    return this.ifindex > 0 ? this.net.devByIndex(this.ifindex) : undefined;
  }

  /** The bound device went down or away (`packet_notifier`). */
  deviceDown(dev: NetDevice, gone: boolean): void {
    if (gone) this.memberships.deviceGone(dev);
    if (dev.ifindex !== this.ifindex) return;
    if (this.running) {
      this.unhook(dev);
      this.reportError(ENETDOWN);
    }
    if (gone) this.ifindex = -1;
  }

  deviceUp(dev: NetDevice): void {
    if (dev.ifindex === this.ifindex && this.boundProtocol !== 0) this.hook();
  }

  getsockname(): SocketAddress {
    const dev = this.boundDevice();
    const base = { family: AF_PACKET, protocol: this.boundProtocol, ifindex: this.ifindex } as const;
    return dev === undefined ? base : { ...base, hatype: dev.type, address: dev.address.slice() };
  }

  ignoresOutgoing(skb: SkBuff): boolean {
    return this.ignoreOutgoing || skb.sk === this;
  }

  /** `packet_rcv`. `data` is at the network header of a received frame, at the link header of one that is sent. */
  receive(skb: SkBuff, dev: NetDevice, originalDevice: NetDevice): void {
    if (skb.packetType === PACKET_LOOPBACK) return consumeSkb(skb);
    const outgoing = skb.packetType === PACKET_OUTGOING;
    if (this.type === SOCK_RAW) skb.data = outgoing ? skb.data : Math.min(skb.macHeader, skb.data);
    else if (outgoing) skb.data = skb.networkHeader;
    const kept = this.filter.run(skb, dev);
    if (kept === 0) return consumeSkb(skb);
    this.packets++;
    if (this.rmemAlloc >= this.rcvbuf) {
      this.dropped++;
      this.drops++;
      return kfreeSkb(skb, SKB_DROP_REASON_PACKET_SOCK_ERROR, "packet_rcv");
    }
    const wireLength = skb.length;
    skb.trim(kept);
    if (skb.timestamp === 0) skb.timestamp = this.net.machine.now();
    const reported = this.originalDevice ? originalDevice : dev;
    this.arrivals.push({
      from: {
        family: AF_PACKET,
        protocol: skb.protocol,
        ifindex: reported.ifindex,
        hatype: dev.type,
        packetType: skb.packetType,
        address: sourceAddress(skb, dev),
      },
      wireLength,
      status: statusOf(skb),
      networkOffset: this.type === SOCK_RAW ? Math.max(0, skb.networkHeader - skb.data) : 0,
      vlanTag: skb.vlanTag,
      vlanProtocol: skb.vlanProtocol,
    });
    this.queueReceive(skb, "packet_rcv");
  }

  recv(into: Uint8Array, message?: ReceivedMessage, flags = 0): number {
    const skb = this.peekReceive();
    if (skb === null) {
      const error = this.takeError();
      return error !== 0 ? error : -EAGAIN;
    }
    const arrival = this.arrivals[0];
    const { length } = skb;
    const count = Math.min(length, into.length);
    into.set(skb.bytes.subarray(skb.data, skb.data + count));
    if (message !== undefined) {
      message.from = arrival.from;
      message.flags = count < length ? MSG_TRUNC : 0;
      message.control = this.controlMessages(skb, arrival);
    }
    if ((flags & MSG_PEEK) === 0) {
      this.arrivals.shift();
      const taken = this.takeReceive();
      if (taken !== null) consumeSkb(taken);
    }
    return (flags & MSG_TRUNC) !== 0 ? length : count;
  }

  private controlMessages(skb: SkBuff, arrival: Arrival): ControlMessage[] {
    const control: ControlMessage[] = [];
    const stamp = timestampControl(this, skb.timestamp);
    if (stamp !== undefined) control.push(stamp);
    if (this.auxdata) control.push({ level: SOL_PACKET, type: PACKET_AUXDATA, data: auxdata(skb, arrival) });
    return control;
  }

  /** `packet_snd`: the frame whole for `SOCK_RAW`, its payload for `SOCK_DGRAM`. */
  send(data: Uint8Array, options: SendOptions = {}): number {
    const { to } = options;
    if (to !== undefined && to.family !== AF_PACKET) return -EINVAL;
    const ifindex = to === undefined ? this.ifindex : to.ifindex;
    const dev = ifindex > 0 ? this.net.devByIndex(ifindex) : undefined;
    if (dev === undefined) return -ENXIO;
    if ((dev.flags & IFF_UP) === 0) return -ENETDOWN;
    const protocol = to === undefined || to.protocol === 0 ? this.boundProtocol : to.protocol;
    const header = this.type === SOCK_RAW ? dev.hardHeaderLength : 0;
    if (data.length > dev.mtu + header + VLAN_HLEN) return -EMSGSIZE;
    if (this.wmemAlloc >= this.sndbuf) return -ENOBUFS;
    const skb = this.buildFrame(data, dev, protocol, to?.address ?? null);
    if (skb === undefined) return -EINVAL;
    if (this.type === SOCK_RAW && data.length < header) return dropUnsent(skb, -EINVAL);
    if (data.length > dev.mtu + header && skb.protocol !== ETH_P_8021Q) return dropUnsent(skb, -EMSGSIZE);
    const result = devQueueXmit(skb);
    return result < 0 ? result : data.length;
  }

  private buildFrame(
    data: Uint8Array,
    dev: NetDevice,
    protocol: number,
    destination: Uint8Array | null,
  ): SkBuff | undefined {
    const skb = allocSkb(data.length);
    const at = skb.put(data.length);
    skb.bytes.set(data, at);
    skb.dev = dev;
    skb.protocol = protocol;
    skb.mark = this.mark;
    skb.priority = this.priority;
    skb.networkHeader = this.type === SOCK_RAW ? at + dev.hardHeaderLength : at;
    if (this.type === SOCK_RAW) {
      const inFrame = dev.type === ARPHRD_ETHER || dev.type === ARPHRD_LOOPBACK;
      if ((protocol === 0 || protocol === ETH_P_ALL) && inFrame)
        skb.protocol = read16(skb.bytes, at + ETH_TYPE);
    } else if (dev.headerOps !== null && dev.headerOps.create(skb, dev, protocol, destination, null) < 0) {
      consumeSkb(skb);
      return undefined;
    }
    skb.transportHeader = skb.networkHeader;
    chargeSend(this, skb, PACKET_RESERVE);
    return skb;
  }

  /** `packet_ioctl`: those of IPv4, too, but for two that IPv4 refuses itself. */
  override ioctl(request: number, argument: Uint8Array): number {
    const isRefused = request === SIOCGIFPFLAGS || request === SIOCSIFPFLAGS;
    const result = isRefused ? -ENOTTY : inetIoctl(this.net.ipv4, request, argument);
    return result === -ENOTTY ? super.ioctl(request, argument) : result;
  }

  override setsockopt(level: number, name: number, value: number | Uint8Array): number {
    if (level === SOL_SOCKET && name === SO_ATTACH_FILTER) return this.filter.attach(value);
    if (level === SOL_SOCKET && name === SO_DETACH_FILTER) {
      this.filter.detach();
      return 0;
    }
    if (level !== SOL_PACKET) return super.setsockopt(level, name, value);
    if (name === PACKET_ADD_MEMBERSHIP || name === PACKET_DROP_MEMBERSHIP) {
      return typeof value === "number"
        ? -EINVAL
        : this.memberships.change(value, name === PACKET_ADD_MEMBERSHIP);
    }
    const number = readInt(value);
    if (number === undefined) return -EINVAL;
    if (name === PACKET_AUXDATA) this.auxdata = number !== 0;
    else if (name === PACKET_ORIGDEV) this.originalDevice = number !== 0;
    else if (name === PACKET_IGNORE_OUTGOING) {
      if (number !== 0 && number !== 1) return -EINVAL;
      this.ignoreOutgoing = number === 1;
    } else return -ENOPROTOOPT;
    return 0;
  }

  override getsockopt(level: number, name: number, into: Uint8Array): number {
    if (level !== SOL_PACKET) return super.getsockopt(level, name, into);
    if (name === PACKET_STATISTICS) return this.takeStatistics(into);
    if (name === PACKET_AUXDATA) return writeInt(into, Number(this.auxdata));
    if (name === PACKET_ORIGDEV) return writeInt(into, Number(this.originalDevice));
    if (name === PACKET_IGNORE_OUTGOING) return writeInt(into, Number(this.ignoreOutgoing));
    return -ENOPROTOOPT;
  }

  /** `struct tpacket_stats`; reading starts the counts anew. */
  private takeStatistics(into: Uint8Array): number {
    const length = Math.min(8, into.length);
    const whole = new Uint8Array(8);
    writeInt(whole, this.packets);
    writeInt(whole.subarray(4), this.dropped);
    into.set(whole.subarray(0, length));
    this.packets = 0;
    this.dropped = 0;
    return length;
  }

  protected destroy(): void {
    this.unhook(this.boundDevice());
    this.memberships.flush();
    leave(this.net, this);
  }

  /** Closing a packet socket takes no packet from anybody. */
  protected override discard(skb: SkBuff): void {
    consumeSkb(skb);
  }
}

/** A frame that `packet_snd` made, and then does not send. */
function dropUnsent(skb: SkBuff, error: number): number {
  skb.protocol = 0;
  kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "packet_snd");
  return error;
}
