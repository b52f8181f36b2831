/** iperf3's command line. */
import { type GetoptResult, getopt } from "../lib/getopt.ts";
import { atoi, strtod } from "../lib/numbers.ts";
import {
  CLIENT_ONLY,
  dscpToTos,
  LETTERS,
  LONG_OPTIONS,
  parseInteger,
  REFUSED,
  SERVER_ONLY,
} from "./option-table.ts";
import { BLOCK_MAX, PACING_US, type Settings, STREAMS_MAX } from "./settings.ts";
import { parseAmount } from "./units.ts";
import { USAGE } from "./usage.ts";

/** What it says. */
export interface Options {
  readonly server: boolean;
  readonly host: string;
  readonly port: number;
  readonly settings: Settings;
  readonly interval: number;
  readonly format: string | undefined;
  readonly verbose: boolean;
  readonly json: boolean;
  readonly oneOff: boolean;
  readonly daemon: boolean;
  readonly bind: string | undefined;
  readonly device: string | undefined;
  /** The client's own port; 0: any. */
  readonly clientPort: number;
  readonly family: number;
  readonly logFile: string | undefined;
  readonly pidFile: string | undefined;
  readonly file: string | undefined;
  readonly flushes: boolean;
  readonly timestamps: string | undefined;
  /** Milliseconds; 0: as long as the kernel tries. */
  readonly connectTimeout: number;
  readonly receiveTimeout: number;
  readonly sendTimeout: number;
  /** Seconds; 0: none. */
  readonly idleTimeout: number;
  /** Bits per second, 0: none; and over how many seconds. */
  readonly limit: number;
  readonly limitSeconds: number;
}

/** Why iperf3 ends before a test, or without one. */
export class IperfError {
  readonly text: string;
  /** A wrong command line, not a test that went wrong. */
  readonly usage: boolean;
  constructor(text: string, usage = false) {
    this.text = text;
    this.usage = usage;
  }
}

const DURATION_MAX = 86_400;
const OMIT_MAX = 600;
const WINDOW_MAX = 536_870_912;
const MSS_MAX = 9216;
const UDP_BLOCK_MAX = 65_507;
const UDP_BLOCK_MIN = 16;
const BURST_MAX = 1000;
const TIMEOUT_MIN_MS = 100;
const TIMEOUT_MAX_MS = DURATION_MAX * 1000;
const UDP_RATE = 1024 * 1024;

function parameter(text: string): IperfError {
  return new IperfError(`iperf3: parameter error - ${text}\n\n${USAGE}`, true);
}

/** @returns what to do, or text for standard output */
export function parseOptions(argv: readonly string[]): Options | string {
  const parsed = getopt(["iperf3", ...argv.slice(1)], LETTERS, LONG_OPTIONS);
  if (parsed.errors.length > 0) throw new IperfError(`${parsed.errors[0]}\n${USAGE}`, true);
  return new Reader(parsed).read();
}

/** `N[KMG][/M]` */
function beforeSlash(text: string): [string, string | undefined] {
  const slash = text.indexOf("/");
  return slash < 0 ? [text, undefined] : [text.slice(0, slash), text.slice(slash + 1)];
}

class Reader {
  private readonly values = new Map<string, string>();

  constructor(parsed: GetoptResult) {
    for (const { option, argument } of parsed.options) this.values.set(option, argument ?? "");
  }

  read(): Options | string {
    const { values } = this;
    const has = (key: string) => values.has(key);
    if (has("h")) return USAGE;
    if (has("v")) return versionText();
    this.roles();
    for (const key of values.keys())
      if (REFUSED.has(key))
        throw new IperfError(`iperf3: ${key.length === 1 ? "-" : "--"}${key} is not supported here\n`, true);
    const format = values.get("f");
    if (format !== undefined && !/^[kmgtKMGT]$/.test(format))
      throw parameter("bad format specifier (valid formats are in the set [kmgtKMGT])");
    const interval = strtod(values.get("i") ?? "1").value;
    if (!(interval === 0 || (interval >= 0.1 && interval <= 60)))
      throw parameter("invalid report interval (min = 0.1, max = 60 seconds)");
    const [limit, seconds] = beforeSlash(values.get("server-bitrate-limit") ?? "0");
    const [bind, device] = (values.get("B") ?? "").split("%");
    const [host, way] = (values.get("c") ?? "").split("%");
    this.affinity();
    return {
      server: has("s"),
      host,
      port: this.port("p", 5201),
      settings: this.settings(),
      interval,
      format,
      verbose: has("V"),
      json: has("J"),
      oneOff: has("1"),
      daemon: has("D"),
      bind: bind === "" ? undefined : bind,
      device: values.get("bind-dev") ?? way ?? device,
      clientPort: this.port("cport", 0),
      family: has("4") ? 2 : has("6") ? 10 : 0,
      logFile: values.get("logfile"),
      pidFile: values.get("I"),
      file: values.get("F"),
      flushes: has("forceflush"),
      timestamps: has("timestamps") ? values.get("timestamps") || "%c " : undefined,
      connectTimeout: atoi(values.get("connect-timeout") ?? "0"),
      receiveTimeout: this.timeout("rcv-timeout", "receive", TIMEOUT_MIN_MS) ?? 120_000,
      sendTimeout: this.timeout("snd-timeout", "send", 0) ?? 0,
      idleTimeout: this.idleTimeout(),
      limit: parseAmount(limit, 1000),
      limitSeconds: this.limitSeconds(seconds),
    };
  }

  private roles(): void {
    const { values } = this;
    const [client, server] = [values.has("c"), values.has("s")];
    if (client && server) throw parameter("cannot be both server and client");
    if (!client && !server) throw parameter("must either be a client (-c) or server (-s)");
    const any = (of: ReadonlySet<string>) => [...values.keys()].some((key) => of.has(key));
    if (server && any(CLIENT_ONLY)) throw parameter("some option you are trying to set is client only");
    if (client && any(SERVER_ONLY)) throw parameter("some option you are trying to set is server only");
  }

  private port(key: string, usual: number): number {
    const text = this.values.get(key);
    if (text === undefined) return usual;
    const port = atoi(text);
    if (port < 1 || port > 65_535) throw parameter("port number must be between 1 and 65535 inclusive");
    return port;
  }

  private amount(key: string, usual = 0, base: 1000 | 1024 = 1024): number {
    const text = this.values.get(key);
    return text === undefined ? usual : parseAmount(text, base);
  }

  private timeout(key: string, what: string, least: number): number | undefined {
    const text = this.values.get(key);
    if (text === undefined) return undefined;
    const value = atoi(text);
    if (value < least || value > TIMEOUT_MAX_MS)
      throw parameter(`${what} timeout value is incorrect or not in range: `);
    return value;
  }

  private idleTimeout(): number {
    const text = this.values.get("idle-timeout");
    if (text === undefined) return 0;
    const value = atoi(text);
    if (value < 1 || value > DURATION_MAX)
      throw parameter("idle timeout parameter is not positive or larger than allowed limit");
    return value;
  }

  private limitSeconds(text: string | undefined): number {
    const value = text === undefined ? NaN : Number.parseFloat(text);
    if (!Number.isFinite(value)) return LIMIT_SECONDS;
    if (value !== 0 && !(value >= 0.1 && value <= 60)) throw parameter("int_errno=28: ");
    return value;
  }

  /** A box has one processor. */
  private affinity(): number | undefined {
    const text = this.values.get("A");
    if (text === undefined) return undefined;
    const match = /^(\d+)(?:,(\d+))?/.exec(text);
    if (match === null || Number(match[1]) !== 0) throw parameter("unable to set CPU affinity: ");
    if (match[2] === undefined) return undefined;
    if (this.values.has("s")) throw parameter("some option you are trying to set is client only");
    if (Number(match[2]) > 1024) throw parameter("unable to set CPU affinity: ");
    return Number(match[2]);
  }

  private settings(): Settings {
    const { values } = this;
    const udp = values.has("u");
    const [rate, burst] = this.rate(udp);
    const bytes = this.amount("n");
    const blocks = this.amount("k");
    const ends = [values.has("t"), bytes !== 0, blocks !== 0].filter(Boolean).length;
    if (values.has("R") && values.has("bidir")) throw parameter("cannot be both reverse and bidirectional");
    const time = atoi(values.get("t") ?? "10");
    if (time > DURATION_MAX) throw parameter("test duration too long (maximum = 86400 seconds)");
    const omit = atoi(values.get("O") ?? "0");
    if (omit < 0 || omit > OMIT_MAX) throw parameter("bogus value for --omit");
    const parallel = atoi(values.get("P") ?? "1");
    if (parallel > STREAMS_MAX || parallel < 1)
      throw parameter("number of parallel streams too large (maximum = 128)");
    const window = this.amount("w");
    if (window > WINDOW_MAX) throw parameter("socket buffer size too large (maximum = 536870912 bytes)");
    const mss = atoi(values.get("M") ?? "0");
    if (mss > MSS_MAX) throw parameter("TCP MSS too large (maximum = 9216 bytes)");
    const length = this.length(udp);
    if (ends > 1) throw parameter("only one test end condition (-t, -n, -k) may be specified");
    return {
      udp,
      reverse: values.has("R"),
      bidir: values.has("bidir"),
      parallel,
      time: (bytes !== 0 || blocks !== 0) && !values.has("t") ? 0 : Math.max(0, time),
      omit,
      bytes,
      blocks,
      length,
      rate,
      burst,
      pacing: this.amount("pacing-timer", PACING_US, 1000) || PACING_US,
      window,
      mss,
      noDelay: values.has("N"),
      tos: this.tos(),
      congestion: values.get("C"),
      title: values.get("T"),
      extraData: values.get("extra-data"),
      getServerOutput: values.has("get-server-output"),
      counters64: values.has("udp-counters-64bit"),
      repeating: values.has("repeating-payload"),
      zeroCopy: values.has("Z"),
      dontFragment: values.has("dont-fragment"),
      serverAffinity: this.affinity(),
    };
  }

  private rate(udp: boolean): [rate: number, burst: number] {
    const text = this.values.get("b");
    if (text === undefined) return [udp ? UDP_RATE : 0, 0];
    const [rate, packets] = beforeSlash(text);
    if (packets === undefined) return [parseAmount(rate, 1000), 0];
    const burst = atoi(packets);
    if (burst <= 0 || burst > BURST_MAX) throw parameter("invalid burst count (maximum = 1000)");
    return [parseAmount(rate, 1000), burst];
  }

  private length(udp: boolean): number {
    if (!this.values.has("l")) return 0;
    const length = this.amount("l");
    if (udp && length > 0 && (length < UDP_BLOCK_MIN || length > UDP_BLOCK_MAX))
      throw parameter("block size invalid (minimum = 16 bytes, maximum = 65507 bytes)");
    if (length < 0 || length > BLOCK_MAX) throw parameter("block size too large (maximum = 1048576 bytes)");
    return length;
  }

  private tos(): number {
    const { values } = this;
    const code = values.get("dscp");
    const text = values.get("S");
    const tos = code !== undefined ? dscpToTos(code) : text === undefined ? 0 : parseInteger(text);
    if (tos === undefined || tos < 0 || tos > 255)
      throw parameter("bad TOS value (must be between 0 and 255 inclusive)");
    return tos;
  }
}

const LIMIT_SECONDS = 5;

/** Where `%system%` stands, the system's name goes. */
function versionText(): string {
  const features = [
    "CPU affinity setting",
    "TCP congestion algorithm setting",
    "sendfile / zerocopy",
    "bind to device",
    "support IPv4 don't fragment",
  ];
  return `iperf 3.12 (cJSON 1.7.15)\n%system%\nOptional features available: ${features.join(", ")}\n`;
}
