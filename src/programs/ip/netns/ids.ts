/**
 * Ids of network namespaces as the current one sees them.
 */
import { ENOENT, isErrno, strerror } from "../../../errno.ts";
import { AF_UNSPEC, type File } from "../../../kernel.ts";
import { AttributeTable, nlAlign } from "../../../netlink/attribute.ts";
import type { NetlinkClient } from "../../../netlink/client.ts";
import { NETNSA_FD, NETNSA_MAX, NETNSA_NSID } from "../../../netlink/netns.ts";
import { RTGENMSG_LEN, RTM_GETNSID, RTM_NEWNSID, writeGenericHeader } from "../../../netlink/rtnetlink.ts";
import type { Ip } from "../context.ts";
import { NETNS_RUN_DIR, openNamespace } from "./switch.ts";

/** The id of an open namespace; -1 when it has none. `complain` prints what the kernel says against it. */
function nsidOfFile(ip: Ip, client: NetlinkClient, file: File, complain: boolean): number {
  const writer = client.begin(RTM_GETNSID, 0);
  writeGenericHeader(writer, AF_UNSPEC);
  writer.u32(NETNSA_FD, file.fd ?? -1);
  let id = -1;
  const outcome = client.get((message) => {
    const table = new AttributeTable(NETNSA_MAX);
    table.parse(message.bytes, message.body + nlAlign(RTGENMSG_LEN), message.end);
    id = table.s32(NETNSA_NSID, -1);
  });
  if (complain) ip.report(outcome);
  return id;
}

/** Begins the request that gives a namespace an id (-1: the kernel chooses). */
export function writeNsidRequest(client: NetlinkClient, file: File, nsid: number): void {
  const writer = client.begin(RTM_NEWNSID, 0);
  writeGenericHeader(writer, AF_UNSPEC);
  writer.u32(NETNSA_FD, file.fd ?? -1);
  writer.u32(NETNSA_NSID, nsid);
}

/** The id of a named namespace; -1 when there is none. `complain` prints what the kernel says against it. */
export function nsidOfName(ip: Ip, name: string, complain = false): number {
  return withNamespace(ip, name, (client, file) => nsidOfFile(ip, client, file, complain));
}

/** As {@link nsidOfName}, and gives the namespace an id when it has none. */
export function assignedNsidOfName(ip: Ip, name: string): number {
  return withNamespace(ip, name, (client, file) => {
    const id = nsidOfFile(ip, client, file, false);
    if (id >= 0) return id;
    writeNsidRequest(client, file, -1);
    client.request();
    return nsidOfFile(ip, client, file, false);
  });
}

function withNamespace(ip: Ip, name: string, use: (client: NetlinkClient, file: File) => number): number {
  const file = openNamespace(ip, name);
  if (isErrno(file)) return -1;
  const client = ip.openClient();
  const id = typeof client === "number" ? -1 : use(client, file);
  if (typeof client !== "number") client.close();
  file.close();
  return id;
}

/** The names under /run/netns, in the order of the directory. */
export function namespaceNames(ip: Ip): string[] | number {
  const entries = ip.sys.readdir(NETNS_RUN_DIR);
  if (isErrno(entries)) return entries;
  return entries.map((entry) => entry.name).filter((name) => name !== "." && name !== "..");
}

/** As {@link namespaceNames}; what is wrong with the directory, if not that there is none, is printed (`netns_foreach`). */
export function eachNamespaceName(ip: Ip): string[] | number {
  const names = namespaceNames(ip);
  if (typeof names !== "number") return names;
  if (names === -ENOENT) return [];
  ip.complain(`Failed to open directory ${NETNS_RUN_DIR}: ${strerror(names)}\n`);
  return names;
}

/** Learns the names of all namespaces that have an id, once; what is none of them is complained about (`netns_map_init`). */
export function rememberNamespaces(ip: Ip): void {
  if (ip.namespacesRead) return;
  const names = namespaceNames(ip);
  if (typeof names === "number") return;
  ip.namespacesRead = true;
  for (const name of names) {
    const id = nsidOfName(ip, name, true);
    if (id >= 0 && !ip.namespaces.has(id)) ip.namespaces.set(id, name);
  }
}

/** The name of the namespace with this id, as it was when names were learned (`get_name_from_nsid`). */
export function namespaceOfId(ip: Ip, id: number): string | undefined {
  rememberNamespaces(ip);
  return ip.namespaces.get(id);
}

/** As {@link namespaceOfId}; then it is not known any more, whatever is told of the id (`print_nsid`). */
export function forgetNamespaceOfId(ip: Ip, id: number): string | undefined {
  const name = namespaceOfId(ip, id);
  ip.namespaces.delete(id);
  return name;
}

/** Looks for the namespace with this id, and keeps its name (`netns_get_name`). */
export function findNamespaceOfId(ip: Ip, id: number): string | undefined {
  const names = id >= 0 ? namespaceNames(ip) : -ENOENT;
  const found = typeof names === "number" ? undefined : names.find((name) => nsidOfName(ip, name) === id);
  if (found !== undefined && !ip.namespaces.has(id)) ip.namespaces.set(id, found);
  return found;
}
