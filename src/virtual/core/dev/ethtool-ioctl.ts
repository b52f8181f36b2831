/**
 * SIOCETHTOOL: what `ethtool` asks of a device.
 *
 * Source: `net/ethtool/ioctl.c`, `include/uapi/linux/ethtool.h`.
 */
import { EFAULT, EOPNOTSUPP } from "../../../errno.ts";
import { readU32 } from "../../../netlink/attribute.ts";
import { changeFeatures, FEATURE_NAMES, type Features } from "./ethtool-features.ts";
import type { NetDevice } from "./netdevice.ts";

const ETH_SS_STATS = 1;
const ETH_SS_FEATURES = 4;
const STRING_LENGTH = 32;
/** `ETHTOOL_LINK_MODE_MASK_NBITS` in words, which ETHTOOL_GLINKSETTINGS answers to a caller that asks for another number. */
const LINK_MODE_WORDS = 4;
/** `ETHTOOL_F_WISH`: a feature could not be set as wanted. */
const ETHTOOL_F_UNSUPPORTED = 1;
const ETHTOOL_F_WISH = 2;

/** The command's structure: bytes of the caller from `start` on. */
interface Command {
  readonly dev: NetDevice;
  readonly bytes: Uint8Array;
  readonly start: number;
}

type Handler = (command: Command) => number;

function put32(command: Command, offset: number, value: number): void {
  const at = command.start + offset;
  for (let i = 0; i < 4; i++) if (at + i < command.bytes.length) command.bytes[at + i] = value >>> (8 * i);
}

function put64(command: Command, offset: number, value: number): void {
  put32(command, offset, value % 4294967296);
  put32(command, offset + 4, Math.floor(value / 4294967296));
}

function putText(command: Command, offset: number, text: string, room: number): void {
  for (let i = 0; i < Math.min(text.length, room - 1); i++)
    command.bytes[command.start + offset + i] = text.charCodeAt(i);
}

function get32(command: Command, offset: number): number {
  return readU32(command.bytes, command.start + offset);
}

function hasRoom(command: Command, length: number): boolean {
  return command.start + length <= command.bytes.length;
}

const DRVINFO_LENGTH = 196;
/** `utsname()->release`, the version of drivers that have none of their own. */
export const KERNEL_RELEASE = "6.18.0";

function getDriverInfo(command: Command): number {
  const ops = command.dev.ops.ethtool;
  if (ops === undefined || ops.driver === "") return -EOPNOTSUPP;
  if (!hasRoom(command, DRVINFO_LENGTH)) return -EFAULT;
  command.bytes.fill(0, command.start + 4, command.start + DRVINFO_LENGTH);
  putText(command, 4, ops.driver, 32);
  putText(command, 36, ops.version === "" ? KERNEL_RELEASE : ops.version, 32);
  putText(command, 68, ops.firmware ?? "", 32);
  putText(command, 100, ops.busInfo?.(command.dev) ?? "", 32);
  put32(command, 180, ops.statistics?.(command.dev).names.length ?? 0);
  return 0;
}

function getLink(command: Command): number {
  const { dev } = command;
  if (dev.ops.ethtool?.link !== true) return -EOPNOTSUPP;
  dev.net.machine.linkWatch.sync(dev);
  put32(command, 4, Number(dev.running && dev.carrier));
  return 0;
}

function getMessageLevel(command: Command): number {
  if (command.dev.ops.ethtool?.messageLevel !== true) return -EOPNOTSUPP;
  put32(command, 4, 0);
  return 0;
}

function getSettings(command: Command): number {
  const settings = command.dev.ops.ethtool?.linkSettings?.(command.dev);
  if (settings === undefined) return -EOPNOTSUPP;
  if (!hasRoom(command, 44)) return -EFAULT;
  command.bytes.fill(0, command.start + 4, command.start + 44);
  const at = command.start;
  command.bytes[at + 12] = settings.speed;
  command.bytes[at + 13] = settings.speed >>> 8;
  command.bytes[at + 14] = settings.duplex;
  command.bytes[at + 15] = settings.port;
  command.bytes[at + 18] = settings.autoneg;
  command.bytes[at + 28] = settings.speed >>> 16;
  command.bytes[at + 29] = settings.speed >>> 24;
  return 0;
}

/** The first call asks how many words the kernel's bitmaps have, the second gets them. */
function getLinkSettings(command: Command): number {
  const settings = command.dev.ops.ethtool?.linkSettings?.(command.dev);
  if (settings === undefined) return -EOPNOTSUPP;
  if (!hasRoom(command, 48)) return -EFAULT;
  const at = command.start;
  const words = (command.bytes[at + 15] << 24) >> 24;
  command.bytes.fill(0, at + 4, at + 48);
  if (words !== LINK_MODE_WORDS) {
    command.bytes[at + 15] = -LINK_MODE_WORDS & 0xff;
    return 0;
  }
  put32(command, 4, settings.speed);
  command.bytes[at + 8] = settings.duplex;
  command.bytes[at + 9] = settings.port;
  command.bytes[at + 11] = settings.autoneg;
  command.bytes[at + 15] = LINK_MODE_WORDS;
  command.bytes.fill(0, at + 48, Math.min(command.bytes.length, at + 48 + 3 * 4 * LINK_MODE_WORDS));
  return 0;
}

function stringsOf(dev: NetDevice, set: number): readonly string[] | undefined {
  if (set === ETH_SS_FEATURES) return FEATURE_NAMES;
  return set === ETH_SS_STATS ? dev.ops.ethtool?.statistics?.(dev).names : undefined;
}

function getStringSetInfo(command: Command): number {
  if (!hasRoom(command, 16)) return -EFAULT;
  const wanted = get32(command, 8);
  let found = 0;
  let count = 0;
  for (let set = 0; set < 32; set++) {
    if ((wanted & (1 << set)) === 0) continue;
    const strings = stringsOf(command.dev, set);
    if (strings === undefined) continue;
    found |= 1 << set;
    put32(command, 16 + 4 * count++, strings.length);
  }
  put32(command, 8, found);
  put32(command, 12, 0);
  return 0;
}

function getStrings(command: Command): number {
  const strings = stringsOf(command.dev, get32(command, 4));
  if (strings === undefined) return -EOPNOTSUPP;
  put32(command, 8, strings.length);
  if (!hasRoom(command, 12 + strings.length * STRING_LENGTH)) return -EFAULT;
  const at = command.start + 12;
  command.bytes.fill(0, at, at + strings.length * STRING_LENGTH);
  strings.forEach((text, i) => {
    putText(command, 12 + i * STRING_LENGTH, text, STRING_LENGTH);
  });
  return 0;
}

function getStatistics(command: Command): number {
  const statistics = command.dev.ops.ethtool?.statistics?.(command.dev);
  if (statistics === undefined) return -EOPNOTSUPP;
  put32(command, 4, statistics.values.length);
  if (!hasRoom(command, 8 + statistics.values.length * 8)) return -EFAULT;
  statistics.values.forEach((value, i) => {
    put64(command, 8 + i * 8, value);
  });
  return 0;
}

const FEATURE_WORDS = 2;

function getFeatures(command: Command): number {
  const { features } = command.dev;
  const room = get32(command, 4);
  put32(command, 4, FEATURE_WORDS);
  for (let word = 0; word < Math.min(room, FEATURE_WORDS); word++) {
    const at = 8 + word * 16;
    if (!hasRoom(command, at + 16)) return -EFAULT;
    put32(command, at, features.available[word]);
    put32(command, at + 4, features.wanted[word]);
    put32(command, at + 8, features.active[word]);
    put32(command, at + 12, features.neverChanged[word]);
  }
  return 0;
}

function setFeatures(command: Command): number {
  const { dev } = command;
  if (!hasRoom(command, 8 + FEATURE_WORDS * 8)) return -EFAULT;
  const valid = [get32(command, 8), get32(command, 16)] as const;
  const requested = [get32(command, 12), get32(command, 20)] as const;
  const before = dev.features;
  const unsupported = valid.some((word, i) => (word & ~(before.available[i] ?? 0)) !== 0);
  const changed = changeFeatures(before, valid, requested);
  if (dev.ops.fixFeatures !== undefined) {
    // what is on depends on more than the user's wish
    dev.features = { ...changed, active: before.active };
    dev.ops.fixFeatures(dev);
  } else dev.features = changed;
  if (dev.ops.fixFeatures === undefined && dev.features.active.some((word, i) => word !== before.active[i]))
    dev.net.machine.notifiers.call("NETDEV_FEAT_CHANGE", dev);
  const wish = dev.features.active.some((word, i) => ((word ^ (requested[i] ?? 0)) & (valid[i] ?? 0)) !== 0);
  return (unsupported ? ETHTOOL_F_UNSUPPORTED : 0) | (wish ? ETHTOOL_F_WISH : 0);
}

function feature(bit: number): (features: Features) => boolean {
  return ({ active }) => ((active[bit >> 5] ?? 0) & (1 << (bit & 31))) !== 0;
}

function anyFeature(...bits: readonly number[]): (features: Features) => boolean {
  return (features) => bits.some((bit) => feature(bit)(features));
}

function legacyGet(test: (features: Features) => boolean): Handler {
  return (command) => {
    put32(command, 4, Number(test(command.dev.features)));
    return 0;
  };
}

/** `ETH_FLAG_*` and the features that they stand for. */
const LEGACY_FLAGS: readonly (readonly [number, number])[] = [
  [1 << 7, 7],
  [1 << 8, 8],
  [1 << 15, 15],
  [1 << 27, 38],
  [1 << 28, 39],
];

function getFlags(command: Command): number {
  let flags = 0;
  for (const [flag, bit] of LEGACY_FLAGS) if (feature(bit)(command.dev.features)) flags |= flag;
  put32(command, 4, flags);
  return 0;
}

function getPermanentAddress(command: Command): number {
  const { dev } = command;
  const room = get32(command, 4);
  if (room < dev.addressLength || !hasRoom(command, 8 + dev.addressLength)) return -EFAULT;
  put32(command, 4, dev.addressLength);
  for (let i = 0; i < dev.addressLength; i++)
    command.bytes[command.start + 8 + i] = dev.permanentAddress?.[i] ?? 0;
  return 0;
}

const COMMANDS: ReadonlyMap<number, Handler> = new Map<number, Handler>([
  [0x01, getSettings],
  [0x03, getDriverInfo],
  [0x07, getMessageLevel],
  [0x0a, getLink],
  [0x14, legacyGet(feature(40))],
  [0x16, legacyGet(anyFeature(1, 3, 4, 36, 37))],
  [0x18, legacyGet(feature(0))],
  [0x1b, getStrings],
  [0x1d, getStatistics],
  [0x1e, legacyGet(anyFeature(16, 18, 19, 20, 35))],
  [0x20, getPermanentAddress],
  [0x23, legacyGet(feature(11))],
  [0x25, getFlags],
  [0x2b, legacyGet(feature(14))],
  [0x37, getStringSetInfo],
  [0x3a, getFeatures],
  [0x3b, setFeatures],
  [0x4c, getLinkSettings],
]);

/** Runs the command whose structure begins at `start` of `bytes`. @returns 0, a positive result, or a negative error */
export function ethtoolIoctl(dev: NetDevice, bytes: Uint8Array, start: number): number {
  if (bytes.length < start + 8) return -EFAULT;
  const handler = COMMANDS.get(readU32(bytes, start));
  return handler === undefined ? -EOPNOTSUPP : handler({ dev, bytes, start });
}
