/** The ioctl of ethtool and its structures (`include/uapi/linux/ethtool.h`); numbers are little-endian. */
import { EINVAL } from "../../errno.ts";
import type { SystemCalls } from "../../kernel.ts";
import { IFREQ_SIZE, interfaceIoctl, makeIfreq } from "../lib/interfaces.ts";

const SIOCETHTOOL = 0x8946;
const ETHTOOL_GDRVINFO = 0x3;
const ETHTOOL_GMSGLVL = 0x7;
const ETHTOOL_GLINK = 0xa;
const ETHTOOL_GSTRINGS = 0x1b;
const ETHTOOL_GSTATS = 0x1d;
const ETHTOOL_GSSET_INFO = 0x37;
const ETHTOOL_GFEATURES = 0x3a;
const ETHTOOL_SFEATURES = 0x3b;
const ETHTOOL_GLINKSETTINGS = 0x4c;
export const ETH_SS_STATS = 1;
export const ETH_SS_FEATURES = 4;
const STRING_LENGTH = 32;
/** More strings or words than any driver has: what a kernel says is not believed blindly. */
const LIMIT = 65_536;

/** One ethtool command on a device. @returns the structure as the kernel left it, or a negative error number */
function call(
  sys: SystemCalls,
  device: string,
  size: number,
  fill: (view: DataView) => void,
): DataView | number {
  const request = makeIfreq(device, size);
  const view = new DataView(request.buffer, IFREQ_SIZE);
  fill(view);
  const result = interfaceIoctl(sys, SIOCETHTOOL, request);
  return result < 0 ? result : view;
}

/** A command of which the answer is one word. */
function word(sys: SystemCalls, device: string, command: number): number {
  const view = call(sys, device, 8, (v) => v.setUint32(0, command, true));
  return typeof view === "number" ? view : view.getUint32(4, true);
}

/** 1 or 0, or a negative error number. */
export function linkDetected(sys: SystemCalls, device: string): number {
  return word(sys, device, ETHTOOL_GLINK);
}

/** Bits of `NETIF_MSG_*`, or a negative error number. */
export function messageLevel(sys: SystemCalls, device: string): number {
  return word(sys, device, ETHTOOL_GMSGLVL);
}

function text(view: DataView, offset: number): string {
  const bytes = new Uint8Array(view.buffer, view.byteOffset + offset, STRING_LENGTH);
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}

/** `struct ethtool_drvinfo` */
export interface DriverInfo {
  readonly driver: string;
  readonly version: string;
  readonly firmware: string;
  readonly bus: string;
  readonly expansionRom: string;
  readonly privateFlags: number;
  readonly statistics: number;
  readonly tests: number;
  readonly eeprom: number;
  readonly registers: number;
}

/** Asks for it (`ETHTOOL_GDRVINFO`). @returns a negative error when there is none */
export function driverInfo(sys: SystemCalls, device: string): DriverInfo | number {
  const view = call(sys, device, 196, (v) => v.setUint32(0, ETHTOOL_GDRVINFO, true));
  if (typeof view === "number") return view;
  return {
    driver: text(view, 4),
    version: text(view, 36),
    firmware: text(view, 68),
    bus: text(view, 100),
    expansionRom: text(view, 132),
    privateFlags: view.getUint32(176, true),
    statistics: view.getUint32(180, true),
    tests: view.getUint32(184, true),
    eeprom: view.getUint32(188, true),
    registers: view.getUint32(192, true),
  };
}

/** The names in a string set, or a negative error number. */
export function stringSet(sys: SystemCalls, device: string, set: number): string[] | number {
  const info = call(sys, device, 20, (v) => {
    v.setUint32(0, ETHTOOL_GSSET_INFO, true);
    v.setBigUint64(8, 1n << BigInt(set), true);
  });
  if (typeof info === "number") return info;
  const count = info.getBigUint64(8, true) === 0n ? 0 : info.getUint32(16, true);
  if (count === 0) return [];
  if (count > LIMIT) return -EINVAL;
  const view = call(sys, device, 12 + count * STRING_LENGTH, (v) => {
    v.setUint32(0, ETHTOOL_GSTRINGS, true);
    v.setUint32(4, set, true);
    v.setUint32(8, count, true);
  });
  if (typeof view === "number") return view;
  return Array.from({ length: count }, (_, index) => text(view, 12 + index * STRING_LENGTH));
}

/** The values of the statistics, or a negative error number. */
export function statistics(sys: SystemCalls, device: string, count: number): bigint[] | number {
  const view = call(sys, device, 8 + count * 8, (v) => {
    v.setUint32(0, ETHTOOL_GSTATS, true);
    v.setUint32(4, count, true);
  });
  if (typeof view === "number") return view;
  return Array.from({ length: count }, (_, index) => view.getBigUint64(8 + index * 8, true));
}

/** A bit of the four words of `struct ethtool_get_features_block`. */
export interface Feature {
  readonly available: boolean;
  readonly requested: boolean;
  readonly active: boolean;
  readonly neverChanged: boolean;
}

/** The state of each feature, or a negative error number. */
export function features(sys: SystemCalls, device: string, count: number): Feature[] | number {
  const blocks = Math.ceil(count / 32);
  const view = call(sys, device, 8 + blocks * 16, (v) => {
    v.setUint32(0, ETHTOOL_GFEATURES, true);
    v.setUint32(4, blocks, true);
  });
  if (typeof view === "number") return view;
  return Array.from({ length: count }, (_, index) => {
    const block = 8 + (index >> 5) * 16;
    const bit = (at: number): boolean => ((view.getUint32(block + at, true) >>> (index & 31)) & 1) === 1;
    return { available: bit(0), requested: bit(4), active: bit(8), neverChanged: bit(12) };
  });
}

/** Turns features (by number) on and off as far as the device can. @returns a negative error number when it was refused */
export function changeFeatures(
  sys: SystemCalls,
  device: string,
  count: number,
  wanted: ReadonlyMap<number, boolean>,
): number {
  const blocks = Math.ceil(count / 32);
  const view = call(sys, device, 8 + blocks * 8, (v) => {
    v.setUint32(0, ETHTOOL_SFEATURES, true);
    v.setUint32(4, blocks, true);
    for (const [index, on] of wanted) {
      const at = 8 + (index >> 5) * 8;
      const bit = 1 << (index & 31);
      v.setUint32(at, v.getUint32(at, true) | bit, true);
      if (on) v.setUint32(at + 4, v.getUint32(at + 4, true) | bit, true);
    }
  });
  return typeof view === "number" ? view : 0;
}

/** `struct ethtool_link_settings` */
export interface LinkSettings {
  readonly speed: number;
  readonly duplex: number;
  readonly port: number;
  readonly phyAddress: number;
  readonly autonegotiation: number;
  readonly mdix: number;
  readonly transceiver: number;
  /** Whether the driver reports any link modes. */
  readonly hasModes: boolean;
}

/** Speed, duplex and so on, or a negative error number. The kernel first tells how long its bit maps are. */
export function linkSettings(sys: SystemCalls, device: string): LinkSettings | number {
  const ask = (words: number): DataView | number =>
    call(sys, device, 48 + Math.max(0, words) * 12, (v) => {
      v.setUint32(0, ETHTOOL_GLINKSETTINGS, true);
      v.setInt8(15, words);
    });
  const first = ask(0);
  if (typeof first === "number") return first;
  const words = -first.getInt8(15);
  if (words <= 0) return -EINVAL;
  const view = ask(words);
  if (typeof view === "number") return view;
  let modes = 0;
  for (let i = 0; i < words * 3; i++) modes |= view.getUint32(48 + i * 4, true);
  return {
    speed: view.getUint32(4, true),
    duplex: view.getUint8(8),
    port: view.getUint8(9),
    phyAddress: view.getUint8(10),
    autonegotiation: view.getUint8(11),
    mdix: view.getUint8(13),
    transceiver: view.getUint8(16),
    hasModes: modes !== 0,
  };
}
