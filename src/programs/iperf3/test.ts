/** A test as client and server have it alike: its settings, its streams, where it is told of. */
import { isErrno } from "../../errno.ts";
import type { Socket } from "../../kernel.ts";
import type { Process } from "../../process/process.ts";
import { formatAddress } from "../lib/resolver.ts";
import { formatTime } from "../lib/text/strftime.ts";
import { fromParsed, JsonObject } from "./cjson.ts";
import type { Control } from "./control.ts";
import type { Flow } from "./flow.ts";
import { type Sample, worthTelling } from "./interval.ts";
import { JsonReport } from "./json-report.ts";
import type { Options } from "./options.ts";
import type { Printer } from "./printer.ts";
import type { Reported } from "./reported.ts";
import { endTimes, IDLE, joinStream, type Processor, type TestResult, type Theirs } from "./result.ts";
import type { Settings } from "./settings.ts";
import { TextReport } from "./text-report.ts";

export const RULE = "-----------------------------------------------------------\n";

/** `Linux host 6.1.0 #1 SMP x86_64` */
export function systemInfo(process: Process): string {
  const { sysname, release, version, machine } = process.sys.uname();
  return `${sysname} ${process.sys.hostname()} ${release} ${version} ${machine}`;
}

/** What the other side told at the end. */
export interface PeerResults {
  readonly streams: readonly Theirs[];
  readonly processor: Processor;
  readonly congestion: string;
  /** Of the server: its own report. */
  readonly output: string | undefined;
  readonly outputJson: unknown;
}

/** One test, from its streams to its report. */
export class Test implements Reported {
  readonly process: Process;
  readonly options: Options;
  readonly settings: Settings;
  readonly role: "client" | "server";
  readonly printer: Printer;
  readonly flows: Flow[] = [];
  readonly json: JsonReport | undefined;
  readonly directions: readonly boolean[];
  /** Seconds that the streams ran, without what is omitted. */
  endTime = 0;
  congestion = "";
  tellsRetransmits = false;
  private readonly text: TextReport;
  private last: readonly Sample[] = [];

  constructor(
    process: Process,
    options: Options,
    settings: Settings,
    role: "client" | "server",
    printer: Printer,
  ) {
    this.process = process;
    this.options = options;
    this.settings = settings;
    this.role = role;
    this.printer = printer;
    const client = role === "client";
    this.directions = settings.bidir ? [client, !client] : [client !== settings.reverse];
    this.json = options.json ? new JsonReport(this, systemInfo(process)) : undefined;
    this.text = new TextReport(this);
  }

  /** A line of the text; nothing where a document is made. */
  print(line: string): void {
    if (this.json === undefined) this.printer.line(line);
  }

  printVerbose(line: string): void {
    if (this.options.verbose) this.print(line);
  }

  /** Who is connected, when, and with what. */
  connected(cookie: Uint8Array, segment: number, peer: JsonObject, words: readonly string[]): void {
    const { settings, json } = this;
    const ms = this.process.sys.realtime() / 1000;
    const time = formatTime("%a, %d %b %Y %H:%M:%S GMT", ms);
    const name = new TextDecoder().decode(cookie.subarray(0, -1));
    json?.start.add("timestamp", JsonObject.of({ time, timesecs: Math.floor(ms / 1000) }));
    json?.start.add(this.role === "client" ? "connecting_to" : "accepted_connection", peer);
    json?.start.add("cookie", name);
    this.printVerbose(`Time: ${time}\n`);
    for (const line of words) this.print(line);
    this.printVerbose(`      Cookie: ${name}\n`);
    if (!settings.udp) {
      const usual = settings.mss === 0;
      json?.start.add(usual ? "tcp_mss_default" : "tcp_mss", usual ? segment : settings.mss);
      this.printVerbose(`      TCP MSS: ${usual ? `${segment} (default)` : settings.mss}\n`);
    }
    json?.start.add("target_bitrate", settings.rate);
    if (settings.rate > 0) this.printVerbose(`      Target Bitrate: ${settings.rate}\n`);
  }

  addFlow(flow: Flow): void {
    this.flows.push(flow);
    const [local, remote] = [ends(this.process, flow.socket, false), ends(this.process, flow.socket, true)];
    this.json?.addConnection(flow.id, local, remote);
    const id = String(flow.id).padStart(3);
    this.print(`[${id}] local ${local[0]} port ${local[1]} connected to ${remote[0]} port ${remote[1]}\n`);
  }

  /** `iperf_on_test_start` */
  starting(length: number): void {
    const { settings } = this;
    this.json?.addTestStart(length);
    const end =
      settings.bytes > 0
        ? `${settings.bytes} bytes to send`
        : settings.blocks > 0
          ? `${settings.blocks} blocks to send`
          : `${settings.time} second test`;
    this.printVerbose(
      `Starting Test: protocol: ${settings.udp ? "UDP" : "TCP"}, ${settings.parallel} streams, ${length} byte blocks, omitting ${settings.omit} seconds, ${end}, tos ${settings.tos}\n`,
    );
  }

  async interval(samples: readonly Sample[]): Promise<void> {
    this.last = samples;
    if (samples.some(({ info }) => info !== undefined)) this.tellsRetransmits = true;
    if (!worthTelling(samples, this.options.interval)) return;
    (this.json ?? this.text).interval(samples);
    await this.printer.intervalDone();
  }

  /** Tells of the last interval once more, as the end of a broken test does. */
  repeatInterval(): void {
    if (this.last.length > 0) (this.json ?? this.text).interval(this.last);
  }

  results(theirs: PeerResults | undefined): void {
    const result = this.result(theirs);
    (this.json ?? this.text).results(result);
    if (this.json === undefined) return;
    const { title, extraData } = this.settings;
    if (title !== undefined) this.json.addLast("title", title);
    if (extraData !== undefined) this.json.addLast("extra_data", extraData);
    if (theirs?.outputJson !== undefined)
      this.json.addLast("server_output_json", fromParsed(theirs.outputJson));
    if (theirs?.output !== undefined) this.json.addLast("server_output_text", theirs.output);
  }

  processor(): Processor {
    const spent = this.flows.reduce((sum, flow) => sum + flow.spent, 0);
    const total = this.endTime > 0 ? Math.min(100, spent / (this.endTime * 1e7)) : 0;
    return { total, user: 0, system: total };
  }

  private result(theirs: PeerResults | undefined): TestResult {
    const { flows, endTime } = this;
    return {
      streams: flows.map((flow, i) => joinStream(flow, theirs?.streams[i])),
      endTime,
      ...endTimes(flows, endTime, theirs?.streams[0]?.seconds),
      local: this.processor(),
      remote: theirs?.processor ?? IDLE,
      congestion: this.congestion,
      remoteCongestion: theirs?.congestion ?? "",
    };
  }

  /** What this side counted, for the other. */
  sendResults(control: Control): Promise<number> {
    const { flows, settings } = this;
    const { total, user, system } = this.processor();
    const asked = this.role === "server" && settings.getServerOutput;
    const made = JsonObject.of({
      cpu_util_total: total,
      cpu_util_user: user,
      cpu_util_system: system,
      sender_has_retransmits: flows.some(({ sender, udp }) => sender && !udp) ? 1 : settings.udp ? 0 : -1,
      congestion_used: this.congestion === "" ? undefined : this.congestion,
      server_output_json: asked ? this.json?.whole() : undefined,
      server_output_text: asked && this.json === undefined ? this.printer.taken() : undefined,
      streams: flows.map((flow, i) =>
        JsonObject.of({
          id: i === 0 ? 1 : i + 2,
          bytes: flow.total.bytes,
          retransmits: flow.sender && !flow.udp ? flow.retransmits : -1,
          jitter: flow.jitter,
          errors: flow.total.lost,
          packets: flow.total.packets,
          start_time: 0,
          end_time: this.endTime,
        }),
      ),
    });
    return control.sendJson(made);
  }
}

/** What the other side counted. */
export async function readResults(control: Control): Promise<PeerResults | undefined> {
  const json = await control.json();
  if (json === undefined) return undefined;
  const { streams } = json;
  const number = (of: Record<string, unknown>, name: string) => Number(of[name]) || 0;
  const text = (name: string) => (typeof json[name] === "string" ? (json[name] as string) : undefined);
  return {
    streams: !Array.isArray(streams)
      ? []
      : streams.map((value: unknown) => {
          const stream = (typeof value === "object" && value !== null ? value : {}) as Record<
            string,
            unknown
          >;
          return {
            bytes: number(stream, "bytes"),
            seconds: number(stream, "end_time") - number(stream, "start_time"),
            retransmits: number(stream, "retransmits"),
            jitter: number(stream, "jitter"),
            lost: number(stream, "errors"),
            packets: number(stream, "packets"),
          };
        }),
    processor: {
      total: number(json, "cpu_util_total"),
      user: number(json, "cpu_util_user"),
      system: number(json, "cpu_util_system"),
    },
    congestion: text("congestion_used") ?? "",
    output: text("server_output_text"),
    outputJson: json["server_output_json"],
  };
}

/** Address and port of an end, an IPv4 address in a mapped one as such. */
export function ends(process: Process, socket: Socket, peer: boolean): [string, number] {
  const name = peer ? socket.getpeername() : socket.getsockname();
  if (isErrno(name) || (name.family !== 2 && name.family !== 10)) return ["?", 0];
  return [formatAddress(process.sys, { ...name }).replace(/^::ffff:(?=\d+\.)/, ""), name.port];
}
