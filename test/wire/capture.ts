/** Keeps what is written to it. */
import { BaseOpenFile } from "../../src/process/open-file.ts";

export class Capture extends BaseOpenFile {
  readonly description = "pipe:[1]";
  private readonly chunks: Uint8Array[] = [];

  protected override writeNow(data: Uint8Array): number {
    this.chunks.push(data.slice());
    return data.length;
  }

  get text(): string {
    return Buffer.concat(this.chunks).toString();
  }
}
