/**
 * The client's states (RFC 2131 section 4.4) with the timing and the words of busybox's udhcpc.
 */
import { formatIpv4, INADDR_ANY, type Ipv4Address } from "../../packet/address.ts";
import { read32 } from "../../packet/bytes.ts";
import {
  DHCPACK,
  DHCPDECLINE,
  DHCPDISCOVER,
  DHCPNAK,
  DHCPOFFER,
  DHCPRELEASE,
  DHCPREQUEST,
  type DhcpMessage,
  OPTION_LEASE_TIME,
  OPTION_MESSAGE_TYPE,
  OPTION_REQUESTED_IP,
  OPTION_SERVER_ID,
  option32,
} from "../../packet/dhcp.ts";
import type { Process } from "../../process/process.ts";
import { addressInUse } from "./arp-probe.ts";
import { Line } from "./line.ts";
import { clientMessage, type DhcpOption, replyTo } from "./messages.ts";
import type { Options } from "./options.ts";
import { runScript } from "./script.ts";
import { addressOf, sendKernel, sendRaw } from "./transport.ts";

const NS_PER_SECOND = 1e9;
const DEFAULT_LEASE = 3600;
/** A lease is renewed by the server's address while more than this is left, in seconds. */
const REBIND_BELOW = 30;
const SELECTS = 3;
const REBINDS = 3;

type State = "selecting" | "requesting" | "bound" | "renew-requested" | "renewing" | "rebinding" | "released";

/** Why the client stops: an exit status, or that it goes on in the background. */
export type Outcome = number | "background";

/** One interface's client: {@link start} it, then {@link run} it. */
export class Client {
  private process: Process;
  private readonly options: Options;
  private readonly clientId: boolean;
  private state: State = "selecting";
  private readonly line: Line;
  private xid = 0;
  private packets = 0;
  private firstSecond = 0;
  private requested: Ipv4Address;
  private server: Ipv4Address = INADDR_ANY;
  private lease = 0;
  /** When the current wait ends, and when the lease was obtained; ns. */
  private deadline = 0;
  private obtained = 0;
  private signal: "renew" | "release" | "terminate" | undefined;
  private mayBackground: boolean;
  private quiet = false;
  private foreground: boolean;

  constructor(process: Process, options: Options & { readonly clientId: boolean }) {
    this.process = process;
    this.options = options;
    this.clientId = options.clientId;
    this.line = new Line(options.interface);
    this.requested = options.requestedIp;
    this.mayBackground = options.background;
    this.foreground = options.foreground;
  }

  /** Reads the interface's index and address; false when it is not there. */
  readInterface(): boolean {
    return this.line.readInterface(this.process.sys);
  }

  /** Goes on as another process, which has no streams to write to. */
  adopt(process: Process): void {
    this.process = process;
    this.quiet = true;
    this.foreground = true;
    this.mayBackground = false;
    this.line.adopt(process.sys);
  }

  private say(text: string): void {
    if (!this.quiet) this.process.stderr.write(`udhcpc: ${text}\n`);
  }

  private script(event: string, message?: DhcpMessage): Promise<void> {
    return runScript(this.process, this.options.script, event, this.options.interface, message);
  }

  private wait(seconds: number): void {
    this.deadline = this.process.sys.monotonic() + seconds * NS_PER_SECOND;
  }

  /** Before the first packet: the script takes the interface's configuration away. */
  async start(): Promise<void> {
    await this.script("deconfig");
    this.xid = this.process.sys.random();
    this.wait(0);
  }

  /** Runs until it ends or wants to go on in the background. */
  async run(): Promise<Outcome> {
    const { process } = this;
    process.onSignal("SIGUSR1", () => void (this.signal = "renew"));
    process.onSignal("SIGUSR2", () => void (this.signal = "release"));
    process.onSignal("SIGTERM", () => void (this.signal = "terminate"));
    for (;;) {
      const outcome = await this.step();
      if (outcome !== undefined) return outcome;
    }
  }

  private async step(): Promise<Outcome | undefined> {
    const { process } = this;
    const rest = this.deadline - process.sys.monotonic();
    if (this.signal === undefined && rest > 0) {
      const { socket } = this.line;
      const sources = socket === undefined ? [] : [socket];
      const timeout = this.state === "released" ? undefined : rest;
      if ((await process.poll(sources, timeout)) !== undefined) return this.receive();
    }
    if (this.signal !== undefined) return this.handleSignal();
    if (this.state === "released" || this.deadline > process.sys.monotonic()) return undefined;
    if (!this.readInterface()) {
      this.say("SIOCGIFINDEX: No such device");
      return 1;
    }
    return this.expired();
  }

  private async handleSignal(): Promise<Outcome | undefined> {
    const { signal } = this;
    this.signal = undefined;
    if (signal === "terminate") {
      this.say("received SIGTERM");
      if (this.options.release) await this.performRelease();
      return 0;
    }
    if (signal === "release") {
      await this.performRelease();
      return undefined;
    }
    this.firstSecond = 0;
    await this.performRenew();
    this.packets = 0;
    this.wait(0);
    return undefined;
  }

  private async performRenew(): Promise<void> {
    if (this.state === "bound") this.line.listen(this.process.sys, "kernel");
    if (this.state === "bound" || this.state === "renewing" || this.state === "rebinding") {
      this.state = "renew-requested";
      return;
    }
    if (this.state === "renew-requested") await this.script("deconfig");
    this.line.listen(this.process.sys, "raw");
    this.state = "selecting";
  }

  async performRelease(): Promise<void> {
    if (["bound", "renewing", "rebinding", "renew-requested"].includes(this.state)) {
      this.say(`unicasting a release of ${formatIpv4(this.requested)} to ${formatIpv4(this.server)}`);
      this.xid = this.process.sys.random();
      this.say("sending release");
      const message = this.message(
        DHCPRELEASE,
        [[OPTION_SERVER_ID, option32(this.server)]],
        this.requested,
        false,
      );
      sendKernel(this.process.sys, message, this.requested, this.server);
    }
    this.say("entering released state");
    await this.script("deconfig");
    this.line.listen(this.process.sys, "none");
    this.state = "released";
  }

  /** The time for an answer, or a part of the lease, is over. */
  private expired(): Promise<Outcome | undefined> | undefined {
    if (this.state === "selecting") return this.discover();
    if (this.state === "requesting") this.select();
    else if (this.state === "rebinding") return this.rebind();
    else return this.renew();
    return undefined;
  }

  private async discover(): Promise<Outcome | undefined> {
    const { options } = this;
    if (options.retries === 0 || this.packets < options.retries) {
      if (this.packets === 0) {
        this.line.listen(this.process.sys, "raw");
        this.xid = this.process.sys.random();
      }
      this.say("broadcasting discover");
      this.broadcast(
        DHCPDISCOVER,
        this.requested === 0 ? [] : [[OPTION_REQUESTED_IP, option32(this.requested)]],
      );
      this.packets++;
      this.wait(options.pause);
      return undefined;
    }
    await this.script("leasefail");
    if (this.mayBackground) this.say("no lease, forking to background");
    else if (options.exitWithoutLease) {
      this.say("no lease, failing");
      return 1;
    }
    this.wait(options.tryAgain);
    this.packets = 0;
    return this.mayBackground ? "background" : undefined;
  }

  private select(): void {
    if (this.packets >= SELECTS) {
      this.line.listen(this.process.sys, "none");
      this.firstSecond = 0;
      this.state = "selecting";
      this.packets = 0;
      return;
    }
    this.say(`broadcasting select for ${formatIpv4(this.requested)}, server ${formatIpv4(this.server)}`);
    this.broadcast(DHCPREQUEST, [
      [OPTION_REQUESTED_IP, option32(this.requested)],
      [OPTION_SERVER_ID, option32(this.server)],
    ]);
    this.packets++;
    this.wait(this.options.pause);
  }

  private get remaining(): number {
    return this.lease - Math.floor((this.process.sys.monotonic() - this.obtained) / NS_PER_SECOND);
  }

  private renew(): Promise<Outcome | undefined> | undefined {
    if (this.state === "bound") {
      this.state = "renewing";
      this.firstSecond = 0;
      this.line.listen(this.process.sys, "kernel");
    }
    if (this.packets === 0) {
      this.say(`sending renew to server ${formatIpv4(this.server)}`);
      const sent = sendKernel(
        this.process.sys,
        this.message(DHCPREQUEST, [], this.requested),
        this.requested,
        this.server,
      );
      if (sent >= 0) {
        this.packets++;
        this.wait(this.options.pause);
        return undefined;
      }
    }
    this.packets = 0;
    if (this.remaining > REBIND_BELOW) {
      this.state = "renewing";
      this.wait(this.remaining >>> 1);
      return undefined;
    }
    this.state = "rebinding";
    this.line.listen(this.process.sys, "raw");
    return this.rebind();
  }

  private async rebind(): Promise<Outcome | undefined> {
    if (this.packets < REBINDS && this.remaining > 0) {
      this.say("broadcasting renew");
      this.broadcast(DHCPREQUEST, [], this.requested);
      this.packets++;
      this.wait(this.options.pause);
      return undefined;
    }
    this.say("lease lost, entering init state");
    await this.script("deconfig");
    this.state = "selecting";
    this.firstSecond = 0;
    this.packets = 0;
    return undefined;
  }

  private message(
    type: number,
    options: readonly DhcpOption[],
    ciaddr: Ipv4Address = INADDR_ANY,
    full = true,
  ): Uint8Array {
    const second = Math.floor(this.process.sys.monotonic() / NS_PER_SECOND);
    if (this.firstSecond === 0) this.firstSecond = second;
    return clientMessage({
      type,
      options,
      ciaddr,
      full,
      xid: this.xid,
      secs: second - this.firstSecond,
      mac: this.line.mac,
      clientId: this.clientId,
      settings: this.options,
    });
  }

  private broadcast(type: number, options: readonly DhcpOption[], ciaddr: Ipv4Address = INADDR_ANY): void {
    sendRaw(this.process.sys, this.line.ifindex, this.message(type, options, ciaddr), ciaddr);
  }

  private async receive(): Promise<Outcome | undefined> {
    const bytes = this.line.receive();
    const message = bytes && replyTo(bytes, this.xid, this.line.mac);
    if (message === undefined) return undefined;
    const type = message.options.get(OPTION_MESSAGE_TYPE)?.[0];
    if (this.state === "selecting") {
      if (type === DHCPOFFER) this.offered(message);
      return undefined;
    }
    const waiting = ["requesting", "renew-requested", "renewing", "rebinding"].includes(this.state);
    if (waiting && type === DHCPACK) return this.acknowledged(message);
    if (waiting && type === DHCPNAK) await this.refused(message);
    return undefined;
  }

  private offered(message: DhcpMessage): void {
    const server = message.options.get(OPTION_SERVER_ID);
    if (server === undefined || server.length !== 4) {
      this.say("no server ID, using 0.0.0.0");
      this.server = INADDR_ANY;
    } else this.server = addressOf(read32(server, 0));
    this.requested = addressOf(message.yiaddr);
    this.state = "requesting";
    this.packets = 0;
    this.wait(0);
  }

  private async refused(message: DhcpMessage): Promise<void> {
    const server = message.options.get(OPTION_SERVER_ID);
    if (server !== undefined && server.length === 4 && read32(server, 0) !== this.server) return;
    this.say("received DHCP NAK");
    await this.script("nak", message);
    if (this.state !== "requesting") await this.script("deconfig");
    this.line.listen(this.process.sys, "raw");
    await this.process.sleep(3 * NS_PER_SECOND);
    this.restart(0);
  }

  private restart(seconds: number): void {
    this.firstSecond = 0;
    this.state = "selecting";
    this.requested = INADDR_ANY;
    this.packets = 0;
    this.wait(seconds);
  }

  private async acknowledged(message: DhcpMessage): Promise<Outcome | undefined> {
    const { options, process } = this;
    const seconds = message.options.get(OPTION_LEASE_TIME);
    if (seconds === undefined || seconds.length !== 4) {
      this.say("no lease time with ACK, using 1 hour lease");
      this.lease = DEFAULT_LEASE;
    } else this.lease = Math.max(10, Math.min(read32(seconds, 0), 0x7fff_ffff / 1000));
    const address = addressOf(message.yiaddr);
    if (
      options.arping !== undefined &&
      (await addressInUse(process, this.line.ifindex, this.line.mac, address, options.arping))
    ) {
      await this.decline(address);
      return undefined;
    }
    this.say(
      `lease of ${formatIpv4(address)} obtained from ${formatIpv4(this.server)}, lease time ${Math.floor(this.lease)}`,
    );
    this.requested = address;
    this.obtained = process.sys.monotonic();
    await this.script(this.state === "requesting" ? "bound" : "renew", message);
    this.wait(Math.floor(this.lease / 2));
    if (options.quit) {
      if (options.release) await this.performRelease();
      return 0;
    }
    this.state = "bound";
    this.line.listen(this.process.sys, "none");
    this.packets = 0;
    return this.foreground ? undefined : "background";
  }

  private async decline(address: Ipv4Address): Promise<void> {
    this.say("offered address is in use (got ARP reply), declining");
    this.say("broadcasting decline");
    const options = [
      [OPTION_REQUESTED_IP, option32(address)],
      [OPTION_SERVER_ID, option32(this.server)],
    ] as const;
    sendRaw(
      this.process.sys,
      this.line.ifindex,
      this.message(DHCPDECLINE, options, INADDR_ANY, false),
      INADDR_ANY,
    );
    if (this.state !== "requesting") await this.script("deconfig");
    this.line.listen(this.process.sys, "none");
    this.restart(this.options.tryAgain);
  }
}
