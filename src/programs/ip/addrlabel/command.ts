/**
 * `ip addrlabel`: labels of prefixes, by which source addresses are chosen (iproute2's `ipaddrlabel.c`).
 */
import { AF_INET6, AF_UNSPEC } from "../../../kernel.ts";
import {
  IFADDRLBLMSG_LEN,
  IFAL_ADDRESS,
  IFAL_LABEL,
  IFAL_MAX,
  readAddressLabelHeader,
  writeAddressLabelHeader,
} from "../../../netlink/addrlabel.ts";
import { AttributeTable } from "../../../netlink/attribute.ts";
import { type MessageReader, NLM_F_CREATE, NLM_F_EXCL } from "../../../netlink/message.ts";
import { RTM_DELADDRLABEL, RTM_GETADDRLABEL, RTM_NEWADDRLABEL } from "../../../netlink/rtnetlink.ts";
import { onMessage } from "../address/list.ts";
import { type Arguments, EXIT_FAILURE, EXIT_KERNEL, EXIT_USAGE, parseUnsigned } from "../arguments.ts";
import type { Ip } from "../context.ts";
import { deleteReceived } from "../flush.ts";
import { formatAddress, needPrefix, type Prefix } from "../inet.ts";

const ADDRLABEL_USAGE = `Usage: ip addrlabel { add | del } prefix PREFIX [ dev DEV ] [ label LABEL ]
       ip addrlabel [ list | flush | help ]
`;
/** What the kernel calls "no label". */
const NO_LABEL = 0xffffffff;

function print(ip: Ip, message: MessageReader): void {
  if (message.length < IFADDRLBLMSG_LEN) return;
  const { out } = ip;
  const header = readAddressLabelHeader(message.bytes, message.body);
  const table = new AttributeTable(IFAL_MAX);
  table.parse(message.bytes, message.body + IFADDRLBLMSG_LEN, message.end);
  out.openObject();
  const address = table.payload(IFAL_ADDRESS);
  if (address !== undefined) {
    const text = ip.host(formatAddress(header.family, address));
    out.text("prefix ");
    out.value("address", text, text, "inet6");
    out.value("prefixlen", header.prefixLength, `/${header.prefixLength} `);
  }
  if (header.index !== 0) {
    const name = ip.links.name(header.index);
    out.value("ifname", name, `dev ${name} `);
  }
  if (table.has(IFAL_LABEL)) out.value("label", table.u32(IFAL_LABEL), `label ${table.u32(IFAL_LABEL)} `);
  out.text("\n");
  out.closeObject();
}

/** Asks for all labels. */
function dump(ip: Ip, complaint: string, status: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  const { family } = ip.options;
  const writer = ip.client.begin(RTM_GETADDRLABEL, 0);
  const asked = family === AF_UNSPEC ? AF_INET6 : family;
  writeAddressLabelHeader(writer, { family: asked, prefixLength: 0, index: 0, seq: 0 });
  const error = ip.dump((message) => found.push(message.bytes.slice(message.start, message.end)));
  if (error < 0) return ip.fail(complaint, status);
  return found;
}

function list(ip: Ip, args: Arguments): number {
  if (args.more) ip.fail('"ip addrlabel show" does not take any arguments.', EXIT_FAILURE);
  // iproute2 returns 1 here, not -1: that makes 255 of the program, and of a batch only one more command that failed
  const status = ip.options.batch === undefined ? EXIT_USAGE : EXIT_FAILURE;
  ip.out.startJson();
  const labels = dump(ip, "Dump terminated", status);
  for (const bytes of labels) print(ip, onMessage(bytes));
  ip.out.endJson();
  return 0;
}

function flush(ip: Ip, args: Arguments): number {
  if (args.more) ip.fail('"ip addrlabel flush" does not allow extra arguments', EXIT_FAILURE);
  for (const bytes of dump(ip, "Flush terminated", EXIT_FAILURE)) {
    const error = deleteReceived(ip, bytes, RTM_DELADDRLABEL);
    if (error >= 0) continue;
    ip.perror("RTNETLINK answers", error);
    return EXIT_KERNEL;
  }
  return 0;
}

interface Request {
  prefix: Prefix | undefined;
  label: number | undefined;
  index: number;
}

/** Words that nobody knows are passed over, as iproute2 does. */
function parse(ip: Ip, args: Arguments): Request {
  const request: Request = { prefix: undefined, label: undefined, index: 0 };
  for (; args.more; args.advance()) {
    if (args.is("prefix")) {
      args.next();
      request.prefix = needPrefix(args, ip.options.family);
    } else if (args.is("dev")) {
      request.index = ip.links.index(args.next());
      if (request.index === 0) args.invalid("dev is invalid\n");
    } else if (args.is("label")) {
      request.label = parseUnsigned(args.next());
      if (request.label === undefined || request.label === NO_LABEL) args.invalid("label is invalid\n");
    }
  }
  return request;
}

function modify(ip: Ip, args: Arguments, type: number, flags: number): number {
  const { prefix, label, index } = parse(ip, args);
  if (prefix === undefined) ip.fail('Not enough information: "prefix" argument is required.', EXIT_FAILURE);
  if (label === undefined) ip.fail('Not enough information: "label" argument is required.', EXIT_FAILURE);
  const writer = ip.client.begin(type, flags);
  const family = ip.options.family === AF_UNSPEC ? AF_INET6 : ip.options.family;
  writeAddressLabelHeader(writer, { family, prefixLength: prefix.length, index, seq: 0 });
  writer.data(IFAL_ADDRESS, prefix.bytes);
  writer.u32(IFAL_LABEL, label);
  return ip.talk() ? 0 : EXIT_KERNEL;
}

type Handler = (ip: Ip, args: Arguments) => number;

const COMMANDS: readonly (readonly [string, Handler])[] = [
  ["list", list],
  ["show", list],
  ["add", (ip, args) => modify(ip, args, RTM_NEWADDRLABEL, NLM_F_CREATE | NLM_F_EXCL)],
  ["delete", (ip, args) => modify(ip, args, RTM_DELADDRLABEL, 0)],
  ["flush", flush],
  ["help", (ip) => ip.usage(ADDRLABEL_USAGE)],
];

export function command(ip: Ip, args: Arguments): number {
  if (!args.more) return list(ip, args);
  const found = COMMANDS.find(([name]) => args.matches(name));
  if (!found) {
    ip.complain(`Command "${args.current}" is unknown, try "ip addrlabel help".\n`);
    return EXIT_USAGE;
  }
  args.advance();
  return found[1](ip, args.rest());
}
