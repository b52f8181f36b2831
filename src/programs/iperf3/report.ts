/** The tables of a test. */
import type { Output } from "../../process/process.ts";
import type { Flow } from "./flow.ts";
import { bytesText, intervalText, rateText } from "./units.ts";

const RULE = "- - - - - - - - - - - - - - - - - - - - - - - - -\n";
/** Wider than any number of retransmissions and window. */
const PADDING = "       ";

/** What one side counted of a stream. */
export interface Counted {
  readonly bytes: number;
  readonly seconds: number;
  readonly retransmits: number | undefined;
  readonly jitter: number;
  readonly lost: number;
  readonly packets: number;
}

export class Report {
  private readonly out: Output;
  private readonly udp: boolean;
  private readonly sender: boolean;
  private readonly format: string | undefined;

  constructor(out: Output, udp: boolean, sender: boolean, format: string | undefined) {
    this.out = out;
    this.udp = udp;
    this.sender = sender;
    this.format = format;
  }

  head(): void {
    const more = this.udp
      ? this.sender
        ? "         Total Datagrams"
        : "         Jitter    Lost/Total Datagrams"
      : this.sender
        ? "         Retr  Cwnd"
        : "";
    this.out.write(`[ ID] Interval           Transfer     Bitrate${more}\n`);
  }

  private line(id: string, start: number, end: number, bytes: number, rest: string): void {
    const seconds = end - start;
    const rate = rateText(seconds > 0 ? bytes / seconds : 0, this.format);
    this.out.write(`[${id}] ${intervalText(start, end)} sec  ${bytesText(bytes)}  ${rate}${rest}\n`);
  }

  /** The lines of one interval; the counters of the interval begin anew. */
  interval(flows: readonly Flow[], start: number, end: number): void {
    let bytes = 0;
    let retransmits = 0;
    let packets = 0;
    let lost = 0;
    for (const flow of flows) {
      bytes += flow.intervalBytes;
      packets += flow.intervalPackets;
      lost += flow.intervalLost;
      retransmits += this.flowLine(flow, start, end);
      flow.intervalBytes = 0;
      flow.intervalPackets = 0;
      flow.intervalLost = 0;
    }
    if (flows.length < 2) return;
    const sum = this.udp
      ? this.sender
        ? `  ${packets}  `
        : `  ${jitterText(0)}  ${lossText(lost, packets)}  `
      : this.sender
        ? `  ${String(retransmits).padStart(3)}             `
        : "                  ";
    this.line("SUM", start, end, bytes, sum);
  }

  private flowLine(flow: Flow, start: number, end: number): number {
    const id = String(flow.id).padStart(3);
    if (this.udp) {
      const text = this.sender
        ? `  ${flow.intervalPackets}  `
        : `  ${jitterText(flow.jitter)}  ${lossText(flow.intervalLost, flow.intervalPackets)}  `;
      this.line(id, start, end, flow.intervalBytes, text);
      return 0;
    }
    if (!this.sender) {
      this.line(id, start, end, flow.intervalBytes, "                  ");
      return 0;
    }
    const { retransmits, window } = flow.tcpInfo();
    this.line(
      id,
      start,
      end,
      flow.intervalBytes,
      `  ${String(retransmits).padStart(3)}   ${bytesText(window)}${PADDING}`,
    );
    return retransmits;
  }

  /** The table at the end: each stream as its sender and as its receiver saw it. */
  summary(
    ids: readonly number[],
    sent: readonly (Counted | undefined)[],
    received: readonly (Counted | undefined)[],
  ): void {
    this.out.write(RULE);
    const retransmits = sent.some((one) => one?.retransmits !== undefined);
    const more = this.udp ? "         Jitter    Lost/Total Datagrams" : retransmits ? "         Retr" : "";
    this.out.write(`[ ID] Interval           Transfer     Bitrate${more}\n`);
    for (const [i, id] of ids.entries()) {
      const name = String(id).padStart(3);
      this.counted(name, sent[i], "sender");
      this.counted(name, received[i], "receiver");
    }
    if (ids.length < 2) return;
    this.counted("SUM", total(sent), "sender");
    this.counted("SUM", total(received), "receiver");
  }

  private counted(id: string, counted: Counted | undefined, role: "sender" | "receiver"): void {
    if (counted === undefined) return;
    const { seconds, bytes, retransmits, jitter, lost, packets } = counted;
    let rest: string;
    if (this.udp)
      rest = `  ${jitterText(role === "sender" ? 0 : jitter)}  ${lossText(role === "sender" ? 0 : lost, packets)}  ${role}`;
    else if (role === "sender" && retransmits !== undefined)
      rest = `  ${String(retransmits).padStart(3)}             ${role}`;
    else rest = `                  ${role}`;
    this.line(id, 0, seconds, bytes, rest);
  }
}

function jitterText(seconds: number): string {
  return `${(seconds * 1000).toFixed(3)} ms`;
}

function lossText(lost: number, packets: number): string {
  const percent = packets > 0 ? Number(((100 * lost) / packets).toPrecision(2)) : 0;
  return `${lost}/${packets} (${percent}%)`;
}

function total(all: readonly (Counted | undefined)[]): Counted | undefined {
  const known = all.filter((one): one is Counted => one !== undefined);
  const [first] = known;
  if (first === undefined) return undefined;
  const sum = (of: (one: Counted) => number) => known.reduce((value, one) => value + of(one), 0);
  return {
    ...first,
    bytes: sum(({ bytes }) => bytes),
    lost: sum(({ lost }) => lost),
    packets: sum(({ packets }) => packets),
    retransmits: first.retransmits === undefined ? undefined : sum(({ retransmits }) => retransmits ?? 0),
  };
}
