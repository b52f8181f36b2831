/** What was counted in one interval of a test. */
import type { Flow } from "./flow.ts";
import type { TcpInfo } from "./tcp-info.ts";

/** One stream's counts. */
export interface Sample {
  readonly flow: Flow;
  /** Seconds since the test, or what is omitted of it, began. */
  readonly start: number;
  readonly end: number;
  readonly bytes: number;
  readonly packets: number;
  readonly lost: number;
  readonly jitter: number;
  readonly omitted: boolean;
  /** Of a sender over TCP. */
  readonly retransmits: number;
  readonly info: TcpInfo | undefined;
}

/** Takes an interval's sample of a stream, whose counters begin anew. */
export function takeSample(flow: Flow, start: number, end: number, omitted: boolean): Sample {
  const look = flow.sender && !flow.udp ? flow.look() : undefined;
  const { bytes, packets, lost } = flow.now;
  flow.now.reset();
  return {
    flow,
    start,
    end,
    bytes,
    packets,
    lost,
    jitter: flow.jitter,
    omitted,
    retransmits: look?.retransmits ?? 0,
    info: look?.info,
  };
}

/** What an interval's streams of one direction come to; times are the first one's. */
export interface Sum {
  readonly bytes: number;
  readonly packets: number;
  readonly lost: number;
  readonly jitter: number;
  readonly retransmits: number;
}

/** All streams' counts together; jitter is their mean. */
export function sumOf(samples: readonly Sample[]): Sum {
  const total = (of: (sample: Sample) => number) => samples.reduce((sum, sample) => sum + of(sample), 0);
  return {
    bytes: total(({ bytes }) => bytes),
    packets: total(({ packets }) => packets),
    lost: total(({ lost }) => lost),
    jitter: samples.length === 0 ? 0 : total(({ jitter }) => jitter) / samples.length,
    retransmits: total(({ retransmits }) => retransmits),
  };
}

/** Whether an interval is long enough, or moved enough, to be told of. */
export function worthTelling(samples: readonly Sample[], interval: number): boolean {
  return samples.some(({ start, end, bytes }) => end - start >= interval * 0.1 || bytes > 0);
}
