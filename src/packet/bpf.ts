/**
 * The classic BPF machine: runs programs on packets, for the kernel's socket filters and for capture files alike.
 *
 * Source: `Documentation/networking/filter.rst`, `include/uapi/linux/filter.h`, behaviour of `net/core/filter.c`. A load beyond the
 * packet ends the program with 0; so does a division by zero. Ancillary loads (`SKF_AD_*`) read from {@link FilterAncillary}.
 *
 * A program must have been checked before it runs: see `checkFilter` in `src/virtual/core/sock/filter.ts`.
 */

/** Most instructions of a program. */
export const BPF_MAXINSNS = 4096;
/** Words of scratch memory. */
export const BPF_MEMWORDS = 16;
/** Bytes of `struct sock_filter`: u16 code, u8 jt, u8 jf, u32 k, little-endian. */
export const SOCK_FILTER_LENGTH = 8;

export const BPF_LD = 0x00;
export const BPF_LDX = 0x01;
export const BPF_ST = 0x02;
export const BPF_STX = 0x03;
export const BPF_ALU = 0x04;
export const BPF_JMP = 0x05;
export const BPF_RET = 0x06;
export const BPF_MISC = 0x07;

/** Loads at or above these offsets read ancillary data, the network header or the link-layer header. */
export const SKF_AD_OFF = 0xfffff000;
export const SKF_NET_OFF = 0xfff00000;
export const SKF_LL_OFF = 0xffe00000;

export const SKF_AD_PROTOCOL = 0;
export const SKF_AD_PKTTYPE = 4;
export const SKF_AD_IFINDEX = 8;
export const SKF_AD_NLATTR = 12;
export const SKF_AD_NLATTR_NEST = 16;
export const SKF_AD_MARK = 20;
export const SKF_AD_QUEUE = 24;
export const SKF_AD_HATYPE = 28;
export const SKF_AD_RXHASH = 32;
export const SKF_AD_CPU = 36;
export const SKF_AD_ALU_XOR_X = 40;
export const SKF_AD_VLAN_TAG = 44;
export const SKF_AD_VLAN_TAG_PRESENT = 48;
export const SKF_AD_PAY_OFFSET = 52;
export const SKF_AD_RANDOM = 56;
export const SKF_AD_VLAN_TPID = 60;

/** What a packet carries beside its bytes; one object is filled again for every packet. */
export class FilterAncillary {
  /** Protocol in host order, e.g. 0x0800. */
  protocol = 0;
  /** `PACKET_HOST` 0, `BROADCAST` 1, `MULTICAST` 2, `OTHERHOST` 3, `OUTGOING` 4. */
  packetType = 0;
  ifindex = 0;
  mark = 0;
  queue = 0;
  /** `ARPHRD_*` of the device. */
  hardwareType = 0;
  rxhash = 0;
  cpu = 0;
  /** Tag control information taken out of the frame. */
  vlanTag = 0;
  vlanPresent = false;
  vlanProtocol = 0;
  /** Offset of the transport payload from the packet's start. */
  payloadOffset = 0;
  random = 0;
  /** Where the link-layer and the network header begin, in the same array as the packet; -1 when there is none. */
  macHeader = -1;
  networkHeader = -1;
}

/** A checked program, decoded into typed arrays. */
export class FilterProgram {
  readonly length: number;
  readonly codes: Uint16Array;
  readonly jumpTrue: Uint8Array;
  readonly jumpFalse: Uint8Array;
  readonly operands: Uint32Array;
  private readonly memory = new Uint32Array(BPF_MEMWORDS);

  constructor(length: number) {
    this.length = length;
    this.codes = new Uint16Array(length);
    this.jumpTrue = new Uint8Array(length);
    this.jumpFalse = new Uint8Array(length);
    this.operands = new Uint32Array(length);
  }

  /**
   * Runs the program on the packet of `length` bytes at `start`.
   * @param wireLength what `ld len` gives: the packet's whole length
   * @returns the number of bytes to keep; 0 to drop
   */
  run(
    bytes: Uint8Array,
    start: number,
    length: number,
    wireLength: number,
    ancillary: FilterAncillary,
  ): number {
    const { codes, operands, jumpTrue, jumpFalse, memory } = this;
    const count = this.length;
    let a = 0;
    let x = 0;
    for (let pc = 0; pc < count; pc++) {
      const k = operands[pc];
      const code = codes[pc];
      switch (code) {
        case 0x06: // ret k
          return k;
        case 0x16: // ret a
          return a >>> 0;
        case 0x20: // ld [k]
        case 0x28: // ldh [k]
        case 0x30: {
          // ldb [k]
          if (k >= SKF_AD_OFF) {
            a = loadAncillary(k - SKF_AD_OFF, a, x, ancillary);
            break;
          }
          const size = code === 0x20 ? 4 : code === 0x28 ? 2 : 1;
          const at = locate(k, start, length, size, ancillary);
          if (at < 0) return 0;
          a = load(bytes, at, size);
          break;
        }
        case 0x40: // ld [x+k]
        case 0x48: // ldh [x+k]
        case 0x50: {
          // ldb [x+k]
          const size = code === 0x40 ? 4 : code === 0x48 ? 2 : 1;
          const at = locate((x + k) >>> 0, start, length, size, ancillary);
          if (at < 0) return 0;
          a = load(bytes, at, size);
          break;
        }
        case 0x80: // ld len
          a = wireLength;
          break;
        case 0x81: // ldx len
          x = wireLength;
          break;
        case 0x00:
          a = k;
          break;
        case 0x01:
          x = k;
          break;
        case 0x60:
          a = memory[k];
          break;
        case 0x61:
          x = memory[k];
          break;
        case 0xb1: {
          // ldx 4*([k]&0xf)
          const at = locate(k, start, length, 1, ancillary);
          if (at < 0) return 0;
          x = (bytes[at] & 0x0f) << 2;
          break;
        }
        case 0x02:
          memory[k] = a;
          break;
        case 0x03:
          memory[k] = x;
          break;
        case 0x05: // ja
          pc += k;
          break;
        case 0x15:
          pc += a === k ? jumpTrue[pc] : jumpFalse[pc];
          break;
        case 0x25:
          pc += a > k ? jumpTrue[pc] : jumpFalse[pc];
          break;
        case 0x35:
          pc += a >= k ? jumpTrue[pc] : jumpFalse[pc];
          break;
        case 0x45:
          pc += (a & k) !== 0 ? jumpTrue[pc] : jumpFalse[pc];
          break;
        case 0x1d:
          pc += a === x ? jumpTrue[pc] : jumpFalse[pc];
          break;
        case 0x2d:
          pc += a > x ? jumpTrue[pc] : jumpFalse[pc];
          break;
        case 0x3d:
          pc += a >= x ? jumpTrue[pc] : jumpFalse[pc];
          break;
        case 0x4d:
          pc += (a & x) !== 0 ? jumpTrue[pc] : jumpFalse[pc];
          break;
        case 0x07: // tax
          x = a;
          break;
        case 0x87: // txa
          a = x;
          break;
        default: {
          const operand = (code & 0x08) !== 0 ? x : k;
          const operation = code & 0xf0;
          if ((operation === 0x30 || operation === 0x90) && operand === 0) return 0;
          a = arithmetic(operation, a, operand);
        }
      }
    }
    return 0;
  }
}

/** The array index of a load of `size` bytes, or -1 when it is out of the packet. */
function locate(
  offset: number,
  start: number,
  length: number,
  size: number,
  ancillary: FilterAncillary,
): number {
  if (offset < 0x80000000) return offset + size <= length ? start + offset : -1;
  let base = -1;
  let relative = 0;
  if (offset >= SKF_NET_OFF) {
    base = ancillary.networkHeader;
    relative = offset - SKF_NET_OFF;
  } else if (offset >= SKF_LL_OFF) {
    base = ancillary.macHeader;
    relative = offset - SKF_LL_OFF;
  }
  if (base < 0) return -1;
  const at = base + relative;
  return at + size <= start + length ? at : -1;
}

function load(bytes: Uint8Array, at: number, size: number): number {
  if (size === 1) return bytes[at];
  if (size === 2) return (bytes[at] << 8) | bytes[at + 1];
  return ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0;
}

function arithmetic(operation: number, a: number, operand: number): number {
  switch (operation) {
    case 0x00:
      return (a + operand) >>> 0;
    case 0x10:
      return (a - operand) >>> 0;
    case 0x20:
      return Math.imul(a, operand) >>> 0;
    case 0x30:
      return Math.floor(a / operand);
    case 0x40:
      return (a | operand) >>> 0;
    case 0x50:
      return (a & operand) >>> 0;
    case 0x60:
      return (a << (operand & 31)) >>> 0;
    case 0x70:
      return a >>> (operand & 31);
    case 0x80:
      return -a >>> 0;
    case 0x90:
      return a % operand;
    default:
      return (a ^ operand) >>> 0;
  }
}

function loadAncillary(which: number, a: number, x: number, ancillary: FilterAncillary): number {
  switch (which) {
    case SKF_AD_PROTOCOL:
      return ancillary.protocol;
    case SKF_AD_PKTTYPE:
      return ancillary.packetType;
    case SKF_AD_IFINDEX:
      return ancillary.ifindex;
    case SKF_AD_MARK:
      return ancillary.mark;
    case SKF_AD_QUEUE:
      return ancillary.queue;
    case SKF_AD_HATYPE:
      return ancillary.hardwareType;
    case SKF_AD_RXHASH:
      return ancillary.rxhash;
    case SKF_AD_CPU:
      return ancillary.cpu;
    case SKF_AD_ALU_XOR_X:
      return (a ^ x) >>> 0;
    case SKF_AD_VLAN_TAG:
      return ancillary.vlanTag;
    case SKF_AD_VLAN_TAG_PRESENT:
      return ancillary.vlanPresent ? 1 : 0;
    case SKF_AD_PAY_OFFSET:
      return ancillary.payloadOffset;
    case SKF_AD_RANDOM:
      return ancillary.random;
    case SKF_AD_VLAN_TPID:
      return ancillary.vlanProtocol;
    default:
      return 0;
  }
}

/** Decodes `count` instructions of {@link SOCK_FILTER_LENGTH} bytes at `offset`, without any check. */
export function decodeProgram(bytes: Uint8Array, offset: number, count: number): FilterProgram {
  const program = new FilterProgram(count);
  for (let pc = 0; pc < count; pc++) {
    const at = offset + pc * SOCK_FILTER_LENGTH;
    program.codes[pc] = bytes[at] | (bytes[at + 1] << 8);
    program.jumpTrue[pc] = bytes[at + 2];
    program.jumpFalse[pc] = bytes[at + 3];
    program.operands[pc] =
      bytes[at + 4] | (bytes[at + 5] << 8) | (bytes[at + 6] << 16) | (bytes[at + 7] << 24);
  }
  return program;
}
