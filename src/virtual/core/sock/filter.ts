/**
 * Socket filters: which classic BPF programs the kernel accepts. The machine itself is `src/packet/bpf.ts`.
 *
 * Source: behaviour of `bpf_check_classic` and `check_load_and_stores` in `net/core/filter.c`.
 */
import { EINVAL } from "../../../errno.ts";
import {
  BPF_JMP,
  BPF_MAXINSNS,
  BPF_MEMWORDS,
  BPF_RET,
  decodeProgram,
  type FilterProgram,
  SKF_AD_NLATTR,
  SKF_AD_NLATTR_NEST,
  SKF_AD_OFF,
  SKF_AD_VLAN_TPID,
  SOCK_FILTER_LENGTH,
} from "../../../packet/bpf.ts";

export { FilterAncillary, FilterProgram } from "../../../packet/bpf.ts";

/** Opcodes that a program may hold (`chk_code_allowed`). */
const ALLOWED = new Set([
  0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x0c, 0x14, 0x15, 0x16, 0x1c, 0x1d, 0x20, 0x24, 0x25, 0x28,
  0x2c, 0x2d, 0x30, 0x34, 0x35, 0x3c, 0x3d, 0x40, 0x44, 0x45, 0x48, 0x4c, 0x4d, 0x50, 0x54, 0x5c, 0x60, 0x61,
  0x64, 0x6c, 0x74, 0x7c, 0x80, 0x81, 0x84, 0x87, 0x94, 0x9c, 0xa4, 0xac, 0xb1,
]);

/** Ancillary loads that exist; other offsets from {@link SKF_AD_OFF} are refused. Netlink attributes are not supported. */
const MAX_ANCILLARY = SKF_AD_VLAN_TPID;

/**
 * Decodes and checks a program of `count` instructions of {@link SOCK_FILTER_LENGTH} bytes at `offset` (`bpf_check_classic`).
 * @returns the program, or `-EINVAL`
 */
export function checkFilter(bytes: Uint8Array, offset: number, count: number): FilterProgram | number {
  if (count < 1 || count > BPF_MAXINSNS || offset + count * SOCK_FILTER_LENGTH > bytes.length) return -EINVAL;
  const program = decodeProgram(bytes, offset, count);
  for (let pc = 0; pc < count; pc++) {
    if (!instructionAllowed(program, pc)) return -EINVAL;
  }
  if ((program.codes[count - 1] & 0x07) !== BPF_RET) return -EINVAL;
  return scratchInitialized(program) ? program : -EINVAL;
}

function instructionAllowed(program: FilterProgram, pc: number): boolean {
  const code = program.codes[pc];
  const k = program.operands[pc];
  if (!ALLOWED.has(code)) return false;
  switch (code) {
    case 0x34: // div k
    case 0x94: // mod k
      return k !== 0;
    case 0x64: // shifts by k
    case 0x74:
      return k < 32;
    case 0x60: // scratch memory
    case 0x61:
    case 0x02:
    case 0x03:
      return k < BPF_MEMWORDS;
    case 0x05: // ja
      return k < program.length - pc - 1;
    case 0x20:
    case 0x28:
    case 0x30:
      return k < SKF_AD_OFF || ancillaryAllowed(k - SKF_AD_OFF);
  }
  if ((code & 0x07) !== BPF_JMP) return true;
  return pc + program.jumpTrue[pc] + 1 < program.length && pc + program.jumpFalse[pc] + 1 < program.length;
}

function ancillaryAllowed(which: number): boolean {
  return (
    which <= MAX_ANCILLARY && (which & 3) === 0 && which !== SKF_AD_NLATTR && which !== SKF_AD_NLATTR_NEST
  );
}

/** Refuses programs that could read a scratch word before it was written (`check_load_and_stores`). */
function scratchInitialized(program: FilterProgram): boolean {
  const masks = new Uint16Array(program.length).fill(0xffff);
  let valid = 0;
  for (let pc = 0; pc < program.length; pc++) {
    valid &= masks[pc];
    const code = program.codes[pc];
    const k = program.operands[pc];
    if (code === 0x02 || code === 0x03) valid |= 1 << k;
    else if (code === 0x60 || code === 0x61) {
      if ((valid & (1 << k)) === 0) return false;
    } else if (code === 0x05) {
      masks[pc + 1 + k] &= valid;
      valid = 0xffff;
    } else if ((code & 0x07) === BPF_JMP) {
      masks[pc + 1 + program.jumpTrue[pc]] &= valid;
      masks[pc + 1 + program.jumpFalse[pc]] &= valid;
      valid = 0xffff;
    }
  }
  return true;
}
