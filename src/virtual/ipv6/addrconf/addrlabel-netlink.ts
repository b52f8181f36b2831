/**
 * RTM_*ADDRLABEL.
 *
 * Source: `net/ipv6/addrlabel.c` (`ip6addrlbl_newdel`, `ip6addrlbl_get`, `ip6addrlbl_dump`).
 */
import { EINVAL, ESRCH } from "../../../errno.ts";
import { AF_INET6 } from "../../../kernel.ts";
import {
  IFADDRLBLMSG_LEN,
  IFAL_ADDRESS,
  IFAL_LABEL,
  IFAL_MAX,
  readAddressLabelHeader,
  writeAddressLabelHeader,
} from "../../../netlink/addrlabel.ts";
import { AttributeTable } from "../../../netlink/attribute.ts";
import { type MessageWriter, NLM_F_MULTI, NLM_F_REPLACE } from "../../../netlink/message.ts";
import { policy } from "../../../netlink/policy.ts";
import { RTM_DELADDRLABEL, RTM_GETADDRLABEL, RTM_NEWADDRLABEL } from "../../../netlink/rtnetlink.ts";
import type { Ipv6Address } from "../../../packet/address.ts";
import type { Machine } from "../../core/machine.ts";
import type { RtnlRequest } from "../../core/rtnetlink/rtnetlink.ts";
import { parseRequest } from "../../core/rtnetlink/rtnl-validate.ts";
import { DEFAULT_LABEL } from "./addrlabel.ts";

const table = new AttributeTable(IFAL_MAX);
/** `ifal_policy` */
const RULES = policy(IFAL_MAX, [
  [IFAL_ADDRESS, { type: "unspec", length: 16 }],
  [IFAL_LABEL, { type: "unspec", length: 4 }],
]);

interface Parsed {
  readonly prefix: Ipv6Address;
  readonly length: number;
  readonly index: number;
}

/** A change: the prefix it is about, or a negative error. */
function parse(request: RtnlRequest): Parsed | number {
  const { message } = request;
  const error = parseRequest(request, IFADDRLBLMSG_LEN, table, RULES);
  if (error !== 0) return error;
  const header = readAddressLabelHeader(message.bytes, message.body);
  const prefix = table.ipv6(IFAL_ADDRESS);
  if (header.family !== AF_INET6 || header.prefixLength > 128 || prefix === undefined) return -EINVAL;
  return { prefix, length: header.prefixLength, index: header.index };
}

function change(request: RtnlRequest): number {
  const parsed = parse(request);
  if (typeof parsed === "number") return parsed;
  if (!table.has(IFAL_LABEL) || table.u32(IFAL_LABEL) === DEFAULT_LABEL) return -EINVAL;
  const { net, message } = request;
  const { prefix, length, index } = parsed;
  const labels = net.ipv6.writableLabels();
  if (message.type === RTM_DELADDRLABEL) return labels.delete(prefix, length, index);
  if (index !== 0 && net.devByIndex(index) === undefined) return -EINVAL;
  const replace = (message.flags & NLM_F_REPLACE) !== 0;
  return labels.add(prefix, length, index, table.u32(IFAL_LABEL), replace);
}

interface Shown {
  readonly prefix: Ipv6Address;
  readonly length: number;
  readonly ifindex: number;
  readonly label: number;
}

function write(writer: MessageWriter, request: RtnlRequest, shown: Shown, flags: number): void {
  const { net, message, portid } = request;
  writer.begin(RTM_NEWADDRLABEL, flags, message.seq, portid);
  writeAddressLabelHeader(writer, {
    family: AF_INET6,
    prefixLength: shown.length,
    index: shown.ifindex,
    seq: net.ipv6.labels.seq,
  });
  const at = writer.attribute(IFAL_ADDRESS, 16);
  shown.prefix.toBytes(writer.bytes, at);
  writer.u32(IFAL_LABEL, shown.label);
  writer.end();
}

/** The prefix of the table that one address falls under. */
function get(request: RtnlRequest): number {
  const parsed = parse(request);
  if (typeof parsed === "number") return parsed;
  const { net } = request;
  const { prefix, length, index } = parsed;
  if (length !== 128) return -EINVAL;
  if (index !== 0 && net.devByIndex(index) === undefined) return -EINVAL;
  const found = net.ipv6.labels.find(prefix, index);
  if (found === undefined) return -ESRCH;
  const { writer } = net.machine.rtnetlink;
  writer.reset();
  write(writer, request, found, 0);
  request.reply(writer.message(true));
  return 0;
}

/** `ip6addrlbl_valid_dump_req` */
function checkDump({ message, extack }: RtnlRequest): number {
  const { bytes, body } = message;
  if (message.length < IFADDRLBLMSG_LEN)
    return extack.fail(-EINVAL, "ipv6: Invalid header for address label dump request");
  if (bytes.subarray(body + 1, body + IFADDRLBLMSG_LEN).some((byte) => byte !== 0))
    return extack.fail(-EINVAL, "ipv6: Invalid values in header for address label dump request");
  if (message.length > IFADDRLBLMSG_LEN)
    return extack.fail(-EINVAL, "ipv6: Invalid data after header for address label dump request");
  return 0;
}

function dump(request: RtnlRequest, writer: MessageWriter): number {
  const error = request.strict ? checkDump(request) : 0;
  if (error !== 0) return error;
  for (const each of request.net.ipv6.labels.entries) write(writer, request, each, NLM_F_MULTI);
  return 0;
}

/** Registers the messages with a machine. */
export function initAddressLabels(machine: Machine): void {
  const { rtnetlink } = machine;
  rtnetlink.register(AF_INET6, RTM_NEWADDRLABEL, change);
  rtnetlink.register(AF_INET6, RTM_DELADDRLABEL, change);
  rtnetlink.register(AF_INET6, RTM_GETADDRLABEL, get, dump);
}
