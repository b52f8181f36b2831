/** What a test is to be: the client's options, as they are told to the server. */
import { JsonObject } from "./cjson.ts";

/** Both sides go by them. */
export interface Settings {
  readonly udp: boolean;
  readonly reverse: boolean;
  readonly bidir: boolean;
  readonly parallel: number;
  /** Seconds; 0: until the bytes or blocks are sent. */
  readonly time: number;
  /** Seconds before the test that do not count. */
  readonly omit: number;
  readonly bytes: number;
  readonly blocks: number;
  /** Of a block; 0: the usual. */
  readonly length: number;
  /** Bits per second; 0: no limit. */
  readonly rate: number;
  /** Blocks sent at once. */
  readonly burst: number;
  /** How often it is looked whether a block is due, in microseconds. */
  readonly pacing: number;
  /** Bytes of the sockets' buffers; 0: the usual. */
  readonly window: number;
  readonly mss: number;
  readonly noDelay: boolean;
  readonly tos: number;
  readonly congestion: string | undefined;
  readonly title: string | undefined;
  readonly extraData: string | undefined;
  readonly getServerOutput: boolean;
  readonly counters64: boolean;
  readonly repeating: boolean;
  readonly zeroCopy: boolean;
  readonly dontFragment: boolean;
  readonly serverAffinity: number | undefined;
}

export const STREAMS_MAX = 128;
export const BLOCK_MAX = 1_048_576;
export const TCP_BLOCK = 131_072;
export const PACING_US = 1000;

/** `send_parameters`. */
export function settingsToJson(settings: Settings): JsonObject {
  const given = (value: number) => (value === 0 ? undefined : value);
  return JsonObject.of({
    [settings.udp ? "udp" : "tcp"]: true,
    omit: settings.omit,
    server_affinity: settings.serverAffinity,
    time: settings.time,
    num: settings.bytes,
    blockcount: settings.blocks,
    MSS: given(settings.mss),
    nodelay: settings.noDelay || undefined,
    parallel: settings.parallel,
    reverse: settings.reverse || undefined,
    bidirectional: settings.bidir || undefined,
    window: given(settings.window),
    len: settings.length,
    bandwidth: given(settings.rate),
    pacing_timer: settings.pacing,
    burst: given(settings.burst),
    TOS: given(settings.tos),
    title: settings.title,
    extra_data: settings.extraData,
    congestion: settings.congestion,
    get_server_output: settings.getServerOutput ? 1 : undefined,
    udp_counters_64bit: settings.counters64 ? 1 : undefined,
    repeating_payload: settings.repeating ? 1 : undefined,
    zerocopy: settings.zeroCopy ? 1 : undefined,
    dont_fragment: settings.dontFragment ? 1 : undefined,
    client_version: "3.12",
  });
}

/** `get_parameters`. @returns undefined for a test that can not be */
export function settingsFromJson(json: Record<string, unknown> | undefined): Settings | undefined {
  if (json === undefined) return undefined;
  const number = (name: string, usual = 0): number => {
    const value = json[name];
    return typeof value === "number" && Number.isFinite(value) ? value : usual;
  };
  const flag = (name: string) => json[name] === true || number(name) !== 0;
  const text = (name: string) => (typeof json[name] === "string" ? json[name] : undefined);
  const parallel = number("parallel", 1);
  const length = number("len", TCP_BLOCK);
  if (!(parallel >= 1 && parallel <= STREAMS_MAX) || !(length >= 4 && length <= BLOCK_MAX)) return undefined;
  return {
    udp: flag("udp"),
    reverse: flag("reverse"),
    bidir: flag("bidirectional"),
    parallel: Math.floor(parallel),
    time: number("time"),
    omit: number("omit"),
    bytes: number("num"),
    blocks: number("blockcount"),
    length: Math.floor(length),
    rate: number("bandwidth"),
    burst: number("burst"),
    pacing: number("pacing_timer", PACING_US),
    window: number("window"),
    mss: number("MSS"),
    noDelay: flag("nodelay"),
    tos: number("TOS"),
    congestion: text("congestion"),
    title: text("title"),
    extraData: text("extra_data"),
    getServerOutput: flag("get_server_output"),
    counters64: flag("udp_counters_64bit"),
    repeating: flag("repeating_payload"),
    zeroCopy: flag("zerocopy"),
    dontFragment: flag("dont_fragment"),
    serverAffinity: undefined,
  };
}
