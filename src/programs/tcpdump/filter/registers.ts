/** Words of scratch memory for the values of arithmetic, taken in a circle as libpcap takes them. */
import { BPF_MEMWORDS } from "../../../packet/bpf.ts";
import { FilterError } from "./errors.ts";

/** Which words are taken. */
export class Registers {
  private readonly used: boolean[] = Array.from({ length: BPF_MEMWORDS }, () => false);
  private next = 0;

  take(): number {
    for (let tries = 0; tries < BPF_MEMWORDS; tries++) {
      if (!this.used[this.next]) {
        this.used[this.next] = true;
        return this.next;
      }
      this.next = (this.next + 1) % BPF_MEMWORDS;
    }
    throw new FilterError("too many registers needed to evaluate expression");
  }

  free(register: number): void {
    this.used[register] = false;
  }
}
