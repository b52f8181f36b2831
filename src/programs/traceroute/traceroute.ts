/** `traceroute` and `traceroute6` of version 2.1.2: UDP, ICMP and raw probes. */
import { AF_INET } from "../../kernel.ts";
import type { Process } from "../../process/process.ts";
import { Exit } from "../lib/iputils.ts";
import { formatAddress, type InternetAddress, reverseLookup } from "../lib/resolver.ts";
import { parseOptions, type TracerouteOptions } from "./options.ts";
import { IcmpProber, Probe, type Prober, RawProber, UdpProber } from "./probes.ts";

/** Length of the data when no packet length is given. */
const DEFAULT_DATA = 40;
/** Added to the time of another reply before it is multiplied, in s. */
const PRECISION = 0.001;

export async function main(process: Process): Promise<number> {
  try {
    const options = parseOptions(process.argv, process.sys);
    const { host } = options;
    return host ? await new Trace(process, options, host).run() : 2;
  } catch (end) {
    if (!(end instanceof Exit)) throw end;
    process.stdout.write(end.output);
    await process.stdout.flush();
    process.stderr.write(end.error);
    return end.status;
  }
}

class Trace {
  private readonly process: Process;
  private readonly options: TracerouteOptions;
  private readonly prober: Prober;
  private readonly probes: Probe[];
  private readonly target: InternetAddress;
  private readonly packetLength: number;
  private start: number;
  private end: number;
  private lastSent = 0;

  constructor(process: Process, options: TracerouteOptions, target: InternetAddress) {
    this.process = process;
    this.options = options;
    this.target = target;
    const ipHeader = target.family === AF_INET ? 20 : 40;
    const smallest = ipHeader + (options.method === "raw" ? 0 : 8);
    this.packetLength = Math.max(
      options.packetLength < 0 ? ipHeader + DEFAULT_DATA : options.packetLength,
      smallest,
    );
    const payload = this.packetLength - ipHeader;
    this.prober = newProber(process, options, target, payload);
    this.probes = Array.from({ length: options.maxHops * options.queries }, () => new Probe());
    this.start = (options.firstHop - 1) * options.queries;
    this.end = this.probes.length;
  }

  async run(): Promise<number> {
    const { options, process } = this;
    this.prober.open();
    const address = formatAddress(process.sys, this.target);
    process.stdout.write(
      `traceroute to ${options.hostText} (${address}), ${options.maxHops} hops max, ${this.packetLength} byte packets`,
    );
    try {
      while (this.start < this.end) await this.step();
    } finally {
      this.prober.close(this.probes);
    }
    process.stdout.write("\n");
    return 0;
  }

  /** Prints what is known, sends what may be sent, and waits. */
  private async step(): Promise<void> {
    const { options, probes, process } = this;
    let inFlight = 0;
    let waitUntil = 0;
    for (let n = this.start; n < this.end; n++) {
      const probe = probes[n];
      this.expire(probe, n);
      if (probe.done) {
        if (n === this.start) this.print(this.start++);
        if (probe.final) this.end = (Math.floor(n / options.queries) + 1) * options.queries;
        continue;
      }
      if (probe.sent === 0) {
        const due = this.lastSent + options.sendWait * 1e6;
        if (options.sendWait > 0 && process.sys.realtime() < due) {
          waitUntil = waitUntil === 0 ? due : Math.min(waitUntil, due);
          break;
        }
        this.prober.send(probe, n, Math.floor(n / options.queries) + 1);
        if (probe.sent === 0) {
          waitUntil ||= process.sys.realtime() + 10_000;
          break;
        }
        this.lastSent = probe.sent;
      }
      const expiry = probe.sent + this.timeout(n) * 1e6;
      waitUntil = waitUntil === 0 ? expiry : Math.min(waitUntil, expiry);
      if (++inFlight >= options.simultaneous) break;
    }
    if (inFlight === 0 && waitUntil === 0) return;
    await process.stdout.flush();
    const wait = waitUntil - process.sys.realtime();
    // poll(2) takes milliseconds, rounded up: probes that were sent shortly after one another expire together
    const sources = this.prober.sources(probes.slice(this.start, this.end));
    if (wait > 0) await process.poll(sources, Math.ceil(wait / 1000) * 1e6);
    this.prober.receive(probes);
  }

  private expire(probe: Probe, n: number): void {
    if (probe.done || probe.sent === 0) return;
    if (this.process.sys.realtime() - probe.sent < this.timeout(n) * 1e6) return;
    probe.done = true;
    probe.socket?.close();
    probe.socket = undefined;
  }

  /** How long to wait for a probe, in seconds: by what others took, and no more than the limit. */
  private timeout(n: number): number {
    const { options, probes } = this;
    const first = n - (n % options.queries);
    if (options.waitHere > 0) {
      for (let i = first; i < first + options.queries; i++) {
        const took = roundTrip(probes[i]);
        if (took > 0) return Math.min((took + PRECISION) * options.waitHere, options.waitMax);
      }
    }
    if (options.waitNear > 0) {
      for (let i = n + 1; i < probes.length && probes[i].sent > 0; i++) {
        const took = roundTrip(probes[i]);
        if (took > 0) return Math.min((took + PRECISION) * options.waitNear, options.waitMax);
      }
    }
    return options.waitMax;
  }

  private print(n: number): void {
    const { options, probes, process } = this;
    const probe = probes[n];
    const within = n % options.queries;
    let text = within === 0 ? `\n${String(n / options.queries + 1).padStart(2)} ` : "";
    if (!probe.from) text += " *";
    else if (!this.sameAsBefore(n, within)) text += ` ${this.showAddress(probe.from)}`;
    if (probe.received > 0) text += `  ${((probe.received - probe.sent) / 1000).toFixed(3)} ms`;
    if (probe.error !== "") text += ` ${probe.error}`;
    process.stdout.write(text);
  }

  /** Whether the last reply of this hop came from the same address. */
  private sameAsBefore(n: number, within: number): boolean {
    const { sys } = this.process;
    const own = this.probes[n].from;
    for (let i = n - 1; i >= n - within; i--) {
      const other = this.probes[i].from;
      if (other) return own !== undefined && formatAddress(sys, other) === formatAddress(sys, own);
    }
    return false;
  }

  private showAddress(address: InternetAddress): string {
    const { sys } = this.process;
    const text = formatAddress(sys, address);
    if (this.options.numeric) return text;
    return `${reverseLookup(sys, address) ?? text} (${text})`;
  }
}

function newProber(
  { sys }: Process,
  options: TracerouteOptions,
  target: InternetAddress,
  payload: number,
): Prober {
  if (options.method === "icmp") return new IcmpProber(sys, options, target, payload);
  if (options.method === "raw") return new RawProber(sys, options, target, payload);
  return new UdpProber(sys, options, target, payload - 8);
}

/** In seconds; 0 when there was no reply. */
function roundTrip(probe: Probe): number {
  return probe.done && probe.received > 0 ? (probe.received - probe.sent) / 1e6 : 0;
}
