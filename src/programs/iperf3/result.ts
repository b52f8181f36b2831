/** What the two sides counted of a test, put together. */
import type { Flow } from "./flow.ts";

/** What the other side says of a stream. */
export interface Theirs {
  readonly bytes: number;
  readonly seconds: number;
  readonly retransmits: number;
  readonly jitter: number;
  readonly lost: number;
  readonly packets: number;
}

/** A stream as sender and receiver saw it. */
export interface StreamResult {
  readonly flow: Flow;
  readonly sent: number;
  readonly received: number;
  /** Undefined where the sender's system has none to tell. */
  readonly retransmits: number | undefined;
  readonly jitter: number;
  readonly lost: number;
  /** As this side counted them. */
  readonly packets: number;
  /** As the sender did. */
  readonly sentPackets: number;
  /** As the receiver did. */
  readonly receivedPackets: number;
  readonly outOfOrder: number;
}

/** Time on the processor, in percent. */
export interface Processor {
  readonly total: number;
  readonly user: number;
  readonly system: number;
}

export const IDLE: Processor = { total: 0, user: 0, system: 0 };

/** Both sides' counts. */
export interface TestResult {
  readonly streams: readonly StreamResult[];
  /** Seconds that this side's streams ran. */
  readonly endTime: number;
  readonly senderTime: number;
  readonly receiverTime: number;
  readonly local: Processor;
  readonly remote: Processor;
  readonly congestion: string;
  readonly remoteCongestion: string;
}

/** Joins a stream's counters with what the peer says; without that its side is unknown, which is zero. */
export function joinStream(flow: Flow, theirs: Theirs | undefined): StreamResult {
  const { sender, udp, total } = flow;
  const retransmits = sender ? flow.retransmits : (theirs?.retransmits ?? -1);
  return {
    flow,
    sent: sender ? total.bytes : (theirs?.bytes ?? 0),
    received: sender ? (theirs?.bytes ?? 0) : total.bytes,
    retransmits: udp || retransmits < 0 ? undefined : retransmits,
    jitter: sender ? (theirs?.jitter ?? 0) : flow.jitter,
    lost: sender ? (theirs?.lost ?? 0) : total.lost,
    packets: total.packets,
    sentPackets: sender ? total.packets : (theirs?.packets ?? 0),
    receivedPackets: sender ? (theirs?.packets ?? 0) : total.packets,
    outOfOrder: sender ? 0 : total.outOfOrder,
  };
}

/** Times are the first stream's: this side's own end, and the peer's. */
export function endTimes(
  flows: readonly Flow[],
  own: number,
  peer: number | undefined,
): { senderTime: number; receiverTime: number } {
  const other = peer === undefined || peer === 0 ? own : peer;
  return flows[0]?.sender === false
    ? { senderTime: other, receiverTime: own }
    : { senderTime: own, receiverTime: other };
}

/** All streams of one direction. */
export function total(streams: readonly StreamResult[]): StreamResult {
  const [first] = streams;
  const sum = (of: (one: StreamResult) => number) => streams.reduce((value, one) => value + of(one), 0);
  return {
    ...first,
    sent: sum(({ sent }) => sent),
    received: sum(({ received }) => received),
    retransmits: first.retransmits === undefined ? undefined : sum(({ retransmits }) => retransmits ?? 0),
    jitter: sum(({ jitter }) => jitter) / streams.length,
    lost: sum(({ lost }) => lost),
    packets: sum(({ packets }) => packets),
    sentPackets: sum(({ sentPackets }) => sentPackets),
    receivedPackets: sum(({ receivedPackets }) => receivedPackets),
  };
}
