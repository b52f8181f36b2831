/** Each key of `meta` and how it is read. Source: `net/netfilter/nft_meta.c` (`nft_meta_get_eval`). */
import * as meta from "../../../../netlink/nf-tables-expressions.ts";
import type { NetDevice } from "../../../core/dev/netdevice.ts";
import { PACKET_BROADCAST, PACKET_LOOPBACK, PACKET_MULTICAST } from "../../../core/skbuff.ts";
import { Rtable } from "../../../ipv4/route/rtable.ts";
import { NF_INET_FORWARD, NF_INET_LOCAL_IN, NFPROTO_IPV4, NFPROTO_IPV6 } from "../../hook-numbers.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";

/** One key, e.g. `NFT_META_IIFNAME`. */
export interface MetaKey {
  /** Bytes of the value. */
  readonly length: number;
  /** Only in tables of this family. */
  readonly family?: number;
  /** Bits of the hooks at which it is known, in tables of IP; elsewhere it never is. */
  readonly hooks?: number;
  /** Puts the value into a register. @returns false when there is none */
  get(regs: NftRegs, pkt: NftPktinfo, dreg: number): boolean;
}

const IFNAMSIZ = 16;
const NS_PER_S = 1e9;
const S_PER_DAY = 86_400;

function word(length: number, read: (pkt: NftPktinfo) => number): MetaKey {
  return {
    length,
    get: (regs, pkt, dreg) => {
      regs.words[dreg] = read(pkt);
      return true;
    },
  };
}

type WhichDevice = (pkt: NftPktinfo) => NetDevice | null;

const input: WhichDevice = (pkt) => pkt.in;
const output: WhichDevice = (pkt) => pkt.out;

/** A number of a device; a device that is missing breaks the rule. */
function ofDevice(which: WhichDevice, length: number, read: (dev: NetDevice) => number): MetaKey {
  return {
    length,
    get: (regs, pkt, dreg) => {
      const dev = which(pkt);
      if (dev === null) return false;
      regs.words[dreg] = read(dev);
      return true;
    },
  };
}

function storeText(regs: NftRegs, dreg: number, text: string): void {
  const at = dreg * 4;
  regs.bytes.fill(0, at, at + IFNAMSIZ);
  for (let i = 0; i < text.length && i < IFNAMSIZ; i++) regs.bytes[at + i] = text.charCodeAt(i);
}

/** A name, padded with NULs; empty when there is no device. */
function text(which: WhichDevice, read: (dev: NetDevice) => string): MetaKey {
  return {
    length: IFNAMSIZ,
    get: (regs, pkt, dreg) => {
      const dev = which(pkt);
      storeText(regs, dreg, dev === null ? "" : read(dev));
      return true;
    },
  };
}

/** A device that is missing counts as number 0 (`nft_meta_store_ifindex`). */
function index(which: WhichDevice): MetaKey {
  return word(4, (pkt) => which(pkt)?.ifindex ?? 0);
}

const swap16 = (value: number): number => ((value & 0xff) << 8) | ((value >>> 8) & 0xff);

/** What a packet that this host sends to itself would be called if others heard it (`nft_meta_get_eval_pkttype_lo`). */
function packetType(pkt: NftPktinfo): number {
  const { skb } = pkt;
  if (skb.packetType !== PACKET_LOOPBACK) return skb.packetType;
  const at = pkt.nhoff;
  if (pkt.pf === NFPROTO_IPV4) return skb.bytes[at + 16] >>> 4 === 14 ? PACKET_MULTICAST : PACKET_BROADCAST;
  if (pkt.pf === NFPROTO_IPV6) return skb.bytes[at + 24] === 0xff ? PACKET_MULTICAST : PACKET_BROADCAST;
  return skb.packetType;
}

/** `nft_meta_get_eval`: of a packet at a device or bridge, the EtherType says the family. */
function networkProtocol(pkt: NftPktinfo): number {
  return pkt.pf;
}

function wallClock(pkt: NftPktinfo): number {
  return Math.floor(pkt.net.machine.clock.realtime() / 1e6);
}

const time: MetaKey = {
  length: 8,
  get: (regs, pkt, dreg) => {
    const us = pkt.net.machine.clock.realtime();
    // Nanoseconds do not fit a double: seconds and the rest are put together in two halves.
    const seconds = BigInt(Math.floor(us / 1e6));
    const ns = seconds * BigInt(NS_PER_S) + BigInt(Math.floor(us % 1e6)) * 1000n;
    regs.words[dreg] = Number(ns & 0xffffffffn) | 0;
    regs.words[dreg + 1] = Number(ns >> 32n) | 0;
    return true;
  },
};

const noDevice: WhichDevice = () => null;
const SDIF_HOOKS = (1 << NF_INET_LOCAL_IN) | (1 << NF_INET_FORWARD);

const routeClass: MetaKey = {
  length: 4,
  get: (regs, { skb }, dreg) => {
    if (skb.dst === null) return false;
    regs.words[dreg] = skb.dst instanceof Rtable ? skb.dst.tclassid : 0;
    return true;
  },
};

/** Packets of a socket: its owner is root. */
const ofSocket: MetaKey = {
  length: 4,
  get: (regs, pkt, dreg) => {
    if (pkt.skb.sk === null) return false;
    regs.words[dreg] = 0;
    return true;
  },
};

export const META_KEYS: ReadonlyMap<number, MetaKey> = new Map<number, MetaKey>([
  [meta.NFT_META_LEN, word(4, (pkt) => pkt.skb.length)],
  [meta.NFT_META_PROTOCOL, word(2, (pkt) => swap16(pkt.skb.protocol))],
  [meta.NFT_META_NFPROTO, word(1, networkProtocol)],
  [
    meta.NFT_META_L4PROTO,
    {
      length: 1,
      get: (regs, pkt, dreg) => {
        if (!pkt.hasL4) return false;
        regs.words[dreg] = pkt.tprot;
        return true;
      },
    },
  ],
  [meta.NFT_META_PRIORITY, word(4, (pkt) => pkt.skb.priority)],
  [meta.NFT_META_MARK, word(4, (pkt) => pkt.skb.mark)],
  [meta.NFT_META_IIF, index(input)],
  [meta.NFT_META_OIF, index(output)],
  [meta.NFT_META_IIFNAME, text(input, (dev) => dev.name)],
  [meta.NFT_META_OIFNAME, text(output, (dev) => dev.name)],
  [meta.NFT_META_IFTYPE, ofDevice(input, 2, (dev) => dev.type)],
  [meta.NFT_META_OIFTYPE, ofDevice(output, 2, (dev) => dev.type)],
  [meta.NFT_META_IIFGROUP, ofDevice(input, 4, (dev) => dev.group)],
  [meta.NFT_META_OIFGROUP, ofDevice(output, 4, (dev) => dev.group)],
  [meta.NFT_META_IIFKIND, text(input, (dev) => dev.linkOps?.kind ?? "")],
  [meta.NFT_META_OIFKIND, text(output, (dev) => dev.linkOps?.kind ?? "")],
  [meta.NFT_META_SKUID, ofSocket],
  [meta.NFT_META_SKGID, ofSocket],
  // no process is in a group of net_cls
  [meta.NFT_META_CGROUP, ofSocket],
  [meta.NFT_META_RTCLASSID, routeClass],
  // only devices below a vrf have another device that they stand for
  [meta.NFT_META_SDIF, { ...word(4, () => 0), hooks: SDIF_HOOKS }],
  [meta.NFT_META_SDIFNAME, { ...text(noDevice, () => ""), hooks: SDIF_HOOKS }],
  [meta.NFT_META_PKTTYPE, word(1, packetType)],
  [meta.NFT_META_CPU, word(4, () => 0)],
  [meta.NFT_META_PRANDOM, word(4, (pkt) => pkt.net.machine.random())],
  // no security module marks packets
  [meta.NFT_META_SECMARK, word(4, () => 0)],
  [meta.NFT_META_SECPATH, word(1, () => 0)],
  [meta.NFT_META_TIME_NS, time],
  [meta.NFT_META_TIME_DAY, word(1, (pkt) => (Math.floor(wallClock(pkt) / S_PER_DAY) + 4) % 7)],
  [meta.NFT_META_TIME_HOUR, word(4, (pkt) => wallClock(pkt) % S_PER_DAY)],
]);
