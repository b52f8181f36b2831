/**
 * Classic BPF instructions: their bytes, and what `-d`, `-dd` and `-ddd` show.
 */
import {
  SKF_AD_IFINDEX,
  SKF_AD_OFF,
  SKF_AD_PKTTYPE,
  SKF_AD_VLAN_TAG,
  SKF_AD_VLAN_TAG_PRESENT,
  SOCK_FILTER_LENGTH,
} from "../../../packet/bpf.ts";

/** `struct bpf_insn` */
export interface Instruction {
  readonly code: number;
  readonly jt: number;
  readonly jf: number;
  /** Unsigned, 32 bits. */
  readonly k: number;
}

/** Makes one; jumps are in instructions from the next on. */
export function instruction(code: number, k = 0, jt = 0, jf = 0): Instruction {
  return { code, jt, jf, k: k >>> 0 };
}

/** The program as an array of `struct sock_filter`. */
export function instructionBytes(program: readonly Instruction[]): Uint8Array {
  const bytes = new Uint8Array(program.length * SOCK_FILTER_LENGTH);
  const view = new DataView(bytes.buffer);
  program.forEach(({ code, jt, jf, k }, i) => {
    const at = i * SOCK_FILTER_LENGTH;
    view.setUint16(at, code, true);
    bytes[at + 2] = jt;
    bytes[at + 3] = jf;
    view.setUint32(at + 4, k, true);
  });
  return bytes;
}

/** The program's text; `form` is the number of times that `-d` was given. */
export function disassemble(program: readonly Instruction[], form: number): string {
  if (form === 1) return program.map((one, i) => `${line(one, i)}\n`).join("");
  if (form === 2) {
    const hex = (value: number): string => `0x${value.toString(16)}`;
    return program
      .map(({ code, jt, jf, k }) => `{ ${hex(code)}, ${jt}, ${jf}, 0x${k.toString(16).padStart(8, "0")} },\n`)
      .join("");
  }
  return `${program.length}\n${program.map(({ code, jt, jf, k }) => `${code} ${jt} ${jf} ${k}\n`).join("")}`;
}

type Operand = (one: Instruction, index: number) => string;

/** What the kernel knows about a packet, by the offset of the load. */
const ANCILLARY: ReadonlyMap<number, string> = new Map([
  [SKF_AD_PKTTYPE, "type"],
  [SKF_AD_IFINDEX, "ifidx"],
  [SKF_AD_VLAN_TAG, "vlan_tci"],
  [SKF_AD_VLAN_TAG_PRESENT, "vlanp"],
]);

const immediate: Operand = ({ k }) => `#0x${k.toString(16)}`;
const absolute: Operand = ({ k }) => `[${ANCILLARY.get((k - SKF_AD_OFF) | 0) ?? k | 0}]`;
const indexed: Operand = ({ k }) => `[x + ${k | 0}]`;
const memory: Operand = ({ k }) => `M[${k | 0}]`;
const decimal: Operand = ({ k }) => `#${k | 0}`;
const none: Operand = () => "";
const x: Operand = () => "x";

const OPERATIONS: ReadonlyMap<number, readonly [string, Operand]> = new Map<
  number,
  readonly [string, Operand]
>([
  [0x06, ["ret", decimal]],
  [0x16, ["ret", none]],
  [0x20, ["ld", absolute]],
  [0x28, ["ldh", absolute]],
  [0x30, ["ldb", absolute]],
  [0x80, ["ld", () => "#pktlen"]],
  [0x40, ["ld", indexed]],
  [0x48, ["ldh", indexed]],
  [0x50, ["ldb", indexed]],
  [0x00, ["ld", immediate]],
  [0x01, ["ldx", immediate]],
  [0xb1, ["ldxb", ({ k }) => `4*([${k | 0}]&0xf)`]],
  [0x60, ["ld", memory]],
  [0x61, ["ldx", memory]],
  [0x02, ["st", memory]],
  [0x03, ["stx", memory]],
  [0x05, ["ja", ({ k }, index) => `${index + 1 + k}`]],
  [0x25, ["jgt", immediate]],
  [0x35, ["jge", immediate]],
  [0x15, ["jeq", immediate]],
  [0x45, ["jset", immediate]],
  [0x2d, ["jgt", x]],
  [0x3d, ["jge", x]],
  [0x1d, ["jeq", x]],
  [0x4d, ["jset", x]],
  [0x04, ["add", decimal]],
  [0x14, ["sub", decimal]],
  [0x24, ["mul", decimal]],
  [0x34, ["div", decimal]],
  [0x94, ["mod", decimal]],
  [0x54, ["and", immediate]],
  [0x44, ["or", immediate]],
  [0xa4, ["xor", immediate]],
  [0x64, ["lsh", decimal]],
  [0x74, ["rsh", decimal]],
  [0x0c, ["add", x]],
  [0x1c, ["sub", x]],
  [0x2c, ["mul", x]],
  [0x3c, ["div", x]],
  [0x9c, ["mod", x]],
  [0x5c, ["and", x]],
  [0x4c, ["or", x]],
  [0xac, ["xor", x]],
  [0x6c, ["lsh", x]],
  [0x7c, ["rsh", x]],
  [0x84, ["neg", none]],
  [0x07, ["tax", none]],
  [0x87, ["txa", none]],
]);

/** One line of `-d`, as `bpf_image`. */
function line(one: Instruction, index: number): string {
  const [name, operand] = OPERATIONS.get(one.code) ?? ["unimp", () => `0x${one.code.toString(16)}`];
  const head = `(${String(index).padStart(3, "0")}) ${name.padEnd(8)} ${operand(one, index)}`;
  const conditional = (one.code & 0x07) === 0x05 && one.code !== 0x05;
  if (!conditional) return head;
  return `(${String(index).padStart(3, "0")}) ${name.padEnd(8)} ${operand(one, index).padEnd(16)} jt ${index + 1 + one.jt}\tjf ${index + 1 + one.jf}`;
}
