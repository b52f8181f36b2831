/** What client and server do alike: run the flows, report intervals, exchange results. */
import type { Process } from "../../process/process.ts";
import type { Control } from "./control.ts";
import type { Flow } from "./flow.ts";
import type { Counted, Report } from "./report.ts";

/** How often it is looked whether the test is over. */
const LOOK_NS = 2_000_000;

export interface Parameters {
  readonly udp: boolean;
  readonly reverse: boolean;
  readonly parallel: number;
  readonly time: number;
  readonly bytes: number;
  readonly length: number;
  readonly rate: number;
}

/** Runs flows; `over` says that it is time to stop. @returns how long it took, in seconds */
export async function runFlows(
  process: Process,
  flows: readonly Flow[],
  parameters: Parameters,
  report: Report,
  interval: number,
  over: (elapsed: number) => boolean,
): Promise<number> {
  const { sys } = process;
  const started = sys.monotonic();
  const elapsed = () => (sys.monotonic() - started) / 1e9;
  let done = false;
  const stop = () => done || over(elapsed());
  const enough = (flow: Flow) =>
    parameters.bytes > 0 && flow.bytes >= Math.ceil(parameters.bytes / flows.length);
  const work = flows.map((flow) =>
    flow.sender
      ? flow.send(parameters.length, parameters.rate, () => !stop() && !enough(flow))
      : flow.receive(() => stop()),
  );
  report.head();
  let last = 0;
  const all = Promise.all(work).then(() => {
    done = true;
  });
  while (!done && !stop()) {
    const next = interval > 0 ? last + interval : elapsed() + 1;
    await process.sleep(Math.max(0, Math.min((next - elapsed()) * 1e9, LOOK_NS)));
    if (interval > 0 && elapsed() >= next && !done) {
      report.interval(flows, last, next);
      last = next;
    }
  }
  const end = elapsed();
  done = true;
  await all;
  const some = flows.some(({ intervalBytes }) => intervalBytes > 0);
  if (last === 0 || (some && end - last > 0.01)) report.interval(flows, last, end);
  return end;
}

/** What this side counted, as it is told to the other. */
export function resultsOf(flows: readonly Flow[], seconds: number): object {
  const retransmits = (flow: Flow) =>
    flow.sender && !flow.udp ? flow.retransmits + flow.tcpInfo().retransmits : -1;
  return {
    cpu_util_total: 0,
    cpu_util_user: 0,
    cpu_util_system: 0,
    sender_has_retransmits: flows.some(({ sender, udp }) => sender && !udp) ? 1 : -1,
    streams: flows.map((flow, i) => ({
      id: i === 0 ? 1 : i + 2,
      bytes: flow.bytes,
      retransmits: retransmits(flow),
      jitter: flow.jitter,
      errors: flow.lost,
      packets: flow.packets,
      start_time: 0,
      end_time: seconds,
    })),
  };
}

export function countedOf(flow: Flow, seconds: number): Counted {
  const retransmits = flow.sender && !flow.udp ? flow.retransmits : undefined;
  return {
    bytes: flow.bytes,
    seconds,
    retransmits,
    jitter: flow.jitter,
    lost: flow.lost,
    packets: flow.packets,
  };
}

/** What the other side counted. */
export async function readResults(control: Control): Promise<Counted[]> {
  const streams = (await control.json())?.["streams"];
  if (!Array.isArray(streams)) return [];
  return streams.map((stream: Record<string, unknown>) => {
    const number = (name: string) => Number(stream?.[name]) || 0;
    const retransmits = number("retransmits");
    return {
      bytes: number("bytes"),
      seconds: number("end_time"),
      retransmits: retransmits < 0 ? undefined : retransmits,
      jitter: number("jitter"),
      lost: number("errors"),
      packets: number("packets"),
    };
  });
}
