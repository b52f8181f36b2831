/**
 * Acknowledgements: `struct nlmsgerr` with extended-ack attributes, and the end of a dump, both directions.
 *
 * Layout and order as `netlink_ack` and `netlink_dump_done` write them.
 */
import { AttributeTable, NLA_F_NESTED, nlAlign, readS32, readU32 } from "./attribute.ts";
import {
  type MessageReader,
  type MessageWriter,
  NLM_F_ACK_TLVS,
  NLM_F_CAPPED,
  NLM_F_MULTI,
  NLMSG_DONE,
  NLMSG_ERROR,
  NLMSG_HDRLEN,
} from "./message.ts";

export const NLMSGERR_ATTR_MSG = 1;
export const NLMSGERR_ATTR_OFFS = 2;
export const NLMSGERR_ATTR_COOKIE = 3;
export const NLMSGERR_ATTR_POLICY = 4;
export const NLMSGERR_ATTR_MISS_TYPE = 5;
export const NLMSGERR_ATTR_MISS_NEST = 6;
export const NLMSGERR_ATTR_MAX = 6;

/** What a request's handler can say beside the error number (`struct netlink_ext_ack`). Reuse one with {@link clear}. */
export class ExtendedAck {
  /** Text for the user; "" for none. */
  message = "";
  /** Offset from the start of the request's header to the offending attribute's header; 0 for none. */
  offset = 0;
  /** Type of an attribute that is missing; -1 for none. */
  missingType = -1;
  /** Offset of the nest in which it is missing; 0 for the top level. */
  missingNest = 0;
  /** Attributes of `NLMSGERR_ATTR_POLICY`, encoded; undefined for none. */
  policy: Uint8Array | undefined = undefined;
  /** `NLMSGERR_ATTR_COOKIE`; undefined for none. */
  cookie: Uint8Array | undefined = undefined;

  clear(): void {
    this.message = "";
    this.offset = 0;
    this.missingType = -1;
    this.missingNest = 0;
    this.policy = undefined;
    this.cookie = undefined;
  }

  /** Sets text and place, and returns `error`: `return extack.fail(-EINVAL, "…", offset)`. */
  fail(error: number, message: string, offset = 0): number {
    this.message = message;
    this.offset = offset;
    return error;
  }
}

/** What the socket that gets the acknowledgement has asked for. */
export interface AckOptions {
  /** `NETLINK_EXT_ACK` */
  readonly extended: boolean;
  /** `NETLINK_CAP_ACK` */
  readonly capped: boolean;
}

function writeTlvs(writer: MessageWriter, error: number, extack: Readonly<ExtendedAck>): void {
  if (extack.message !== "") writer.string(NLMSGERR_ATTR_MSG, extack.message);
  if (extack.cookie) writer.data(NLMSGERR_ATTR_COOKIE, extack.cookie);
  if (error === 0) return;
  if (extack.offset > 0) writer.u32(NLMSGERR_ATTR_OFFS, extack.offset);
  if (extack.policy) writer.data(NLMSGERR_ATTR_POLICY | NLA_F_NESTED, extack.policy);
  if (extack.missingType >= 0) writer.u32(NLMSGERR_ATTR_MISS_TYPE, extack.missingType);
  if (extack.missingNest > 0) writer.u32(NLMSGERR_ATTR_MISS_NEST, extack.missingNest);
}

/**
 * Appends the acknowledgement of a request.
 * @param request the reader standing on the request
 * @param error 0 or a negative error number
 * @param pid the port id of the asking socket
 */
export function writeAck(
  writer: MessageWriter,
  request: MessageReader,
  error: number,
  pid: number,
  options: AckOptions,
  extack?: Readonly<ExtendedAck>,
): void {
  const whole = error !== 0 && !options.capped;
  const start = writer.begin(NLMSG_ERROR, whole ? 0 : NLM_F_CAPPED, request.seq, pid);
  writer.raw32(error);
  const copied = whole ? request.size : NLMSG_HDRLEN;
  writer.rawBytes(request.bytes.subarray(request.start, request.start + copied));
  writer.align();
  const before = writer.length;
  if (extack && options.extended) writeTlvs(writer, error, extack);
  if (writer.length > before) writer.put16(start + 6, (whole ? 0 : NLM_F_CAPPED) | NLM_F_ACK_TLVS);
  writer.end();
}

/** Appends the NLMSG_DONE that ends a dump. `error` is 0 or a negative error number. */
export function writeDone(
  writer: MessageWriter,
  seq: number,
  pid: number,
  error = 0,
  flags = NLM_F_MULTI,
  extack?: Readonly<ExtendedAck>,
): void {
  const start = writer.begin(NLMSG_DONE, flags, seq, pid);
  writer.raw32(error);
  const before = writer.length;
  if (extack) writeTlvs(writer, error, extack);
  if (writer.length > before) writer.put16(start + 6, flags | NLM_F_ACK_TLVS);
  writer.end();
}

/** A decoded acknowledgement, or end of a dump. */
export interface Ack {
  /** 0 or a negative error number. */
  readonly error: number;
  /** The kernel's text; "" for none. */
  readonly message: string;
  /** Where in the request; 0 when the kernel did not say. */
  readonly offset: number;
  readonly missingType: number;
  readonly missingNest: number;
}

const NO_DETAILS = { message: "", offset: 0, missingType: -1, missingNest: 0 };

/** Reads the NLMSG_ERROR or NLMSG_DONE on which the reader stands; undefined when it is cut short. */
export function readAck(reader: MessageReader): Ack | undefined {
  if (reader.length < 4) return undefined;
  const error = readS32(reader.bytes, reader.body);
  if ((reader.flags & NLM_F_ACK_TLVS) === 0) return { error, ...NO_DETAILS };
  let start = reader.body + 4;
  if (reader.type === NLMSG_ERROR) {
    if (reader.length < 4 + NLMSG_HDRLEN) return { error, ...NO_DETAILS };
    const requestSize = readU32(reader.bytes, start);
    start += (reader.flags & NLM_F_CAPPED) !== 0 ? NLMSG_HDRLEN : nlAlign(requestSize);
  }
  const table = new AttributeTable(NLMSGERR_ATTR_MAX).parse(reader.bytes, start, reader.end);
  return {
    error,
    message: table.string(NLMSGERR_ATTR_MSG),
    offset: table.u32(NLMSGERR_ATTR_OFFS),
    missingType: table.has(NLMSGERR_ATTR_MISS_TYPE) ? table.u32(NLMSGERR_ATTR_MISS_TYPE) : -1,
    missingNest: table.u32(NLMSGERR_ATTR_MISS_NEST),
  };
}
