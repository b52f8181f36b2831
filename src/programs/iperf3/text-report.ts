/** Intervals and results as lines of text. */
import { general } from "./cjson.ts";
import { type Sample, sumOf } from "./interval.ts";
import type { Reported } from "./reported.ts";
import { type Processor, type StreamResult, type TestResult, total } from "./result.ts";
import { bytesText, intervalText, rateText } from "./units.ts";

export const RULE = "- - - - - - - - - - - - - - - - - - - - - - - - -\n";
const COLUMNS = "Interval           Transfer     Bitrate";
/** Where a sender has its retransmissions. */
const EMPTY = "                  ";
/** Wider than any number of retransmissions and window. */
const PADDING = "       ";

/** Prints them as they come. */
export class TextReport {
  private readonly test: Reported;
  private headed = false;

  constructor(test: Reported) {
    this.test = test;
  }

  private print(text: string): void {
    this.test.printer.line(text);
  }

  private head(more: string): void {
    this.print(`[ ID]${this.test.settings.bidir ? "[Role]" : ""} ${COLUMNS}${more}\n`);
  }

  /** `[  5][TX-C]   0.00-1.00   sec  1.25 MBytes  10.5 Mbits/sec`, and what follows. */
  private row(id: string, sender: boolean, start: number, end: number, bytes: number, rest: string): void {
    const { settings, options, role } = this.test;
    const way = settings.bidir ? `[${sender ? "TX" : "RX"}-${role === "client" ? "C" : "S"}]` : "";
    const seconds = end - start;
    const rate = rateText(seconds > 0 ? bytes / seconds : 0, options.format);
    this.print(`[${id}]${way} ${intervalText(start, end)} sec  ${bytesText(bytes)}  ${rate}${rest}\n`);
  }

  private intervalHead(sender: boolean): void {
    const { settings } = this.test;
    if (settings.udp)
      this.head(
        sender && !settings.bidir ? "         Total Datagrams" : "         Jitter    Lost/Total Datagrams",
      );
    else this.head(this.test.tellsRetransmits || settings.bidir ? "         Retr  Cwnd" : "");
  }

  /** One interval of all streams, those of one direction after the other. */
  interval(samples: readonly Sample[]): void {
    const [first] = samples;
    if (first === undefined) return;
    if (!this.headed) this.intervalHead(first.flow.sender);
    else if (this.test.settings.parallel > 1) this.print(RULE);
    this.headed = true;
    for (const sender of this.test.directions) {
      const some = samples.filter(({ flow }) => flow.sender === sender);
      for (const sample of some) this.sample(sample);
      if (this.test.settings.parallel > 1 && some.length > 0) this.sum(some, sender);
    }
  }

  private sample(sample: Sample): void {
    const { flow, start, end, bytes, packets, lost, jitter } = sample;
    const omitted = sample.omitted ? "(omitted)" : "";
    let rest: string;
    if (flow.udp)
      rest = flow.sender
        ? `${this.beforePackets()}${packets}  ${omitted}`
        : `  ${jitterText(jitter)}  ${lossText(lost, packets)}  ${omitted}`;
    else
      rest = flow.sender
        ? `${retransmitsText(sample.retransmits)}   ${bytesText(sample.info?.window ?? 0)}${PADDING}${omitted}`
        : `${EMPTY}${omitted}`;
    this.row(idText(flow.id), flow.sender, start, end, bytes, rest);
  }

  /** In both directions at once the columns of a receiver are there. */
  private beforePackets(): string {
    return this.test.settings.bidir ? `${" ".repeat(11)} ` : "  ";
  }

  private sum(samples: readonly Sample[], sender: boolean): void {
    const [{ start, end, omitted }] = samples;
    const { bytes, packets, lost, jitter, retransmits } = sumOf(samples);
    const last = omitted ? "(omitted)" : "";
    let rest: string;
    if (this.test.settings.udp)
      rest = sender
        ? `${this.beforePackets()}${packets}  ${last}`
        : `  ${jitterText(jitter)}  ${lossText(lost, packets)}  ${last}`;
    else rest = sender ? `${retransmitsText(retransmits)}             ${last}` : `${EMPTY}${last}`;
    this.row("SUM", sender, start, end, bytes, rest);
  }

  /** The table at the end. */
  results(result: TestResult): void {
    const { test } = this;
    this.print(RULE);
    if (test.options.verbose) this.print("Test Complete. Summary Results:\n");
    const { streams } = result;
    const retransmits = streams.some((one) => one.retransmits !== undefined);
    if (test.settings.udp) this.head("         Jitter    Lost/Total Datagrams");
    else this.head(retransmits || test.settings.bidir ? "         Retr" : "");
    for (const sender of test.directions) {
      const some = streams.filter(({ flow }) => flow.sender === sender);
      for (const one of some) this.stream(idText(one.flow.id), one, sender, result);
      if (test.settings.parallel > 1 && some.length > 0) this.stream("SUM", total(some), sender, result);
      if (test.options.verbose) this.verbose(sender, result);
    }
  }

  /** The sender's line and the receiver's; a server knows its own only. */
  private stream(id: string, one: StreamResult, sender: boolean, result: TestResult): void {
    const { role, options, settings } = this.test;
    const knows = (side: boolean) => role === "client" || side === sender;
    const end = (side: boolean) => (side ? result.senderTime : result.receiverTime);
    for (const side of [true, false]) {
      const name = side ? "sender" : "receiver";
      if (!knows(side)) {
        if (options.verbose && !(settings.udp && id === "SUM"))
          this.print(`[${id}] (${name} statistics not available)\n`);
        continue;
      }
      let rest: string;
      if (settings.udp)
        rest = side
          ? `  ${jitterText(0)}  ${lossText(0, one.packets)}  ${name}`
          : `  ${jitterText(one.jitter)}  ${lossText(one.lost, one.receivedPackets)}  ${name}`;
      else if (side && one.retransmits !== undefined)
        rest = `${retransmitsText(one.retransmits)}             ${name}`;
      else rest = `${EMPTY}${name}`;
      this.row(id, sender, 0, end(side), side ? one.sent : one.received, rest);
      if (side && id !== "SUM") this.file(one);
    }
  }

  /** How much of a file that is. */
  private file({ flow, sent }: StreamResult): void {
    const size = flow.fileSize;
    if (size === undefined) return;
    const [part, whole] = [sent, size].map((bytes) => bytesText(bytes).slice(0, -1));
    const share = size > 0 ? Math.trunc((sent / size) * 100) : 0;
    this.print(`        Sent ${part} / ${whole} (${share}%) of ${this.test.options.file}\n`);
  }

  private verbose(sender: boolean, result: TestResult): void {
    const { settings } = this.test;
    const line = (as: boolean) =>
      `CPU Utilization: local/${as ? "sender" : "receiver"} ${processorText(result.local)}, remote/${as ? "receiver" : "sender"} ${processorText(result.remote)}\n`;
    if (sender) {
      this.print(line(true));
      if (settings.bidir) this.print(line(false));
    }
    if (settings.udp) return;
    const [sending, receiving] = sender
      ? [result.congestion, result.remoteCongestion]
      : [result.remoteCongestion, result.congestion];
    if (sending !== "") this.print(`snd_tcp_congestion ${sending}\n`);
    if (receiving !== "") this.print(`rcv_tcp_congestion ${receiving}\n`);
  }
}

function idText(id: number): string {
  return String(id).padStart(3);
}

function retransmitsText(count: number): string {
  return `  ${String(count).padStart(3)}`;
}

function processorText({ total: all, user, system }: Processor): string {
  return `${all.toFixed(1)}% (${user.toFixed(1)}%u/${system.toFixed(1)}%s)`;
}

function jitterText(seconds: number): string {
  return `${(seconds * 1000).toFixed(3)} ms`;
}

function lossText(lost: number, packets: number): string {
  return `${lost}/${packets} (${general(packets > 0 ? (100 * lost) / packets : 0, 2)}%)`;
}
