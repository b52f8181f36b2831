/** Sockets of netlink: which protocol, whose, and which groups. */
import { AF_NETLINK } from "../../kernel.ts";
import { AttributeTable, readU32 } from "../../netlink/attribute.ts";
import { readMemory } from "../../netlink/inet-diag.ts";
import {
  NDIAG_PROTO_ALL,
  NDIAG_SHOW_GROUPS,
  NDIAG_SHOW_MEMINFO,
  NETLINK_DIAG_GROUPS,
  NETLINK_DIAG_MEMINFO,
  NETLINK_DIAG_MSG_LENGTH,
  writeFamilyDiagRequest,
} from "../../netlink/sock-diag.ts";
import { readLines } from "../lib/read-file.ts";
import type { Context } from "./context.ts";
import { dump } from "./diag.ts";
import { memoryText } from "./show.ts";
import { CLOSE } from "./states.ts";

/** As /etc/iproute2/nl_protos has them. */
const PROTOCOLS: Readonly<Record<number, string>> = {
  0: "rtnl",
  1: "unused",
  2: "usersock",
  3: "fw",
  4: "tcpdiag",
  5: "nflog",
  6: "xfrm",
  7: "selinux",
  8: "iscsi",
  9: "audit",
  10: "fiblookup",
  11: "connector",
  12: "nft",
  13: "ip6fw",
  14: "dec-rt",
  15: "uevent",
  16: "genl",
  18: "scsi-trans",
  19: "ecryptfs",
  20: "rdma",
  21: "crypto",
};

/** Whose port it is: the kernel's, a process's, or a number that the kernel made up. */
function portName({ process, showing }: Context, port: number): string {
  if (port === 0xffffffff) return "*";
  if (showing.numeric) return String(port | 0);
  if (port === 0) return "kernel";
  const name = (port | 0) > 0 ? readLines(process.sys, `/proc/${port}/comm`)[0] : undefined;
  return name === undefined ? String(port | 0) : `${name}/${port}`;
}

/** `netlink_show` */
export function netlinkRows(context: Context): string[][] {
  const rows: string[][] = [];
  if ((context.states & (1 << CLOSE)) === 0) return rows;
  const { showing } = context;
  const table = new AttributeTable(NETLINK_DIAG_GROUPS);
  dump(context.process.sys, {
    write: (writer) =>
      writeFamilyDiagRequest(writer, {
        family: AF_NETLINK,
        protocol: NDIAG_PROTO_ALL,
        inode: 0,
        show: NDIAG_SHOW_GROUPS | NDIAG_SHOW_MEMINFO,
      }),
    each: ({ bytes, body, end, length }) => {
      if (length < NETLINK_DIAG_MSG_LENGTH) return;
      table.parse(bytes, body + NETLINK_DIAG_MSG_LENGTH, end);
      const has = table.has(NETLINK_DIAG_MEMINFO);
      const at = has ? table.offset(NETLINK_DIAG_MEMINFO) : 0;
      const memory = has ? readMemory(bytes, at, table.length(NETLINK_DIAG_MEMINFO)) : [];
      const protocol = bytes[body + 2];
      const port = readU32(bytes, body + 4);
      const subject = { family: AF_NETLINK, state: CLOSE, sourcePort: port, destinationPort: -1, protocol };
      if (!context.matches(subject)) return;
      const groups = table.has(NETLINK_DIAG_GROUPS) ? readU32(bytes, table.offset(NETLINK_DIAG_GROUPS)) : 0;
      const name = showing.numeric ? String(protocol) : (PROTOCOLS[protocol] ?? String(protocol));
      let more = "";
      if (showing.extended) more += ` sk=0 cb=0 groups=0x${groups.toString(16).padStart(8, "0")}`;
      if (showing.memory) more += `\t${memoryText(memory)}`;
      rows.push([
        "nl",
        "UNCONN",
        String(memory[0] ?? 0).padEnd(6),
        String(memory[2] ?? 0).padEnd(6),
        `${name}:`,
        portName(context, port),
        bytes[body + 3] === 1 ? `${readU32(bytes, body + 12)}:` : "*",
        bytes[body + 3] === 1 ? String(readU32(bytes, body + 8) | 0) : "",
        more,
      ]);
    },
  });
  return rows;
}
