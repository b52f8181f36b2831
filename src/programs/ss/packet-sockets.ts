/** Packet sockets: which protocol on which device, their flags and filters. */
import { AF_PACKET, SOCK_RAW } from "../../kernel.ts";
import { AttributeTable, readU16, readU32 } from "../../netlink/attribute.ts";
import { readMemory } from "../../netlink/inet-diag.ts";
import {
  PACKET_DIAG_FILTER,
  PACKET_DIAG_INFO,
  PACKET_DIAG_MEMINFO,
  PACKET_DIAG_MSG_LENGTH,
  PACKET_SHOW_FILTER,
  PACKET_SHOW_INFO,
  PACKET_SHOW_MEMINFO,
  PDI_AUXDATA,
  PDI_LOSS,
  PDI_ORIGDEV,
  PDI_RUNNING,
  PDI_VNETHDR,
  writeFamilyDiagRequest,
} from "../../netlink/sock-diag.ts";
import { etherProtocolName } from "../ip/ether-protocols.ts";
import { interfaceName } from "../lib/interfaces.ts";
import type { Context } from "./context.ts";
import { dump } from "./diag.ts";
import { memoryText, usersText } from "./show.ts";
import { CLOSE } from "./states.ts";

const ETH_P_ALL = 3;
const FLAGS: readonly (readonly [number, string])[] = [
  [PDI_RUNNING, "running"],
  [PDI_AUXDATA, "auxdata"],
  [PDI_ORIGDEV, "origdev"],
  [PDI_VNETHDR, "vnethdr"],
  [PDI_LOSS, "loss"],
];

function flagsText(flags: number): string {
  const names = FLAGS.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => ` ${name}`);
  return ` flags(${names.length > 0 ? names.join("") : "0"} )`;
}

/** The instructions of a classic filter, as numbers. */
function filterText(bytes: Uint8Array): string {
  const count = bytes.length >>> 3;
  let text = `\n\tbpf filter (${count}): `;
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    const code = readU16(bytes, at).toString(16).padStart(2, "0");
    text += ` 0x${code} ${bytes[at + 2]} ${bytes[at + 3]} ${readU32(bytes, at + 4)},`;
  }
  return text;
}

function protocolText(protocol: number, numeric: boolean): string {
  if (protocol === ETH_P_ALL) return "*";
  return numeric ? `[${protocol}]` : etherProtocolName(protocol);
}

/** `packet_show` */
export function packetRows(context: Context): string[][] {
  const rows: string[][] = [];
  if ((context.states & (1 << CLOSE)) === 0) return rows;
  const table = new AttributeTable(PACKET_DIAG_FILTER);
  dump(context.process.sys, {
    write: (writer) =>
      writeFamilyDiagRequest(writer, {
        family: AF_PACKET,
        protocol: 0,
        inode: 0,
        show: PACKET_SHOW_INFO | PACKET_SHOW_MEMINFO | PACKET_SHOW_FILTER,
      }),
    each: ({ bytes, body, end, length }) => {
      if (length < PACKET_DIAG_MSG_LENGTH) return;
      table.parse(bytes, body + PACKET_DIAG_MSG_LENGTH, end);
      const shown = packetRow(context, bytes, body, table);
      if (shown !== undefined) rows.push(shown);
    },
  });
  return rows;
}

function packetRow(
  context: Context,
  bytes: Uint8Array,
  body: number,
  table: AttributeTable,
): string[] | undefined {
  const { showing, process } = context;
  const data = (type: number) =>
    table.has(type) ? bytes.subarray(table.offset(type), table.offset(type) + table.length(type)) : undefined;
  const netid = bytes[body + 1] === SOCK_RAW ? "p_raw" : "p_dgr";
  if (!context.databases.has(netid)) return undefined;
  const protocol = readU16(bytes, body + 2);
  const inode = readU32(bytes, body + 4);
  const info = data(PACKET_DIAG_INFO);
  const ifindex = info === undefined ? 0 : readU32(info, 0);
  const subject = { family: AF_PACKET, state: CLOSE, sourcePort: ifindex, destinationPort: 0, protocol };
  if (!context.matches(subject)) return undefined;
  const words = data(PACKET_DIAG_MEMINFO);
  const memory = words === undefined ? [] : readMemory(words, 0, words.length);
  let more = showing.users === undefined ? "" : usersText(showing.users.get(inode) ?? []);
  if (showing.extended) {
    more += ` ino:${inode} sk:${readU32(bytes, body + 8).toString(16)}`;
    if (info !== undefined)
      more += `\n\tver:${readU32(info, 4)} cpy_thresh:${readU32(info, 12)}${flagsText(readU32(info, 20))}`;
  }
  const filter = data(PACKET_DIAG_FILTER);
  if (showing.filters && filter !== undefined && filter.length > 0) more += filterText(filter);
  if (showing.memory && words !== undefined) more += memoryText(memory);
  const device = ifindex === 0 ? "*" : (interfaceName(process.sys, ifindex) ?? `if${ifindex | 0}`);
  return [
    netid,
    "UNCONN",
    String(memory[0] ?? 0).padEnd(6),
    String(memory[2] ?? 0).padEnd(6),
    `${protocolText(protocol, showing.numeric)}:`,
    device,
    "*",
    "",
    more,
  ];
}
