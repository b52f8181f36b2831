/** `hashlimit`: a token bucket for each address and port. Source: `net/netfilter/xt_hashlimit.c`. */
import { EINVAL, ENAMETOOLONG, ERANGE } from "../../../errno.ts";
import type { Machine } from "../../core/machine.ts";
import type { Net } from "../../core/net.ts";
import { HZ } from "../conntrack/net-ct.ts";
import { NFPROTO_IPV4, NFPROTO_IPV6 } from "../hook-numbers.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { BY_BYTES, byteCredits, type HashLimitConfig, HashLimitTable, jiffies } from "./hashlimit-table.ts";
import { XT_HOTDROP, XT_NO, XT_YES, type XtCheck, type XtInfo, XtMatch, type XtType } from "./x-tables.ts";

const NAME_SIZE = 255;
const CFG = 256;
const DIP = 1;
const DPT = 2;
const SIP = 4;
const SPT = 8;
const INVERT = 16;
const KNOWN_MODES = DIP | DPT | SIP | SPT | INVERT | BY_BYTES;
/** `HASHLIMIT_MAX_SIZE` */
const MOST = 1_048_576;
/** Buckets of a table that says nothing, of a machine with some gigabytes. */
const USUAL_SIZE = 8192;
/** `HZ * CREDITS_PER_JIFFY`: what a second is worth. */
const CREDITS_PER_SECOND = BigInt(HZ) << 39n;
const SCALE = 1_000_000n;
const ADDRESS = 16;
/** Source address, destination address, source port, destination port. */
const KEY_SIZE = 2 * ADDRESS + 4;
/** Protocols whose header begins with the ports. */
const PORTS = [6, 17, 132, 33, 136];

const TABLES = new WeakMap<Net, HashLimitTable[]>();
const key = new Uint8Array(KEY_SIZE);

function takeMasked(bytes: Uint8Array, at: number, to: number, length: number, bits: number): void {
  for (let i = 0; i < length; i++) {
    const left = bits - 8 * i;
    key[to + i] = left >= 8 ? bytes[at + i] : left <= 0 ? 0 : bytes[at + i] & (0xff00 >> left);
  }
}

class HashLimit extends XtMatch {
  private readonly net: Net;
  private readonly table: HashLimitTable;
  private readonly mode: number;
  private readonly sourceMask: number;
  private readonly destinationMask: number;

  constructor({ info, net }: XtCheck, table: HashLimitTable) {
    super();
    this.net = net;
    this.table = table;
    this.mode = info.u32(CFG + 16);
    this.sourceMask = info.u8(CFG + 40);
    this.destinationMask = info.u8(CFG + 41);
  }

  override destroy(): void {
    if (--this.table.users > 0) return;
    const tables = TABLES.get(this.net);
    const at = tables?.indexOf(this.table) ?? -1;
    if (at >= 0) tables?.splice(at, 1);
  }

  match(pkt: NftPktinfo): number {
    const { table, mode } = this;
    const now = jiffies(pkt.net);
    if (!this.takeKey(pkt)) return XT_HOTDROP;
    table.sweep(now);
    let entry = table.find(key);
    if (entry === null) {
      entry = table.add(key, now);
      if (entry === null) return XT_HOTDROP;
    } else entry.refill(now, table.config.mode);
    entry.expires = now + table.config.expire;
    const cost = mode & BY_BYTES ? entry.byteCost(pkt.skb.tail - pkt.skb.networkHeader) : entry.cost;
    const below = entry.credit >= cost;
    if (below) entry.credit -= cost;
    return below !== ((mode & INVERT) !== 0) ? XT_YES : XT_NO;
  }

  /** `hashlimit_init_dst`. @returns whether the ports that are asked for are there */
  private takeKey({ skb, pf, tprot, thoff, hasL4, fragoff }: NftPktinfo): boolean {
    const { mode } = this;
    const { bytes } = skb;
    const at = skb.networkHeader;
    const v4 = pf === NFPROTO_IPV4;
    const length = v4 ? 4 : 16;
    key.fill(0);
    if (mode & SIP) takeMasked(bytes, at + (v4 ? 12 : 8), 0, length, this.sourceMask);
    if (mode & DIP) takeMasked(bytes, at + (v4 ? 16 : 24), ADDRESS, length, this.destinationMask);
    if ((mode & (SPT | DPT)) === 0 || !PORTS.includes(tprot)) return true;
    // pieces behind the first have no ports
    if (v4 && fragoff !== 0) return true;
    if (!hasL4 || thoff + 4 > skb.tail) return false;
    for (let i = 0; i < 2; i++) {
      if (mode & SPT) key[2 * ADDRESS + i] = bytes[thoff + i];
      if (mode & DPT) key[2 * ADDRESS + 2 + i] = bytes[thoff + 2 + i];
    }
    return true;
  }
}

/** `user2credits`, which wraps. */
function credits(user: bigint): bigint {
  return BigInt.asUintN(64, user * (CREDITS_PER_SECOND / SCALE));
}

function big(info: XtInfo, at: number): bigint {
  return BigInt(info.u32(at)) | (BigInt(info.u32(at + 4)) << 32n);
}

function nameOf(info: XtInfo): string | number {
  const name = info.text(0, NAME_SIZE);
  if (name === undefined) return -ENAMETOOLONG;
  return name === "" || name === "." || name === ".." || name.includes("/") ? -EINVAL : name;
}

/** Sizes are cut, and shown so. */
function clamp(info: XtInfo, at: number): void {
  if (info.u32(at) > MOST) new DataView(info.bytes.buffer, info.bytes.byteOffset).setUint32(at, MOST, true);
}

/** `hashlimit_mt_check_common` */
function check(par: XtCheck): XtMatch | number {
  const { info, family } = par;
  const name = nameOf(info);
  if (typeof name === "number") return name;
  clamp(info, CFG + 20);
  clamp(info, CFG + 24);
  const mode = info.u32(CFG + 16);
  if (info.u32(CFG + 28) === 0 || info.u32(CFG + 32) === 0) return -EINVAL;
  const bits = family === NFPROTO_IPV4 ? 32 : 128;
  if (info.u8(CFG + 40) > bits || info.u8(CFG + 41) > bits) return -EINVAL;
  if ((mode & ~KNOWN_MODES) !== 0) return -EINVAL;
  const average = big(info, CFG);
  const burst = big(info, CFG + 8);
  if (mode & BY_BYTES) {
    if (byteCredits(Number(average)) === 0) return -EINVAL;
  } else if (burst === 0n || credits(BigInt.asUintN(64, average * burst)) < credits(average)) return -ERANGE;
  return new HashLimit(par, tableOf(par, name));
}

function tableOf({ net, info, family }: XtCheck, name: string): HashLimitTable {
  let tables = TABLES.get(net);
  if (!tables) {
    tables = [];
    TABLES.set(net, tables);
    register(net.machine);
  }
  const known = tables.find((table) => table.name === name && table.family === family);
  if (known) {
    known.users++;
    return known;
  }
  const table = new HashLimitTable(name, family, configOf(info));
  tables.push(table);
  return table;
}

function configOf(info: XtInfo): HashLimitConfig {
  const size = info.u32(CFG + 20) || USUAL_SIZE;
  const max = info.u32(CFG + 24);
  const jiffiesOf = (ms: number): number => Math.ceil((ms * HZ) / 1000);
  return {
    average: Number(big(info, CFG)),
    burst: Number(big(info, CFG + 8)),
    mode: info.u32(CFG + 16),
    max: max === 0 ? Math.min(8 * size, MOST) : Math.max(max, size),
    gcInterval: jiffiesOf(info.u32(CFG + 28)),
    expire: jiffiesOf(info.u32(CFG + 32)),
    sourceMask: info.u8(CFG + 40),
    destinationMask: info.u8(CFG + 41),
  };
}

/** /proc/net/ipt_hashlimit, /proc/net/ip6t_hashlimit: names alone; what credit is left is not shown. */
function register(machine: Machine): void {
  for (const [path, family] of [
    ["ipt_hashlimit", NFPROTO_IPV4],
    ["ip6t_hashlimit", NFPROTO_IPV6],
  ] as const)
    machine.procNet.registerDirectory(path, {
      names: (net) =>
        (TABLES.get(net) ?? []).filter((table) => table.family === family).map(({ name }) => name),
      show: () => "",
    });
}

export const HASHLIMIT: readonly XtType<XtMatch>[] = [NFPROTO_IPV4, NFPROTO_IPV6].map((family) => ({
  name: "hashlimit",
  revision: 3,
  family,
  size: 312,
  userSize: 304,
  check,
}));
