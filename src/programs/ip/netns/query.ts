/**
 * `ip netns list|list-id|set|identify|pids`.
 */
import { isErrno, strerror } from "../../../errno.ts";
import { AF_UNSPEC, type FileStatus } from "../../../kernel.ts";
import { AttributeTable, nlAlign } from "../../../netlink/attribute.ts";
import type { MessageReader } from "../../../netlink/message.ts";
import { NETNSA_CURRENT_NSID, NETNSA_MAX, NETNSA_NSID, NETNSA_TARGET_NSID } from "../../../netlink/netns.ts";
import {
  RTGENMSG_LEN,
  RTM_DELNSID,
  RTM_GETNSID,
  RTM_NEWNSID,
  writeGenericHeader,
} from "../../../netlink/rtnetlink.ts";
import { onMessage } from "../address/list.ts";
import { type Arguments, EXIT_FAILURE, EXIT_KERNEL, EXIT_USAGE, Exit, parseInteger } from "../arguments.ts";
import type { Ip } from "../context.ts";
import { NETNS_USAGE } from "./help.ts";
import {
  findNamespaceOfId,
  forgetNamespaceOfId,
  namespaceNames,
  nsidOfName,
  writeNsidRequest,
} from "./ids.ts";
import { NETNS_RUN_DIR, needNamespace } from "./switch.ts";

function complain(ip: Ip, text: string): number {
  ip.complain(`${text}\n`);
  return EXIT_FAILURE;
}

/** `ip netns list` */
export function listNamespaces(ip: Ip): number {
  const names = namespaceNames(ip);
  if (typeof names === "number") return 0;
  const { out } = ip;
  // asked for twice, like iproute2: first for its map of names, then for the list; so complaints come twice
  const ids = names.map((name) => nsidOfName(ip, name, true));
  out.startJson();
  for (const [index, name] of names.entries()) {
    out.openObject();
    out.value("name", name, name);
    const id = ids[index] >= 0 ? ids[index] : nsidOfName(ip, name, true);
    if (id >= 0) out.value("id", id, ` (id: ${id})`);
    out.text("\n");
    out.closeObject();
  }
  out.endJson();
  return 0;
}

/** Prints a message about a namespace id; also for `ip monitor nsid`. */
export function printNsid(ip: Ip, message: MessageReader): void {
  if (message.type !== RTM_NEWNSID && message.type !== RTM_DELNSID) return;
  const { out } = ip;
  const table = new AttributeTable(NETNSA_MAX);
  table.parse(message.bytes, message.body + nlAlign(RTGENMSG_LEN), message.end);
  out.openObject();
  if (message.type === RTM_DELNSID) out.value("deleted", true, "Deleted ");
  const nsid = table.s32(NETNSA_NSID, -1);
  if (nsid >= 0) out.value("nsid", nsid, `nsid ${nsid} `);
  else out.text("nsid unassigned ");
  let current = nsid;
  if (table.has(NETNSA_CURRENT_NSID)) {
    current = table.s32(NETNSA_CURRENT_NSID);
    if (current >= 0) out.value("current-nsid", current, `current-nsid ${current} `);
    else out.text("current-nsid unassigned ");
  }
  let name = current >= 0 ? forgetNamespaceOfId(ip, current) : undefined;
  // an id that the current namespace does not know is looked up as if it were its own
  if (name === undefined && message.type === RTM_NEWNSID) name = findNamespaceOfId(ip, nsid);
  if (name !== undefined) out.value("name", name, `(iproute2 netns name: ${name})`);
  out.text("\n");
  out.closeObject();
}

function parseNumber(args: Arguments, name: string): number {
  args.next();
  const value = parseInteger(args.current) ?? args.invalid(`"${name}" value is invalid`);
  // iproute2 names the word after the wrong one here
  if (value < 0) args.invalid(`"${name}" value should be >= 0`, args.words[args.index + 1] ?? "(null)");
  return value;
}

/** `ip netns list-id` */
export function listIds(ip: Ip, args: Arguments): number {
  let nsid = -1;
  let target = -1;
  for (; args.more; args.advance()) {
    if (args.is("nsid")) nsid = parseNumber(args, "nsid");
    else if (args.is("target-nsid")) target = parseNumber(args, "target-nsid");
    else ip.usage(NETNS_USAGE);
  }
  const writer = ip.client.begin(RTM_GETNSID, 0);
  writeGenericHeader(writer, AF_UNSPEC);
  if (target >= 0) writer.u32(NETNSA_TARGET_NSID, target);
  const found: Uint8Array[] = [];
  const keep = (message: MessageReader): void => {
    found.push(message.bytes.slice(message.start, message.end));
  };
  if (nsid >= 0) {
    writer.u32(NETNSA_NSID, nsid);
    if (!ip.get(keep)) return EXIT_KERNEL;
  } else if (ip.dump(keep) < 0) {
    ip.out.startJson();
    ip.out.endJson();
    ip.complain("Dump terminated\n");
    throw new Exit(EXIT_FAILURE);
  }
  ip.out.startJson();
  for (const bytes of found) printNsid(ip, onMessage(bytes));
  ip.out.endJson();
  return 0;
}

/** `ip netns set` */
export function setId(ip: Ip, args: Arguments): number {
  if (!args.more) return complain(ip, "No netns name specified");
  const name = args.current;
  args.advance();
  if (!args.more) return complain(ip, "No nsid specified");
  let nsid = -1;
  if (!args.is("auto")) {
    nsid = parseInteger(args.current) ?? args.invalid('Invalid "netnsid" value');
    if (nsid < 0) args.invalid('"netnsid" value should be >= 0');
  }
  const file = needNamespace(ip, name);
  ip.namespaces.clear();
  writeNsidRequest(ip.client, file, nsid);
  const done = ip.talk();
  file.close();
  return done ? 0 : EXIT_KERNEL;
}

/** The file of a namespace, as what it is the same as. */
function sameFile(a: FileStatus, b: FileStatus): boolean {
  return a.device === b.device && a.inode === b.inode;
}

/** `ip netns identify` */
export function identify(ip: Ip, args: Arguments): number {
  const pid = args.more ? args.current : "self";
  if (args.remaining > 1) return complain(ip, "extra arguments specified");
  if (args.more && !/^\d+$/.test(pid)) return complain(ip, `Specified string '${pid}' is not a pid`);
  const own = ip.sys.stat(`/proc/${pid}/ns/net`);
  if (isErrno(own)) return complain(ip, `Cannot open network namespace: ${strerror(own)}`);
  const names = namespaceNames(ip);
  const found =
    typeof names === "number"
      ? undefined
      : names.findLast((name) => {
          const status = ip.sys.stat(`${NETNS_RUN_DIR}/${name}`);
          return !isErrno(status) && sameFile(status, own);
        });
  ip.out.text(`${found ?? ""}\n`);
  return 0;
}

/** `ip netns pids` */
export function pids(ip: Ip, args: Arguments): number {
  if (!args.more) return complain(ip, "No netns name specified");
  if (args.remaining > 1) return complain(ip, "extra arguments specified");
  const wanted = ip.sys.stat(`${NETNS_RUN_DIR}/${args.current}`);
  if (isErrno(wanted)) return complain(ip, `Cannot open network namespace: ${strerror(wanted)}`);
  const processes = ip.sys.readdir("/proc");
  if (isErrno(processes)) {
    ip.complain(`Open of /proc failed: ${strerror(processes)}\n`);
    return EXIT_USAGE;
  }
  for (const { name } of processes) {
    if (!/^\d+$/.test(name)) continue;
    const status = ip.sys.stat(`/proc/${name}/ns/net`);
    if (!isErrno(status) && sameFile(status, wanted)) ip.out.text(`${name}\n`);
  }
  return 0;
}
