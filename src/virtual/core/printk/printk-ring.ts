/**
 * The ring of the kernel log: records in the order in which they were printed, as many as fit into Linux's buffer.
 *
 * Only the text is held; where each record would lie in Linux's buffer is reckoned along, so that the same records are lost.
 *
 * Source: `kernel/printk/printk_ringbuffer.c` (`prb_reserve`, `data_alloc`, `get_next_lpos`).
 */

/** Bytes of text and headers: `1 << CONFIG_LOG_BUF_SHIFT`. */
export const LOG_BUF_LEN = 1 << 17;
/** Most records: one descriptor for every 32 bytes (`PRB_AVGBITS`). */
const DESCRIPTORS = LOG_BUF_LEN >> 5;
/** `struct prb_data_block`: the record's id before its text. */
const BLOCK_HEADER = 8;

/** One line of the log, or several in one message (`struct printk_info`). */
export interface PrintkRecord {
  readonly sequence: number;
  /** ns since boot. */
  readonly time: number;
  readonly facility: number;
  readonly level: number;
  /** Without the newline that ended it. */
  readonly text: string;
}

interface Block extends PrintkRecord {
  /** Where it ends in Linux's buffer, in bytes since the first one. */
  readonly end: number;
}

/** `struct printk_ringbuffer`: records by sequence number, the oldest overwritten first. */
export class PrintkRing {
  private readonly blocks: Block[] = [];
  /** Sequence number of the oldest record that is still there, and of the next one. */
  private oldest = 0;
  private next = 0;
  /** The last record may still be continued: it is not shown before the next one comes. */
  private open = false;
  private head = 0;
  private tail = 0;

  get firstSequence(): number {
    return this.oldest;
  }

  /** The number of the first record that can not be read yet (`prb_next_seq`). */
  get nextSequence(): number {
    return this.open ? this.next - 1 : this.next;
  }

  /** The record with this number; undefined when it is lost or not yet there. */
  at(sequence: number): PrintkRecord | undefined {
    if (sequence < this.oldest || sequence >= this.nextSequence) return undefined;
    return this.blocks[sequence % DESCRIPTORS];
  }

  /**
   * @param text with the newline that ends it, which is not kept; without, it is not shown before the next record comes
   * @param reserved bytes that Linux sets aside for the text: with level, newline and final zero
   */
  store(time: number, facility: number, level: number, text: string, reserved: number): void {
    const size = (BLOCK_HEADER + reserved + 7) & ~7;
    let end = this.head + size;
    // A record is never split: one that reaches the end of the buffer starts at its beginning.
    const turn = Math.floor(end / LOG_BUF_LEN);
    if (turn !== Math.floor(this.head / LOG_BUF_LEN)) end = turn * LOG_BUF_LEN + size;
    while (this.oldest < this.next && (end - this.tail > LOG_BUF_LEN || this.isFull)) this.drop();
    this.head = end;
    if (this.oldest === this.next) this.tail = end - size;
    const sequence = this.next++;
    this.open = !text.endsWith("\n");
    const kept = this.open ? text : text.slice(0, -1);
    this.blocks[sequence % DESCRIPTORS] = { sequence, time, facility, level, text: kept, end };
  }

  private get isFull(): boolean {
    return this.next - this.oldest >= DESCRIPTORS;
  }

  private drop(): void {
    this.tail = this.blocks[this.oldest % DESCRIPTORS].end;
    this.oldest++;
  }
}
