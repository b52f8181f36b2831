/**
 * Builds many namespaces, each cabled into one hub by a veth pair, addressed and up, through rtnetlink messages. The body knows only
 * the system calls, so it runs on the virtual kernel and on Linux.
 */
import { isErrno } from "../src/errno.ts";
import { AF_INET, AF_UNSPEC, CLONE_NEWNET, O_RDONLY, type SystemCalls } from "../src/kernel.ts";
import { IFA_ADDRESS, IFA_LOCAL, writeAddrHeader } from "../src/netlink/addr.ts";
import { NetlinkClient } from "../src/netlink/client.ts";
import { writeLinkHeader } from "../src/netlink/link.ts";
import {
  IFLA_IFNAME,
  IFLA_INFO_DATA,
  IFLA_INFO_KIND,
  IFLA_LINKINFO,
  IFLA_NET_NS_FD,
} from "../src/netlink/link-attributes.ts";
import { IFF_UP } from "../src/netlink/link-flags.ts";
import { VETH_INFO_PEER } from "../src/netlink/link-kinds/veth.ts";
import { NLM_F_CREATE, NLM_F_EXCL } from "../src/netlink/message.ts";
import { RTM_NEWADDR, RTM_NEWLINK, RTM_SETLINK } from "../src/netlink/rtnetlink.ts";

/** Index that the first veth peer gets in a fresh namespace, after `lo`. */
const PEER_INDEX = 2;
const LOOPBACK_INDEX = 1;
const PREFIX_LENGTH = 30;

function open(sys: SystemCalls): NetlinkClient {
  const client = NetlinkClient.open(sys);
  if (isErrno(client)) throw new Error(`netlink socket: ${client}`);
  return client;
}

function request(client: NetlinkClient, what: string): void {
  const { error, message } = client.request();
  if (error !== 0) throw new Error(`${what}: ${error} ${message}`);
}

function addVeth(client: NetlinkClient, index: number, name: string, peerNamespace: number): void {
  const writer = client.begin(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
  writeLinkHeader(writer, AF_UNSPEC, 0, index, 0, 0);
  writer.string(IFLA_IFNAME, name);
  const info = writer.nest(IFLA_LINKINFO);
  writer.string(IFLA_INFO_KIND, "veth");
  const data = writer.nest(IFLA_INFO_DATA);
  const peer = writer.nest(VETH_INFO_PEER);
  writeLinkHeader(writer, AF_UNSPEC, 0, 0, 0, 0);
  writer.string(IFLA_IFNAME, "eth0");
  writer.u32(IFLA_NET_NS_FD, peerNamespace);
  writer.endNest(peer);
  writer.endNest(data);
  writer.endNest(info);
  request(client, `veth ${name}`);
}

function addAddress(client: NetlinkClient, index: number, address: number): void {
  const writer = client.begin(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL);
  writeAddrHeader(writer, AF_INET, PREFIX_LENGTH, 0, 0, index);
  writer.be32(IFA_LOCAL, address);
  writer.be32(IFA_ADDRESS, address);
  request(client, `address on ${index}`);
}

function setUp(client: NetlinkClient, index: number): void {
  const writer = client.begin(RTM_SETLINK, 0);
  writeLinkHeader(writer, AF_UNSPEC, 0, index, IFF_UP, IFF_UP);
  request(client, `up ${index}`);
}

/** One namespace with `lo` and `eth0` (10.x.y.2/30) up; the hub's end is `h<number>` (10.x.y.1/30). */
function addNamespace(hub: SystemCalls, client: NetlinkClient, number: number): SystemCalls {
  const task = hub.fork("bench");
  if (task.unshare(CLONE_NEWNET) < 0) throw new Error("unshare");
  const namespace = task.open("/proc/thread-self/ns/net", O_RDONLY);
  if (isErrno(namespace)) throw new Error(`namespace file: ${namespace}`);
  const subnet = 0x0a000000 + number * 4;
  const index = 2 + number;
  addVeth(client, index, `h${number}`, namespace.fd ?? 0);
  addAddress(client, index, subnet + 1);
  setUp(client, index);
  const inside = open(task);
  setUp(inside, LOOPBACK_INDEX);
  addAddress(inside, PEER_INDEX, subnet + 2);
  setUp(inside, PEER_INDEX);
  inside.close();
  namespace.close();
  return task;
}

/** @returns the processes that keep the namespaces alive; the first is the hub's */
export function buildNamespaces(sys: SystemCalls, count: number): SystemCalls[] {
  const hub = sys.fork("hub");
  if (hub.unshare(CLONE_NEWNET) < 0) throw new Error("unshare");
  const client = open(hub);
  const tasks = [hub];
  for (let number = 0; number < count; number++) tasks.push(addNamespace(hub, client, number));
  client.close();
  return tasks;
}
