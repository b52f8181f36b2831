/** A test as one document: how it began, its intervals, and how it ended. */
import type { Socket } from "../../kernel.ts";
import { JsonObject, type JsonValue, printCompact, printJson } from "./cjson.ts";
import { type Sample, sumOf } from "./interval.ts";
import type { Reported } from "./reported.ts";
import { type StreamResult, type TestResult, total } from "./result.ts";
import { bufferSizes } from "./sockets.ts";

const MICRO = 1e6;

/** As a difference of two times of whole microseconds. */
function seconds(value: number): number {
  return Math.round(value * MICRO) / MICRO;
}

function percent(lost: number, packets: number): number {
  return packets > 0 ? (100 * lost) / packets : 0;
}

/** Gathers it while the test runs. */
export class JsonReport {
  readonly start = new JsonObject();
  private readonly connected: JsonObject[] = [];
  private readonly intervals: JsonObject[] = [];
  private readonly end = new JsonObject();
  private readonly test: Reported;
  private readonly rest: [string, JsonValue][] = [];

  constructor(test: Reported, system: string) {
    this.test = test;
    this.start.add("connected", this.connected).add("version", "iperf 3.12").add("system_info", system);
  }

  /** What stands behind the rest: a title, an error. */
  addLast(name: string, value: JsonValue): void {
    this.rest.push([name, value]);
  }

  addConnection(socket: number, local: [string, number], remote: [string, number]): void {
    this.connected.push(
      JsonObject.of({
        socket,
        local_host: local[0],
        local_port: local[1],
        remote_host: remote[0],
        remote_port: remote[1],
      }),
    );
  }

  addBuffers(window: number, socket: Socket): void {
    const { sent, received } = bufferSizes(socket);
    this.start.add("sock_bufsize", window).add("sndbuf_actual", sent).add("rcvbuf_actual", received);
  }

  addTestStart(length: number): void {
    const { settings } = this.test;
    this.start.add(
      "test_start",
      JsonObject.of({
        protocol: settings.udp ? "UDP" : "TCP",
        num_streams: settings.parallel,
        blksize: length,
        omit: settings.omit,
        duration: settings.time,
        bytes: settings.bytes,
        blocks: settings.blocks,
        reverse: Number(settings.reverse),
        tos: settings.tos,
        target_bitrate: settings.rate,
      }),
    );
  }

  interval(samples: readonly Sample[]): void {
    const made = new JsonObject();
    made.add(
      "streams",
      samples.map((sample) => this.sample(sample)),
    );
    for (const [i, sender] of this.test.directions.entries()) {
      const some = samples.filter(({ flow }) => flow.sender === sender);
      if (some.length > 0) made.add(i === 0 ? "sum" : "sum_bidir_reverse", this.sum(some, sender));
    }
    this.intervals.push(made);
  }

  private times({ start, end }: Sample, bytes: number): JsonObject {
    const duration = Math.fround(end - start);
    return new JsonObject()
      .add("start", seconds(start))
      .add("end", seconds(end))
      .add("seconds", duration)
      .add("bytes", bytes)
      .add("bits_per_second", duration > 0 ? (bytes * 8) / duration : 0);
  }

  private sample(sample: Sample): JsonObject {
    const { flow, info } = sample;
    const made = new JsonObject().add("socket", flow.id);
    made.fields.push(...this.times(sample, sample.bytes).fields);
    if (flow.udp) this.datagrams(made, flow.sender, sample.packets, sample.lost, sample.jitter);
    else if (flow.sender)
      made
        .add("retransmits", sample.retransmits)
        .add("snd_cwnd", info?.window ?? 0)
        .add("snd_wnd", info?.peerWindow ?? 0)
        .add("rtt", info?.rtt ?? 0)
        .add("rttvar", info?.rttvar ?? 0)
        .add("pmtu", info?.pmtu ?? 0);
    return made.add("omitted", sample.omitted).add("sender", flow.sender);
  }

  private datagrams(made: JsonObject, sender: boolean, packets: number, lost: number, jitter: number): void {
    if (!sender) made.add("jitter_ms", jitter * 1000).add("lost_packets", lost);
    made.add("packets", packets);
    if (!sender) made.add("lost_percent", percent(lost, packets));
  }

  private sum(samples: readonly Sample[], sender: boolean): JsonObject {
    const sum = sumOf(samples);
    const made = this.times(samples[0], sum.bytes);
    if (this.test.settings.udp) this.datagrams(made, sender, sum.packets, sum.lost, sum.jitter);
    else if (sender) made.add("retransmits", sum.retransmits);
    return made.add("omitted", samples[0].omitted).add("sender", sender);
  }

  results(result: TestResult): void {
    const { udp } = this.test.settings;
    const { end } = this;
    end.add(
      "streams",
      result.streams.map((one) => (udp ? this.udpStream(one, result) : this.tcpStream(one, result))),
    );
    for (const [i, sender] of this.test.directions.entries()) {
      const some = result.streams.filter(({ flow }) => flow.sender === sender);
      const suffix = i === 0 ? "" : "_bidir_reverse";
      if (some.length > 0 && udp) this.udpSums(total(some), sender, suffix, result);
      else if (some.length > 0) this.tcpSums(total(some), sender, suffix, result);
    }
    const { local, remote } = result;
    end.add(
      "cpu_utilization_percent",
      JsonObject.of({
        host_total: local.total,
        host_user: local.user,
        host_system: local.system,
        remote_total: remote.total,
        remote_user: remote.user,
        remote_system: remote.system,
      }),
    );
    if (udp) return;
    const names = [result.congestion, result.remoteCongestion];
    if (this.test.directions.at(-1) === false) names.reverse();
    if (names[0] !== "") end.add("sender_tcp_congestion", names[0]);
    if (names[1] !== "") end.add("receiver_tcp_congestion", names[1]);
  }

  private span(end: number, duration: number, bytes: number, over: number): JsonObject {
    return new JsonObject()
      .add("start", 0)
      .add("end", seconds(end))
      .add("seconds", seconds(duration))
      .add("bytes", bytes)
      .add("bits_per_second", over > 0 ? (bytes * 8) / seconds(over) : 0);
  }

  private tcpStream({ flow, sent, received, retransmits }: StreamResult, result: TestResult): JsonObject {
    const { senderTime, receiverTime, endTime } = result;
    const sending = new JsonObject().add("socket", flow.id);
    sending.fields.push(...this.span(senderTime, senderTime, sent, senderTime).fields);
    if (retransmits !== undefined) {
      const { trips } = flow;
      sending
        .add("retransmits", retransmits)
        .add("max_snd_cwnd", flow.largestCwnd)
        .add("max_snd_wnd", flow.largestWindow)
        .add("max_rtt", trips.length === 0 ? 0 : Math.max(...trips))
        .add("min_rtt", trips.length === 0 ? 0 : Math.min(...trips))
        .add(
          "mean_rtt",
          trips.length === 0 ? 0 : Math.floor(trips.reduce((sum, trip) => sum + trip, 0) / trips.length),
        );
    }
    const receiving = new JsonObject().add("socket", flow.id);
    receiving.fields.push(...this.span(receiverTime, endTime, received, receiverTime).fields);
    return new JsonObject()
      .add("sender", sending.add("sender", flow.sender))
      .add("receiver", receiving.add("sender", flow.sender));
  }

  private tcpSums(sum: StreamResult, sender: boolean, suffix: string, result: TestResult): void {
    const { senderTime, receiverTime } = result;
    const sent = this.span(senderTime, senderTime, sum.sent, senderTime);
    if (sum.retransmits !== undefined) sent.add("retransmits", sum.retransmits);
    const received = this.span(receiverTime, receiverTime, sum.received, receiverTime);
    this.end
      .add(`sum_sent${suffix}`, sent.add("sender", sender))
      .add(`sum_received${suffix}`, received.add("sender", sender));
  }

  private udpStream(one: StreamResult, { senderTime }: TestResult): JsonObject {
    const made = new JsonObject().add("socket", one.flow.id);
    made.fields.push(...this.span(senderTime, senderTime, one.sent, senderTime).fields);
    this.losses(made, one.jitter, one.lost, one.packets);
    made.add("out_of_order", one.outOfOrder).add("sender", one.flow.sender);
    return new JsonObject().add("udp", made);
  }

  private losses(made: JsonObject, jitter: number, lost: number, packets: number): JsonObject {
    return made
      .add("jitter_ms", jitter * 1000)
      .add("lost_packets", lost)
      .add("packets", packets)
      .add("lost_percent", percent(lost, packets));
  }

  private udpSums(sum: StreamResult, sender: boolean, suffix: string, result: TestResult): void {
    const { senderTime, receiverTime } = result;
    const all = this.span(receiverTime, receiverTime, sum.sent, senderTime);
    const sent = this.span(senderTime, senderTime, sum.sent, senderTime);
    const received = this.span(receiverTime, receiverTime, sum.received, receiverTime);
    this.end
      .add(`sum${suffix}`, this.losses(all, sum.jitter, sum.lost, sum.packets).add("sender", sender))
      .add(`sum_sent${suffix}`, this.losses(sent, 0, 0, sum.sentPackets).add("sender", true))
      .add(
        `sum_received${suffix}`,
        this.losses(received, sum.jitter, sum.lost, sum.receivedPackets).add("sender", false),
      );
  }

  whole(): JsonObject {
    const made = new JsonObject()
      .add("start", this.start)
      .add("intervals", this.intervals)
      .add("end", this.end);
    made.fields.push(...this.rest);
    return made;
  }

  text(): string {
    return `${printJson(this.whole())}\n`;
  }

  compact(): string {
    return printCompact(this.whole());
  }
}
