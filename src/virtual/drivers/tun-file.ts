/**
 * An open /dev/net/tun: attached to a device by TUNSETIFF, it reads what the device sends and writes what it receives.
 *
 * Source: `drivers/net/tun.c` (`tun_set_iff`, `tun_attach`, `__tun_detach`, `tun_get_user`, `tun_put_user`, `__tun_chr_ioctl`).
 */
import {
  E2BIG,
  EAGAIN,
  EBADFD,
  EBUSY,
  EEXIST,
  EFAULT,
  EINVAL,
  EIO,
  EMSGSIZE,
  ENOMEM,
  EPERM,
  ESPIPE,
} from "../../errno.ts";
import type { File, FileStatus } from "../../kernel.ts";
import { readU16 } from "../../netlink/attribute.ts";
import * as tun from "../../netlink/link-kinds/tun.ts";
import { read16, write16 } from "../../packet/bytes.ts";
import { ETH_HLEN, ETH_P_IP, ETH_P_IPV6 } from "../../packet/ethernet.ts";
import { notifyStateChange } from "../core/dev/dev-flags.ts";
import { prepareDeviceName } from "../core/dev/dev-name.ts";
import { RING_MAX } from "../core/dev/dev-queue.ts";
import { registerDevice, unregisterDevice } from "../core/dev/dev-register.ts";
import { ethTypeTrans } from "../core/dev/ethernet.ts";
import { carrierOff, carrierOn } from "../core/dev/link-watch.ts";
import type { NetDevice } from "../core/dev/netdevice.ts";
import type { Net } from "../core/net.ts";
import { allocSkb, consumeSkb, copyBytes, type SkBuff } from "../core/skbuff.ts";
import type { TunDevice, TunQueue } from "./tun-device.ts";
import {
  argumentInt,
  DEVICE_IOCTLS,
  describe,
  IFREQ_FLAGS,
  IFREQ_LENGTH,
  readName,
  writeInt,
} from "./tun-ioctl.ts";
import { VNET_HLEN, vnetFromSkb, vnetHeaderFits, vnetToSkb } from "./tun-vnet.ts";

/** Length of `struct tun_pi`: flags, protocol. */
const PI_LENGTH = 4;
/** `struct tun_pi.flags`: the reader's buffer was too small. */
const TUN_PKT_STRIP = 1;
/** What TUNGETFEATURES answers, and TUNSETIFF accepts. */
const FEATURES =
  tun.IFF_TUN |
  tun.IFF_TAP |
  tun.IFF_NAPI |
  tun.IFF_NAPI_FRAGS |
  tun.IFF_NO_CARRIER |
  tun.IFF_MULTI_QUEUE |
  tun.IFF_NO_PI |
  tun.IFF_ONE_QUEUE |
  tun.IFF_VNET_HDR;
/** Flags of a device that each TUNSETIFF sets anew (`TUN_FEATURES`). */
const ATTACH_FLAGS =
  tun.IFF_NO_PI |
  tun.IFF_ONE_QUEUE |
  tun.IFF_VNET_HDR |
  tun.IFF_MULTI_QUEUE |
  tun.IFF_NAPI |
  tun.IFF_NAPI_FRAGS;
const IFF_ATTACH_QUEUE = 0x200;
const IFF_DETACH_QUEUE = 0x400;
const MAX_QUEUES = 256;
/** Largest frame that a write may hold. */
const MAX_WRITE = 65535 + ETH_HLEN;
const INT_MAX = 0x7fffffff;
const NOTHING = (): void => {};

/** Makes the device that TUNSETIFF asks for. */
export interface TunFactory {
  create(net: Net, name: string, flags: number): TunDevice;
}

/** `struct tun_file`: one open descriptor, one queue of the device. */
export class TunFile implements File, TunQueue {
  private readonly net: Net;
  private readonly factory: TunFactory;
  private device: TunDevice | null = null;
  private detached = false;
  private wantedIfindex = 0;
  private head: SkBuff | null = null;
  private last: SkBuff | null = null;
  private wakers: (() => void)[] = [];
  private vnetHeaderSize = VNET_HLEN;
  private sendBuffer = INT_MAX;
  private closed = false;
  /** Frames that wait to be read. */
  queued = 0;

  constructor(net: Net, factory: TunFactory) {
    this.net = net;
    this.factory = factory;
    net.hold();
  }

  /** Hands a frame to the reader; it starts at the link-layer header. */
  enqueue(skb: SkBuff): void {
    skb.next = null;
    if (this.last === null) this.head = skb;
    else this.last.next = skb;
    this.last = skb;
    this.queued++;
    this.wake();
  }

  private wake(): void {
    if (this.wakers.length === 0) return;
    const { wakers } = this;
    this.wakers = [];
    for (const wake of wakers) wake();
  }

  /** The device was deleted. */
  deviceGone(): void {
    this.device = null;
    this.detached = false;
    this.purge();
    this.wake();
  }

  private purge(): void {
    for (let skb = this.head; skb !== null; ) {
      const next: SkBuff | null = skb.next;
      consumeSkb(skb);
      skb = next;
    }
    this.head = null;
    this.last = null;
    this.queued = 0;
  }

  read(into: Uint8Array): number {
    const { device } = this;
    if (device === null || this.detached) return -EBADFD;
    const skb = this.head;
    if (skb === null) return -EAGAIN;
    this.head = skb.next;
    if (this.head === null) this.last = null;
    this.queued--;
    const length = this.putUser(device, skb, into);
    consumeSkb(skb);
    return length;
  }

  private putUser(device: TunDevice, skb: SkBuff, into: Uint8Array): number {
    const vnet = (device.tunFlags & tun.IFF_VNET_HDR) !== 0 ? this.vnetHeaderSize : 0;
    const pi = (device.tunFlags & tun.IFF_NO_PI) === 0 ? PI_LENGTH : 0;
    const length = skb.tail - skb.data;
    if (into.length < pi) return -EINVAL;
    if (into.length - pi < vnet) return -EINVAL;
    if (pi > 0) {
      into.fill(0, 0, PI_LENGTH);
      if (into.length < pi + vnet + length) into[0] = TUN_PKT_STRIP;
      write16(into, 2, skb.protocol);
    }
    into.fill(0, pi, pi + vnet);
    if (vnet > 0) vnetFromSkb(skb, into, pi);
    const copied = Math.min(length, into.length - pi - vnet);
    copyBytes(skb.bytes, skb.data, skb.data + copied, into, pi + vnet);
    device.stats.txPackets++;
    device.stats.txBytes += length;
    return Math.min(pi + vnet + length, into.length);
  }

  write(data: Uint8Array): number {
    const { device } = this;
    if (device === null || this.detached) return -EBADFD;
    const backlog = device.net.machine.backlog;
    backlog.bhDisable();
    const written = this.getUser(device, data);
    backlog.bhEnable();
    return written;
  }

  private getUser(device: TunDevice, data: Uint8Array): number {
    let at = 0;
    let protocol = 0;
    let vnet = -1;
    if ((device.tunFlags & tun.IFF_NO_PI) === 0) {
      if (data.length < PI_LENGTH) return -EINVAL;
      protocol = read16(data, 2);
      at = PI_LENGTH;
    }
    if ((device.tunFlags & tun.IFF_VNET_HDR) !== 0) {
      if (data.length - at < this.vnetHeaderSize) return -EINVAL;
      if (!vnetHeaderFits(data, at, data.length - at - this.vnetHeaderSize)) return -EINVAL;
      vnet = at;
      at += this.vnetHeaderSize;
    }
    const length = data.length - at;
    if (device.isTap && length < ETH_HLEN) return -EINVAL;
    if (length > MAX_WRITE) return -EMSGSIZE;
    if (!device.isUp) {
      device.coreRxDropped++;
      return -EIO;
    }
    if (!device.isTap && (device.tunFlags & tun.IFF_NO_PI) !== 0) {
      protocol = versionProtocol(length > 0 ? data[at] : 0);
      if (protocol === 0) {
        device.coreRxDropped++;
        return -EINVAL;
      }
    }
    return this.receive(device, data, at, protocol, vnet) ? data.length : -EINVAL;
  }

  private receive(device: TunDevice, data: Uint8Array, at: number, protocol: number, vnet: number): boolean {
    const skb = allocSkb(data.length - at);
    skb.append(data, at, data.length);
    if (device.isTap) ethTypeTrans(skb, device);
    else {
      skb.dev = device;
      skb.macHeader = skb.data;
      skb.protocol = protocol;
    }
    if (vnet >= 0 && !vnetToSkb(data, vnet, skb, skb.macHeader)) {
      consumeSkb(skb);
      return false;
    }
    device.stats.rxPackets++;
    device.stats.rxBytes += data.length - at;
    device.net.machine.backlog.netifRx(skb);
    return true;
  }

  poll(wake: () => void): () => void {
    if (this.head !== null || this.device === null || this.closed) {
      wake();
      return NOTHING;
    }
    this.wakers.push(wake);
    return () => {
      this.wakers = this.wakers.filter((other) => other !== wake);
    };
  }

  ioctl(request: number, argument: Uint8Array): number {
    const code = request >>> 0;
    if (code === tun.TUNGETFEATURES) return writeInt(argument, FEATURES);
    if (code === tun.TUNSETQUEUE)
      return argument.length < IFREQ_LENGTH ? -EFAULT : this.setQueue(readU16(argument, IFREQ_FLAGS));
    if (code === tun.TUNSETIFF) return argument.length < IFREQ_LENGTH ? -EFAULT : this.setIff(argument);
    if (code === tun.TUNSETIFINDEX) return this.setIfindex(argument);
    const { device } = this;
    if (device === null) return -EBADFD;
    const apply = DEVICE_IOCTLS.get(code);
    return apply === undefined ? this.fileIoctl(code, device, argument) : apply(device, argument);
  }

  private fileIoctl(code: number, device: TunDevice, argument: Uint8Array): number {
    switch (code) {
      case tun.TUNGETIFF:
        return argument.length < IFREQ_LENGTH ? -EFAULT : describe(device, argument);
      case tun.TUNGETSNDBUF:
        return writeInt(argument, this.sendBuffer);
      case tun.TUNSETSNDBUF:
        if (argumentInt(argument) <= 0) return -EINVAL;
        this.sendBuffer = argumentInt(argument);
        return 0;
      case tun.TUNGETVNETHDRSZ:
        return writeInt(argument, this.vnetHeaderSize);
      case tun.TUNSETVNETHDRSZ:
        if (argumentInt(argument) < VNET_HLEN || argumentInt(argument) > 20) return -EINVAL;
        this.vnetHeaderSize = argumentInt(argument);
        return 0;
      default:
        return -EINVAL;
    }
  }

  private setIfindex(argument: Uint8Array): number {
    if (this.device !== null) return -EPERM;
    if (argumentInt(argument) <= 0) return -EINVAL;
    this.wantedIfindex = argumentInt(argument);
    return 0;
  }

  private setIff(argument: Uint8Array): number {
    if (this.device !== null) return -EEXIST;
    const flags = readU16(argument, IFREQ_FLAGS);
    const name = readName(argument);
    const present = name === "" ? undefined : this.net.devByName(name);
    const error = present === undefined ? this.makeDevice(name, flags) : this.attachTo(present, flags);
    if (error < 0) return error;
    const device = this.device;
    if (device === null) return -EINVAL;
    if ((flags & tun.IFF_NO_CARRIER) !== 0) carrierOff(device);
    else carrierOn(device);
    return describe(device, argument, flags);
  }

  private makeDevice(name: string, flags: number): number {
    if ((flags & (tun.IFF_TUN | tun.IFF_TAP)) === 0) return -EINVAL;
    const fallback = (flags & tun.IFF_TUN) !== 0 ? "tun%d" : "tap%d";
    const wanted = name === "" ? fallback : name;
    const free = prepareDeviceName(this.net, wanted);
    if (typeof free === "number") return free;
    const kind = (flags & tun.IFF_TUN) !== 0 ? tun.IFF_TUN : tun.IFF_TAP;
    const device = this.factory.create(this.net, wanted, kind | (flags & ATTACH_FLAGS));
    device.ifindex = this.wantedIfindex;
    device.queues.push(this);
    const error = registerDevice(device);
    if (error < 0) return error;
    this.device = device;
    return 0;
  }

  private attachTo(dev: NetDevice, flags: number): number {
    if ((flags & tun.IFF_TUN_EXCL) !== 0) return -EBUSY;
    if (!isTunDevice(dev)) return -EINVAL;
    if ((flags & (dev.isTap ? tun.IFF_TAP : tun.IFF_TUN)) === 0) return -EINVAL;
    if (((flags ^ dev.tunFlags) & tun.IFF_MULTI_QUEUE) !== 0) return -EINVAL;
    const multi = (dev.tunFlags & tun.IFF_MULTI_QUEUE) !== 0;
    if (!multi && dev.queues.length === 1) return -EBUSY;
    if (dev.queues.length + dev.disabled.length >= MAX_QUEUES) return -E2BIG;
    if (dev.txQueueLength > RING_MAX) return -ENOMEM;
    dev.queues.push(this);
    this.device = dev;
    if (!multi || dev.queues.length + dev.disabled.length === 1)
      dev.tunFlags = (dev.tunFlags & ~ATTACH_FLAGS) | (flags & ATTACH_FLAGS);
    notifyStateChange(dev);
    return 0;
  }

  private setQueue(flags: number): number {
    const { device } = this;
    if (device === null) return -EINVAL;
    if ((flags & IFF_ATTACH_QUEUE) !== 0) {
      if (!this.detached) return -EINVAL;
      device.disabled = device.disabled.filter((file) => file !== this);
      device.queues.push(this);
      this.detached = false;
      return 0;
    }
    if ((flags & IFF_DETACH_QUEUE) === 0) return -EINVAL;
    if ((device.tunFlags & tun.IFF_MULTI_QUEUE) === 0 || this.detached) return -EINVAL;
    device.queues = device.queues.filter((file) => file !== this);
    device.disabled.push(this);
    this.detached = true;
    this.purge();
    return 0;
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    const { device } = this;
    this.purge();
    this.device = null;
    if (device !== null) {
      device.queues = device.queues.filter((file) => file !== this);
      device.disabled = device.disabled.filter((file) => file !== this);
      if (device.queues.length + device.disabled.length === 0) leaveDevice(device);
    }
    this.wake();
    this.net.release();
  }

  seek(): number {
    return -ESPIPE;
  }

  truncate(): number {
    return -EINVAL;
  }

  stat(): FileStatus {
    return { type: "character", mode: 0o666, size: 0, inode: 0, device: 5, links: 1, modified: 0 };
  }
}

/** The last file of a device is closed. */
function leaveDevice(device: TunDevice): void {
  carrierOff(device);
  if ((device.tunFlags & tun.IFF_PERSIST) === 0 && device.registrationState === "registered")
    unregisterDevice(device);
}

function isTunDevice(dev: NetDevice): dev is TunDevice {
  return dev.linkOps?.kind === "tun";
}

function versionProtocol(first: number): number {
  if (first >> 4 === 4) return ETH_P_IP;
  return first >> 4 === 6 ? ETH_P_IPV6 : 0;
}
