/**
 * Reading and writing capture files through the process's files and streams.
 */
import { isErrno, strerror } from "../../errno.ts";
import { type File, O_CREAT, O_RDONLY, O_TRUNC, O_WRONLY } from "../../kernel.ts";
import {
  ByteQueue,
  CAPTURE_ERROR,
  CAPTURE_MORE,
  type CaptureReader,
  type CaptureRecord,
} from "../../packet/capture.ts";
import {
  PCAP_FILE_HLEN,
  PCAP_RECORD_HLEN,
  PcapReader,
  writePcapHeader,
  writePcapRecord,
} from "../../packet/pcap.ts";
import { isPcapngMagic, PcapngReader } from "../../packet/pcapng.ts";
import type { Process } from "../../process/process.ts";

const EISDIR_TEXT = "Is a directory";
const CHUNK = 65536;
/** Bytes that tell the kinds of files apart. */
const MAGIC_LENGTH = 4;

/** A capture file that is being read. */
export class SaveFile {
  readonly reader: CaptureReader;
  private readonly source: ByteSource;

  constructor(reader: CaptureReader, source: ByteSource) {
    this.reader = reader;
    this.source = source;
  }

  /** The next packet, waiting for bytes where the file is a pipe. @returns as {@link CaptureReader.next} */
  async next(record: CaptureRecord): Promise<number> {
    for (;;) {
      const result = this.reader.next(record);
      if (result !== CAPTURE_MORE) return result;
      await feed(this.source, this.reader);
    }
  }

  close(): void {
    this.source.close();
  }
}

/** Where bytes come from. */
interface ByteSource {
  /** The next bytes; undefined at the end; text when reading failed. */
  read(): Promise<Uint8Array | undefined>;
  close(): void;
}

async function feed(source: ByteSource, reader: CaptureReader): Promise<void> {
  const data = await source.read();
  if (data) reader.push(data);
  else reader.end();
}

/** Opens a capture file; `-` is standard input. @returns the file, or a message for standard error */
export async function openSaveFile(process: Process, path: string): Promise<SaveFile | string> {
  const source = path === "-" ? stdinSource(process) : fileSource(process, path);
  if (typeof source === "string") return source;
  const queue = new ByteQueue();
  while (queue.length < MAGIC_LENGTH && !queue.ended) {
    const data = await source.read();
    if (data) queue.push(data);
    else queue.ended = true;
  }
  if (queue.length < MAGIC_LENGTH) {
    return `truncated dump file; tried to read ${MAGIC_LENGTH} file header bytes, only got ${queue.length}`;
  }
  const reader = isPcapngMagic(queue.bytes, queue.start) ? new PcapngReader(queue) : new PcapReader(queue);
  for (;;) {
    const opened = reader.open();
    if (opened === CAPTURE_ERROR) return reader.error;
    if (opened !== CAPTURE_MORE) return new SaveFile(reader, source);
    await feed(source, reader);
  }
}

function stdinSource(process: Process): ByteSource {
  return { read: () => process.stdin.read(), close: () => undefined };
}

function fileSource(process: Process, path: string): ByteSource | string {
  const file = process.sys.open(process.resolve(path), O_RDONLY);
  if (isErrno(file)) return `${path}: ${strerror(file)}`;
  const status = file.stat();
  if (!isErrno(status) && status.type === "directory") {
    file.close();
    return `error reading dump file: ${EISDIR_TEXT}`;
  }
  const chunk = new Uint8Array(CHUNK);
  return {
    async read() {
      for (;;) {
        const count = file.read(chunk);
        if (count > 0) return chunk.subarray(0, count);
        if (count !== -11) return undefined;
        await process.poll([file]);
      }
    },
    close: () => file.close(),
  };
}

/** A capture file that is being written. */
export class SaveWriter {
  private readonly process: Process;
  private readonly file: File | undefined;
  private readonly nanosecond: boolean;
  private buffer = new Uint8Array(CHUNK);
  private length = 0;

  constructor(
    process: Process,
    file: File | undefined,
    linkType: number,
    snaplen: number,
    nanosecond: boolean,
  ) {
    this.process = process;
    this.file = file;
    this.nanosecond = nanosecond;
    this.reserve(PCAP_FILE_HLEN);
    this.length += writePcapHeader(this.buffer, 0, linkType, snaplen, nanosecond);
  }

  /** Appends a packet; {@link SaveWriter.flush} hands it on. */
  write(record: CaptureRecord): void {
    this.reserve(PCAP_RECORD_HLEN + record.length);
    const fraction = this.nanosecond ? record.nanoseconds : Math.floor(record.nanoseconds / 1000);
    this.length += writePcapRecord(
      this.buffer,
      this.length,
      record.seconds,
      fraction,
      record.length,
      record.wireLength,
    );
    this.buffer.set(record.bytes.subarray(record.offset, record.offset + record.length), this.length);
    this.length += record.length;
  }

  /** Bytes that wait for {@link SaveWriter.flush}. */
  get pending(): number {
    return this.length;
  }

  async flush(): Promise<void> {
    const data = this.buffer.subarray(0, this.length);
    if (this.file) this.file.write(data);
    else {
      this.process.stdout.write(data.slice());
      await this.process.stdout.flush();
    }
    this.length = 0;
  }

  async close(): Promise<void> {
    await this.flush();
    this.file?.close();
  }

  private reserve(count: number): void {
    if (this.length + count <= this.buffer.length) return;
    const larger = new Uint8Array(Math.max(this.buffer.length * 2, this.length + count));
    larger.set(this.buffer.subarray(0, this.length));
    this.buffer = larger;
  }
}

/** Creates a capture file; `-` is standard output. @returns the writer, or a message for standard error */
export function createSaveFile(
  process: Process,
  path: string,
  linkType: number,
  snaplen: number,
  nanosecond: boolean,
): SaveWriter | string {
  if (path === "-") return new SaveWriter(process, undefined, linkType, snaplen, nanosecond);
  const file = process.sys.open(process.resolve(path), O_WRONLY | O_CREAT | O_TRUNC, 0o644);
  if (isErrno(file)) return `${path}: ${strerror(file)}`;
  return new SaveWriter(process, file, linkType, snaplen, nanosecond);
}
