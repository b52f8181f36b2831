/**
 * Where packets go: to the printer, to a file, or only to the count.
 */
import type { CaptureRecord } from "../../packet/capture.ts";
import type { Process } from "../../process/process.ts";
import type { Options } from "./options.ts";
import type { PacketPrinter } from "./packet-printer.ts";
import type { SaveWriter } from "./savefile.ts";

/** Bytes of a capture file that are kept back, as by stdio. */
const BLOCK = 4096;

/** The end of a capture: packets go in one by one. */
export class Sink {
  /** Packets taken so far. */
  packets = 0;
  private readonly process: Process;
  private readonly options: Options;
  private readonly printer: PacketPrinter | undefined;
  private readonly writer: SaveWriter | undefined;

  constructor(
    process: Process,
    options: Options,
    printer: PacketPrinter | undefined,
    writer: SaveWriter | undefined,
  ) {
    this.process = process;
    this.options = options;
    this.printer = printer;
    this.writer = writer;
  }

  async take(record: CaptureRecord): Promise<void> {
    this.packets++;
    if (this.writer) {
      this.writer.write(record);
      if (this.options.packetBuffered || this.writer.pending >= BLOCK) await this.writer.flush();
    }
    if (!this.printer) return;
    this.process.stdout.write(this.printer.print(record));
    if (this.options.lineBuffered || this.options.packetBuffered) await this.process.stdout.flush();
  }

  /** @param interrupted by a signal: the last line may be unfinished */
  async close(interrupted: boolean): Promise<void> {
    if (interrupted && !this.writer) this.process.stdout.write("\n");
    await this.writer?.close();
    await this.process.stdout.flush();
  }
}
