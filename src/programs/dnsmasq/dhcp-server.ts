/** The DHCP side: what each message of a client does, and what the log says about it. */
import type { ReceivedMessage, Socket } from "../../kernel.ts";
import { formatIpv4, INADDR_ANY, type Ipv4Address, ipv4 } from "../../packet/address.ts";
import { read32 } from "../../packet/bytes.ts";
import {
  BOOTREQUEST,
  DHCP_BROADCAST,
  DHCPACK,
  DHCPDECLINE,
  DHCPDISCOVER,
  DHCPINFORM,
  DHCPNAK,
  DHCPOFFER,
  DHCPRELEASE,
  DHCPREQUEST,
  type DhcpMessage,
  OPTION_CLIENT_ID,
  OPTION_LEASE_TIME,
  OPTION_MESSAGE,
  OPTION_MESSAGE_TYPE,
  OPTION_REQUESTED,
  OPTION_SERVER_ID,
  OPTION_VENDOR,
  option32,
  parseDhcp,
} from "../../packet/dhcp.ts";
import type { Process } from "../../process/process.ts";
import { interfaceName } from "../lib/interfaces.ts";
import type { Config } from "./config.ts";
import { type Client, givenName, hex, requestedIp } from "./dhcp-client.ts";
import { candidates, contextOf, contextsOf, type DhcpContext, hostConfig, isFree } from "./dhcp-context.ts";
import { dhcpOptionName, optionText } from "./dhcp-option-names.ts";
import { type OptionList, replyOptions, requestedLines } from "./dhcp-reply.ts";
import { openDhcpSocket, sendDhcp } from "./dhcp-socket.ts";
import { answersPing } from "./icmp-ping.ts";
import type { Leases } from "./leases.ts";
import type { Log } from "./log.ts";

const SOL_IP = 0;
const IP_PKTINFO = 8;
const SHORTEST = 120;
/** Addresses that answered a ping are left alone so long. */
const PING_CACHE_NS = 30e9;

/** The server of all ranges. */
export class DhcpServer {
  socket: Socket | undefined;
  private readonly process: Process;
  private readonly config: Config;
  private readonly leases: Leases;
  private readonly log: Log;
  private readonly buffer = new Uint8Array(2048);
  private readonly received: ReceivedMessage = { from: undefined, control: [], flags: 0 };
  private readonly inUse = new Map<number, number>();

  constructor(process: Process, config: Config, leases: Leases, log: Log) {
    this.process = process;
    this.config = config;
    this.leases = leases;
    this.log = log;
  }

  /** The only interface that it is for, when the socket is bound to one. */
  get boundDevice(): string | undefined {
    const { bindInterfaces, interfaces } = this.config;
    return bindInterfaces && interfaces.length === 1 ? interfaces[0] : undefined;
  }

  /** Opens the socket. @throws {@link StartFailure} */
  open(): void {
    this.socket = openDhcpSocket(this.process, this.config.bindInterfaces, this.boundDevice);
  }

  private say(xid: number, text: string): void {
    this.log.dhcp(this.config.logDhcp ? `${xid} ${text}` : text);
  }

  private detail(xid: number, text: string): void {
    if (this.config.logDhcp) this.log.dhcp(`${xid} ${text}`);
  }

  private event(client: Client, name: string, address: number | undefined, text = ""): void {
    if (this.config.quietDhcp && !this.config.logDhcp) return;
    const shown = address === undefined ? "" : `${formatIpv4(ipv4(address))} `;
    this.say(client.message.xid, `${name}(${client.device}) ${shown}${client.mac} ${text}`);
  }

  /** One message of a client. */
  async serve(): Promise<void> {
    const { socket, buffer, received, config } = this;
    if (socket === undefined) return;
    const length = socket.recv(buffer, received);
    if (length < 0) return;
    const info = received.control.find(({ level, type }) => level === SOL_IP && type === IP_PKTINFO)?.data;
    const message = parseDhcp(buffer.slice(0, length));
    if (info === undefined || message === undefined || message.op !== BOOTREQUEST || message.htype !== 1)
      return;
    // relayed requests belong to networks that no range here names
    if (message.giaddr !== 0 || message.chaddr.length !== 6) return;
    const ifindex = new DataView(info.buffer, info.byteOffset).getInt32(0, true);
    const device = interfaceName(this.process.sys, ifindex) ?? "";
    if (config.interfaces.length > 0 && !config.interfaces.includes(device)) return;
    if (config.exceptInterfaces.includes(device) || config.noDhcpInterfaces.includes(device)) return;
    const contexts = contextsOf(this.process.sys, config, ifindex);
    if (contexts === undefined)
      return this.log.dhcp(`DHCP packet received on ${device} which has no address`);
    await this.handle(this.identify(message, device, ifindex, contexts));
  }

  private identify(
    message: DhcpMessage,
    device: string,
    ifindex: number,
    contexts: readonly DhcpContext[],
  ): Client {
    const mac = hex(message.chaddr);
    const clientId = hex(message.options.get(OPTION_CLIENT_ID) ?? new Uint8Array(0));
    const given = givenName(message);
    const config = hostConfig(this.config, mac, clientId, given);
    return { message, device, ifindex, contexts, mac, clientId, given, config };
  }

  private async handle(client: Client): Promise<void> {
    const { message, contexts } = client;
    const type = message.options.get(OPTION_MESSAGE_TYPE)?.[0];
    if (type === undefined) return;
    if (contexts.length === 0) {
      this.log.dhcp(`no address range available for DHCP request via ${client.device}`);
      return;
    }
    for (const { range } of contexts)
      this.detail(
        message.xid,
        range.staticOnly
          ? `available DHCP subnet: ${formatIpv4(range.start)}/${formatIpv4(ipv4(contexts[0].netmask))}`
          : `available DHCP range: ${formatIpv4(range.start)} -- ${formatIpv4(range.end)}`,
      );
    const vendor = message.options.get(OPTION_VENDOR);
    if (vendor !== undefined) this.detail(message.xid, `vendor class: ${new TextDecoder().decode(vendor)}`);
    if (client.given !== undefined) this.detail(message.xid, `client provides name: ${client.given}`);
    if (client.config?.ignore === true) return this.ignored(client, type);
    if (type === DHCPDISCOVER) return this.discover(client);
    if (type === DHCPREQUEST) return this.request(client);
    if (type === DHCPDECLINE) return this.decline(client);
    if (type === DHCPRELEASE) return this.release(client);
    if (type === DHCPINFORM) return this.inform(client);
  }

  private ignored(client: Client, type: number): void {
    if (type === DHCPDISCOVER) this.event(client, "DHCPDISCOVER", requestedIp(client.message), "ignored");
  }

  private tags(client: Client, context: DhcpContext | undefined): Set<string> {
    const tags = new Set<string>(client.config?.setTags ?? []);
    if (context?.range.setTag !== undefined) tags.add(context.range.setTag);
    if (client.config !== undefined) tags.add("known");
    tags.add(client.device);
    return tags;
  }

  private async discover(client: Client): Promise<void> {
    const { message } = client;
    const address = await this.choose(client);
    const asked = requestedIp(message);
    if (address === undefined) {
      this.event(client, "DHCPDISCOVER", asked, "no address available");
      return;
    }
    this.event(client, "DHCPDISCOVER", asked);
    const context = this.contextFor(client, address) ?? client.contexts[0];
    const tags = this.tags(client, context);
    this.detail(message.xid, `tags: ${[...tags].join(", ")}`);
    this.event(client, "DHCPOFFER", address);
    this.reply(
      client,
      DHCPOFFER,
      address,
      context,
      this.leaseTime(client, context),
      tags,
      this.hostName(client),
    );
  }

  private contextFor(client: Client, address: number): DhcpContext | undefined {
    return contextOf(client.contexts, address, client.config?.address === address);
  }

  /** The address to offer: the configured one, the one that the client has or asks for, or a free one. */
  private async choose(client: Client): Promise<Ipv4Address | undefined> {
    const { config } = client;
    const lease = this.leases.of(client.clientId, client.mac);
    const fixed = config?.address;
    if (fixed !== undefined && contextOf(client.contexts, fixed, true) !== undefined) {
      const holder = this.leases.at(fixed);
      if (holder === undefined || holder === lease || holder.mac === client.mac) return fixed;
      this.log.dhcp(
        `not using configured address ${formatIpv4(fixed)} because it is leased to ${holder.mac}`,
      );
    }
    if (lease !== undefined && this.contextFor(client, lease.address) !== undefined) return lease.address;
    if (this.leases.size >= this.config.leaseMax) return undefined;
    const asked = requestedIp(client.message);
    const context = asked === undefined ? undefined : contextOf(client.contexts, asked, false);
    if (asked !== undefined && context !== undefined && isFree(this.config, this.leases, context, asked))
      if (!(await this.taken(asked))) return asked;
    for (const candidate of candidates(this.config, this.leases, client.contexts, client.message.chaddr))
      if (!(await this.taken(candidate))) return candidate;
    return undefined;
  }

  /** Whether the address answers a ping. */
  private async taken(address: Ipv4Address): Promise<boolean> {
    if (this.config.noPing) return false;
    const now = this.process.sys.monotonic();
    for (const [known, until] of this.inUse) if (until < now) this.inUse.delete(known);
    if (this.inUse.has(address)) return true;
    if (!(await answersPing(this.process, address))) return false;
    this.inUse.set(address, now + PING_CACHE_NS);
    return true;
  }

  private leaseTime(client: Client, context: DhcpContext): number {
    const limit = client.config?.lease ?? context.range.lease;
    const asked = client.message.options.get(OPTION_LEASE_TIME);
    if (asked === undefined || asked.length !== 4) return limit;
    return Math.min(limit, Math.max(SHORTEST, read32(asked, 0)));
  }

  /** The client's name without its domain, when that is this server's. */
  private hostName(client: Client, tell = false): string | undefined {
    const name = client.config?.name ?? client.given;
    if (name === undefined) return undefined;
    const dot = name.indexOf(".");
    if (dot < 0) return name;
    const domain = name.slice(dot + 1);
    if (tell && domain !== this.config.domain)
      this.log.dhcp(`Ignoring domain ${domain} for DHCP host name ${name.slice(0, dot)}`);
    return name.slice(0, dot);
  }

  private request(client: Client): void {
    const { message } = client;
    const asked = requestedIp(message);
    const server = message.options.get(OPTION_SERVER_ID);
    const lease = this.leases.of(client.clientId, client.mac);
    const address = asked ?? message.ciaddr;
    if (server !== undefined) {
      const own = server.length === 4 ? read32(server, 0) : 0;
      if (!client.contexts.some(({ local }) => local === own)) return;
    }
    const selecting = server !== undefined;
    // who has no lease here may be another server's client
    if (!selecting && lease === undefined && !this.config.authoritative) {
      if (contextOf(client.contexts, address, true) !== undefined) return;
    }
    this.event(client, "DHCPREQUEST", address);
    const problem = this.problemOf(client, address, selecting, lease?.address);
    if (problem !== undefined) return this.refuse(client, address, problem);
    this.acknowledge(client, ipv4(address));
  }

  private problemOf(
    client: Client,
    address: number,
    selecting: boolean,
    leased: number | undefined,
  ): string | undefined {
    if (contextOf(client.contexts, address, true) === undefined) return "wrong network";
    const holder = this.leases.at(address);
    if (holder !== undefined && holder.address !== leased) return "address in use";
    if (leased !== undefined && leased !== address && !selecting) return "wrong address";
    const fixed = client.config?.address;
    if (fixed !== undefined && fixed !== address && this.leases.at(fixed) === undefined)
      return "static lease available";
    if (this.contextFor(client, address) === undefined) return "address not available";
    if (this.config.hosts.some((host) => host.address === address && host !== client.config))
      return "address reserved";
    return undefined;
  }

  private refuse(client: Client, address: number, why: string): void {
    this.event(client, "DHCPNAK", address, why);
    const [context] = client.contexts;
    const list: OptionList = [
      [OPTION_MESSAGE_TYPE, Uint8Array.of(DHCPNAK)],
      [OPTION_SERVER_ID, option32(context.local)],
      [OPTION_MESSAGE, new TextEncoder().encode(why)],
    ];
    this.describe(client, list, false);
    this.send(client, list, INADDR_ANY, INADDR_ANY, true);
  }

  private acknowledge(client: Client, address: Ipv4Address): void {
    const context = this.contextFor(client, address) ?? client.contexts[0];
    const tags = this.tags(client, context);
    this.detail(client.message.xid, `tags: ${[...tags].join(", ")}`);
    const name = this.hostName(client, true);
    const seconds = this.leaseTime(client, context);
    const before = this.leases.of(client.clientId, client.mac);
    if (before !== undefined && before.address !== address) this.leases.remove(before.address);
    this.leases.grant({
      address,
      mac: client.mac,
      clientId: client.clientId,
      name,
      expires: seconds === 0xffffffff ? 0 : this.leases.now + seconds,
    });
    this.event(client, "DHCPACK", address, name);
    this.reply(client, DHCPACK, address, context, seconds, tags, name);
  }

  private decline(client: Client): void {
    const address = requestedIp(client.message);
    if (address === undefined) return;
    this.event(client, "DHCPDECLINE", address);
    const lease = this.leases.at(address);
    if (lease?.mac === client.mac) this.leases.remove(address);
    this.inUse.set(address, this.process.sys.monotonic() + PING_CACHE_NS);
  }

  private release(client: Client): void {
    const address = client.message.ciaddr;
    const lease = this.leases.of(client.clientId, client.mac);
    const known = lease?.address === address;
    this.event(client, "DHCPRELEASE", address, known ? "" : "unknown lease");
    if (known) this.leases.remove(address);
  }

  private inform(client: Client): void {
    const { ciaddr } = client.message;
    this.event(client, "DHCPINFORM", ciaddr);
    if (ciaddr === 0) return;
    const context = contextOf(client.contexts, ciaddr, true) ?? client.contexts[0];
    const tags = this.tags(client, context);
    const name = this.leases.at(ciaddr)?.name;
    this.detail(client.message.xid, `tags: ${[...tags].join(", ")}`);
    this.event(client, "DHCPACK", ciaddr, name);
    this.reply(client, DHCPACK, INADDR_ANY, context, undefined, tags, name);
  }

  private reply(
    client: Client,
    type: number,
    address: Ipv4Address,
    context: DhcpContext,
    lease: number | undefined,
    tags: ReadonlySet<string>,
    hostname: string | undefined,
  ): void {
    const { message } = client;
    const fuzz = message.ciaddr === 0 ? 0 : this.process.sys.random() & 0xffff;
    const facts = { type, server: context.local, lease, context, hostname, tags, fuzz };
    const list = replyOptions(this.config, message, facts);
    this.describe(client, list, true, context);
    this.send(client, list, address, context.local, false);
  }

  private describe(client: Client, list: OptionList, whole: boolean, context?: DhcpContext): void {
    const { message } = client;
    if (!this.config.logDhcp) return;
    const requested = message.options.get(OPTION_REQUESTED);
    if (whole && requested !== undefined)
      for (const line of requestedLines(requested)) this.detail(message.xid, line);
    if (context !== undefined) this.detail(message.xid, `next server: ${formatIpv4(context.local)}`);
    if ((message.flags & DHCP_BROADCAST) !== 0 || !whole) this.detail(message.xid, "broadcast response");
    for (const [code, data] of list) {
      const numbers = `size:${String(data.length).padStart(3)} option:${String(code).padStart(3)}`;
      this.detail(message.xid, `sent ${numbers} ${dhcpOptionName(code)}  ${optionText(code, data)}`);
    }
  }

  private send(
    client: Client,
    options: OptionList,
    yiaddr: Ipv4Address,
    siaddr: Ipv4Address,
    refusal: boolean,
  ): void {
    if (this.socket) sendDhcp(this.socket, client, options, yiaddr, siaddr, refusal);
  }
}
