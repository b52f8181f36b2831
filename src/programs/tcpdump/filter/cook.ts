/**
 * Filters for cooked captures: the kernel's packet has no cooked header, so that loads from it become ancillary loads.
 */
import { SKF_AD_IFINDEX, SKF_AD_OFF, SKF_AD_PKTTYPE, SKF_AD_PROTOCOL } from "../../../packet/bpf.ts";
import { DLT_LINUX_SLL2 } from "../../../packet/capture.ts";
import type { Instruction } from "./instruction.ts";

const SLL_HLEN = 16;
const SLL2_HLEN = 20;

/** Fields of the headers that the kernel knows, by offset. */
const SLL2_FIELDS: ReadonlyMap<number, number> = new Map([
  [0, SKF_AD_PROTOCOL],
  [4, SKF_AD_IFINDEX],
  [10, SKF_AD_PKTTYPE],
]);
const SLL_FIELDS: ReadonlyMap<number, number> = new Map([
  [0, SKF_AD_PKTTYPE],
  [14, SKF_AD_PROTOCOL],
]);

const BPF_LEN = 0x80;

/** The program for the kernel, or undefined when it cannot be translated: the packets are then filtered by tcpdump itself. */
export function cookFilter(program: readonly Instruction[], linkType: number): Instruction[] | undefined {
  const headerLength = linkType === DLT_LINUX_SLL2 ? SLL2_HLEN : SLL_HLEN;
  const fields = linkType === DLT_LINUX_SLL2 ? SLL2_FIELDS : SLL_FIELDS;
  const cooked: Instruction[] = [];
  for (const one of program) {
    const group = one.code & 0x07;
    const mode = one.code & 0xe0;
    if (group > 1 || mode === 0x00 || mode === 0x60) {
      cooked.push(one);
      continue;
    }
    if (mode === BPF_LEN) return undefined; // the cooked header counts
    if (one.k >= headerLength) {
      cooked.push({ ...one, k: one.k - headerLength });
      continue;
    }
    const field = fields.get(one.k);
    if (field === undefined || mode !== 0x20) return undefined;
    cooked.push({ ...one, k: (SKF_AD_OFF + field) >>> 0 });
  }
  return cooked;
}
