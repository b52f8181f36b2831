/**
 * One packet's lines: number, time stamp, dissection and dumps.
 */
import { type CaptureRecord, MAXIMUM_SNAPLEN } from "../../packet/capture.ts";
import type { Names } from "./names.ts";
import type { Options } from "./options.ts";
import { Dissector } from "./print/dissector.ts";
import { asciiOnly, hexAscii, hexOnly } from "./print/dump.ts";
import { type InterfaceName, linkPrinter } from "./print/link.ts";
import { PRINTERS } from "./print/printers.ts";
import { Stamps } from "./timestamp.ts";

type LinkPrinter = NonNullable<ReturnType<typeof linkPrinter>>;

/** Prints packets of one link type. */
export class PacketPrinter {
  private readonly options: Options;
  private readonly dissector: Dissector;
  private readonly stamps: Stamps;
  private readonly link: LinkPrinter;
  private count = 0;

  constructor(options: Options, names: Names, link: LinkPrinter) {
    this.options = options;
    this.dissector = new Dissector(
      { ...options, suppressDefault: options.hex + options.hexAscii + options.quiet > 0 },
      names,
      PRINTERS,
    );
    this.stamps = new Stamps(options.stampMode, options.nanosecond);
    this.link = link;
  }

  /** The text of a packet, with its newline. */
  print(record: CaptureRecord): string {
    this.count++;
    const number = this.options.number ? `${String(this.count).padStart(5)}  ` : "";
    const stamp = this.stamps.text(record.seconds, record.nanoseconds);
    const invalid = invalidHeader(record);
    if (invalid !== undefined) return `${number}${stamp}${invalid}\n`;
    const { bytes, offset, length, wireLength } = record;
    const text = this.dissector.dissect(bytes, offset, length, wireLength, this.link);
    return `${number}${stamp}${text}${this.dump(record)}\n`;
  }

  private dump(record: CaptureRecord): string {
    const { hex, hexAscii: both, ascii } = this.options;
    const whole = both > 0 ? both > 1 : hex > 0 ? hex > 1 : ascii > 1;
    const skip = whole ? 0 : Math.min(this.dissector.linkHeaderLength, record.length);
    const { bytes } = record;
    const offset = record.offset + skip;
    const length = record.length - skip;
    if (length <= 0 && !whole) return "";
    if (both > 0) return hexAscii(bytes, offset, length, "\n\t");
    if (hex > 0) return hexOnly(bytes, offset, length, "\n\t");
    return ascii > 0 ? asciiOnly(bytes, offset, length) : "";
  }
}

/** What is printed for lengths that cannot be. */
function invalidHeader(record: CaptureRecord): string | undefined {
  const { length, wireLength } = record;
  const problems: string[] = [];
  if (length === 0) problems.push("caplen==0");
  if (wireLength === 0) problems.push("len==0");
  else if (wireLength < length) problems.push(`len(${wireLength}) < caplen(${length})`);
  if (length > MAXIMUM_SNAPLEN) problems.push(`caplen > ${MAXIMUM_SNAPLEN}`);
  if (wireLength > MAXIMUM_SNAPLEN) problems.push(`len > ${MAXIMUM_SNAPLEN}`);
  return problems.length > 0 ? `[Invalid header: ${problems.join(", ")}]` : undefined;
}

/** The printer for a link type; undefined when it is not supported. */
export function packetPrinter(
  options: Options,
  names: Names,
  linkType: number,
  interfaceName: InterfaceName,
): PacketPrinter | undefined {
  const link = linkPrinter(linkType, interfaceName);
  return link && new PacketPrinter(options, names, link);
}
