/**
 * tracefs (`/sys/kernel/tracing`): the tracepoints of the virtual kernel in Linux's files and line format, so that a script that
 * watches `skb:kfree_skb` runs on both kernels.
 *
 * There are the events' `enable` files, `trace`, `tracing_on`, `available_events` and `current_tracer`. The
 * task in a line is always `<idle>-0`: packets are processed for nobody in particular here. Locations carry no offsets.
 *
 * Source: `kernel/trace/trace.c`, `include/trace/events/skb.h`, `include/trace/events/net.h`.
 */
import { EINVAL } from "../../errno.ts";
import type { NetDevice } from "../core/dev/netdevice.ts";
import { dropReasonName } from "../core/drop-reason.ts";
import type { Machine } from "../core/machine.ts";
import type { SkBuff } from "../core/skbuff.ts";
import { type Tracepoint, traceKfreeSkb, traceNetDevStartXmit, traceNetifReceiveSkb } from "../core/trace.ts";
import { fixedDirectory, type Inode } from "./inode.ts";
import { TextInode } from "./text-inode.ts";

/** Lines kept; older ones are overwritten, as in Linux's ring buffer. */
const BUFFER_LINES = 16384;
const NS_PER_S = 1e9;

const HEADER = `#                                _-----=> irqs-off/BH-disabled
#                               / _----=> need-resched
#                              | / _---=> hardirq/softirq
#                              || / _--=> preempt-depth
#                              ||| / _-=> migrate-disable
#                              |||| /     delay
#           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION
#              | |         |   |||||     |         |
`;

/** The ring buffer of one box. */
class TraceBuffer {
  on = true;
  private lines: string[] = [];
  private written = 0;
  readonly machine: Machine;
  private readonly addresses = new WeakMap<SkBuff, string>();
  private nextAddress = 1;

  constructor(machine: Machine) {
    this.machine = machine;
  }

  record(event: string, text: string): void {
    if (!this.on) return;
    const seconds = (this.machine.now() / NS_PER_S).toFixed(6).padStart(12);
    this.lines.push(`          <idle>-0       [000] ..s1. ${seconds}: ${event}: ${text}\n`);
    this.written++;
    if (this.lines.length > 2 * BUFFER_LINES) this.lines = this.lines.slice(-BUFFER_LINES);
  }

  /** A stand-in for the packet's hashed address: the same packet buffer has the same one. */
  address(skb: SkBuff): string {
    let address = this.addresses.get(skb);
    if (address === undefined) {
      address = (this.nextAddress++).toString(16).padStart(16, "0");
      this.addresses.set(skb, address);
    }
    return address;
  }

  text(): string {
    const lines = this.lines.slice(-BUFFER_LINES);
    const counts = `# entries-in-buffer/entries-written: ${lines.length}/${this.written}   #P:1\n`;
    return `# tracer: nop\n#\n${counts}#\n${HEADER}${lines.join("")}`;
  }

  clear(): void {
    this.lines = [];
    this.written = 0;
  }
}

/** An event as tracefs shows it: how it is switched on. */
interface TraceEvent {
  readonly system: string;
  readonly name: string;
  attach(buffer: TraceBuffer): () => void;
}

function event<Arguments extends [SkBuff, ...unknown[]]>(
  tracepoint: Tracepoint<Arguments>,
  format: (buffer: TraceBuffer, ...args: Arguments) => string,
): TraceEvent {
  const [system, name] = tracepoint.name.split(":");
  return {
    system,
    name,
    attach: (owner) => {
      // the tracepoint is the program's: it does not keep a box that nobody has any more
      const weak = new WeakRef(owner);
      const stop = tracepoint.listen((...args) => {
        const buffer = weak.deref();
        if (buffer === undefined) return stop();
        const { dev } = args[0];
        if (dev === null || dev.net.machine === buffer.machine) buffer.record(name, format(buffer, ...args));
      });
      return stop;
    },
  };
}

const hex4 = (value: number): string => value.toString(16).padStart(4, "0");

function startXmitText(buffer: TraceBuffer, skb: SkBuff, dev: NetDevice): string {
  const network = skb.networkHeader - skb.data;
  const transport = skb.transportHeader - skb.data;
  return (
    `dev=${dev.name} queue_mapping=0 skbaddr=${buffer.address(skb)} vlan_tagged=${skb.vlanTag === 0 ? 0 : 1}` +
    ` vlan_proto=0x${hex4(skb.vlanProtocol)} vlan_tci=0x${hex4(skb.vlanTag & 0xffff)} protocol=0x${hex4(skb.protocol)}` +
    ` ip_summed=${skb.ipSummed} len=${skb.length} data_len=0 network_offset=${network} transport_offset_valid=1` +
    ` transport_offset=${transport} tx_flags=0 gso_size=${skb.gsoSize} gso_segs=0 gso_type=0x${skb.gsoType.toString(16)}`
  );
}

const EVENTS: readonly TraceEvent[] = [
  event(traceNetDevStartXmit, startXmitText),
  event(
    traceNetifReceiveSkb,
    (buffer, skb) => `dev=${skb.dev?.name ?? ""} skbaddr=${buffer.address(skb)} len=${skb.length}`,
  ),
  event(
    traceKfreeSkb,
    (buffer, skb, reason, location) =>
      `skbaddr=${buffer.address(skb)} rx_sk=0000000000000000 protocol=${skb.protocol} location=${location}` +
      ` reason: ${dropReasonName(reason)}`,
  ),
];

/** A file that shows and takes 0 or 1. */
function switchFile(get: () => boolean, set: (on: boolean) => void): Inode {
  return new TextInode(
    0o644,
    () => `${Number(get())}\n`,
    (text) => {
      const value = text.trim();
      if (value !== "0" && value !== "1") return -EINVAL;
      set(value === "1");
      return 0;
    },
  );
}

function eventDirectory(event: TraceEvent, buffer: TraceBuffer): Inode {
  let detach: (() => void) | undefined;
  const enable = switchFile(
    () => detach !== undefined,
    (on) => {
      if (on) detach ??= event.attach(buffer);
      else {
        detach?.();
        detach = undefined;
      }
    },
  );
  return fixedDirectory({ enable }, 0o750);
}

function eventsDirectory(buffer: TraceBuffer): Inode {
  const systems = new Map<string, Record<string, Inode>>();
  for (const traced of EVENTS) {
    const directory = systems.get(traced.system) ?? {};
    directory[traced.name] = eventDirectory(traced, buffer);
    systems.set(traced.system, directory);
  }
  const directories: Record<string, Inode> = {};
  for (const [system, children] of systems) directories[system] = fixedDirectory(children, 0o750);
  return fixedDirectory(directories, 0o750);
}

/** Reading shows the buffer; opening it with `O_TRUNC`, as `echo > trace` does, clears it. */
function traceFile(buffer: TraceBuffer): Inode {
  const file = new TextInode(
    0o640,
    () => buffer.text(),
    () => 0,
  );
  file.onTruncate = () => buffer.clear();
  return file;
}

/** The root of tracefs; one per box, however often it is mounted. */
export function createTracefs(machine: Machine): Inode {
  const buffer = new TraceBuffer(machine);
  return fixedDirectory(
    {
      available_events: new TextInode(0o440, () =>
        EVENTS.map(({ system, name }) => `${system}:${name}\n`).join(""),
      ),
      current_tracer: new TextInode(0o440, () => "nop\n"),
      events: eventsDirectory(buffer),
      trace: traceFile(buffer),
      tracing_on: switchFile(
        () => buffer.on,
        (on) => {
          buffer.on = on;
        },
      ),
    },
    0o700,
  );
}
