/**
 * One virtual Linux box: what its namespaces share. Protocol families, drivers and socket families plug themselves in here;
 * nothing of it is global to the program, so that any number of machines live side by side.
 */
import { EAFNOSUPPORT, EBADF, type Errno, ESRCH } from "../../errno.ts";
import type { Socket } from "../../kernel.ts";
import type { Clock, RandomSource } from "./clock.ts";
import { Backlog } from "./dev/backlog.ts";
import { LinkWatch } from "./dev/link-watch.ts";
import { PacketTypeTable } from "./dev/packet-type.ts";
import { DEFAULT_CONFIG, type KernelConfig } from "./kernel-config.ts";
import { FIRST_NETNS_INODE, Net } from "./net.ts";
import { NotifierChain } from "./notifier.ts";
import { KernelLog } from "./printk/printk.ts";
import { Syslog } from "./printk/syslog.ts";
import { ProcNet } from "./proc-net.ts";
import { Rtnetlink } from "./rtnetlink/rtnetlink.ts";
import type { RtnlLinkOps } from "./rtnetlink/rtnl-link-ops.ts";
import { ControlSocket } from "./sock/send-charge.ts";
import { SockDiag } from "./sock/sock-diag.ts";
import { SysctlRegistry } from "./sysctl/sysctl.ts";
import { CoreSettings } from "./sysctl/sysctl-core.ts";
import { type KernelTimer, TimerHeap } from "./timer.ts";

/** Set-up and tear-down of a subsystem's part of a namespace (`struct pernet_operations`). */
export interface PernetOperations {
  init(net: Net): void;
  /** Runs after all devices of the namespace are gone, in reverse order of registration. */
  exit?(net: Net): void;
}

/** Makes a socket of a family (`net_proto_family.create`). @returns the socket or a negative error */
export type SocketCreate = (net: Net, type: number, protocol: number) => Socket | Errno;

const FIRST_SOCKET_INODE = 20000;

/** One box: all its namespaces, and the registers of families, drivers, message handlers and files. */
export class Machine {
  readonly clock: Clock;
  /** Unsigned 32-bit numbers. */
  readonly random: RandomSource;
  readonly config: KernelConfig;
  readonly backlog = new Backlog(this);
  readonly packetTypes = new PacketTypeTable();
  readonly linkWatch = new LinkWatch(this);
  readonly notifiers = new NotifierChain();
  readonly rtnetlink = new Rtnetlink(this);
  readonly sockDiag = new SockDiag();
  readonly settings = new CoreSettings();
  readonly sysctls = new SysctlRegistry();
  readonly procNet = new ProcNet();
  /** Senders of ICMP messages, for all namespaces. */
  readonly icmpSocket = new ControlSocket();
  readonly icmp6Socket = new ControlSocket();
  /** What the kernel prints (`printk`). */
  readonly log: KernelLog = new KernelLog(this);
  readonly syslog = new Syslog(this.log);
  readonly linkKinds = new Map<string, RtnlLinkOps>();
  readonly nets = new Set<Net>();
  /** Inode numbers of sockets and files. */
  nextInode = FIRST_SOCKET_INODE;
  /** Inode numbers of namespaces of every kind. */
  nextNamespaceInode = FIRST_NETNS_INODE;
  /** Timers that programs wait for. */
  programTimers = 0;
  private readonly timers = new TimerHeap();
  private readonly pernet: PernetOperations[] = [];
  private readonly socketFamilies = new Map<number, SocketCreate>();
  private nextCookie = 1;

  constructor(clock: Clock, random: RandomSource, config: Partial<KernelConfig> = {}) {
    this.config = { ...DEFAULT_CONFIG, ...config };
    this.clock = clock;
    this.random = random;
    clock.expire = () => this.runTimers();
    clock.awaited = () => this.programTimers > 0;
  }

  /** ns since boot. */
  now(): number {
    return this.clock.now();
  }

  registerPernet(operations: PernetOperations): void {
    this.pernet.push(operations);
  }

  registerSocketFamily(family: number, create: SocketCreate): void {
    this.socketFamilies.set(family, create);
  }

  registerLinkKind(ops: RtnlLinkOps): void {
    this.linkKinds.set(ops.kind, ops);
  }

  createSocket(net: Net, family: number, type: number, protocol: number): Socket | Errno {
    const create = this.socketFamilies.get(family);
    return create === undefined ? -EAFNOSUPPORT : create(net, type, protocol);
  }

  /** A new namespace with its loopback device; the caller holds it (`copy_net_ns`). */
  createNet(): Net {
    const net = new Net(this, this.nextNamespaceInode++, this.nextCookie++);
    this.nets.add(net);
    net.hold();
    for (const operations of this.pernet) operations.init(net);
    return net;
  }

  /** The last holder let go: devices and state are destroyed by {@link destroyNet}, which the device layer sets. */
  netReleased(net: Net): void {
    if (net.dying) return;
    net.dying = true;
    this.destroyNet(net);
  }

  /** The namespace of a process (`IFLA_NET_NS_PID`); set by whoever keeps the processes. */
  netByPid: (pid: number) => Net | Errno = () => -ESRCH;
  /** The namespace that an open file of nsfs refers to (`IFLA_NET_NS_FD`); set by whoever keeps the files. */
  netByFd: (fd: number) => Net | Errno = () => -EBADF;
  /** Answers ioctls of bridges (`br_ioctl_hook`); undefined: none of theirs. Set by the bridge. */
  bridgeIoctl: (net: Net, request: number, argument: Uint8Array) => number | undefined = () => undefined;
  /** The first namespace: devices that outlive theirs go there. */
  get initNet(): Net {
    return this.nets.values().next().value as Net;
  }

  /** `cleanup_net`: set by the device layer, which knows how devices leave. */
  destroyNet: (net: Net) => void = (net) => this.netDestroyed(net);

  /** Ends the subsystems' parts of a namespace whose devices are gone. */
  netDestroyed(net: Net): void {
    for (let i = this.pernet.length - 1; i >= 0; i--) this.pernet[i].exit?.(net);
    this.nets.delete(net);
  }

  /** Arms or moves a timer; `expires` in ns since boot. */
  modTimer<T>(timer: KernelTimer<T>, expires: number): void {
    const before = this.timers.next;
    this.timers.modify(timer, expires);
    if (this.timers.next !== before) this.clock.arm(this.timers.next);
  }

  /** As {@link modTimer}, in the order of Linux's timer wheel ({@link TimerHeap.modifyWheel}). */
  modWheelTimer<T>(timer: KernelTimer<T>, expires: number): void {
    const before = this.timers.next;
    this.timers.modifyWheel(timer, expires);
    if (this.timers.next !== before) this.clock.arm(this.timers.next);
  }

  /** @returns whether the timer was pending */
  deleteTimer<T>(timer: KernelTimer<T>): boolean {
    return this.timers.delete(timer);
  }

  /**
   * Does what is due now, as another processor does between two calls of a program: its workers wait for the lock already when the
   * first lets it go.
   */
  runDue(): void {
    if (this.timers.next <= this.clock.now()) this.runTimers();
  }

  /** Runs every timer that is due, in softirq context. */
  private runTimers(): void {
    this.backlog.bhDisable();
    const now = this.clock.now();
    for (
      let timer = this.timers.takeExpired(now);
      timer !== undefined;
      timer = this.timers.takeExpired(now)
    ) {
      (timer as unknown as KernelTimer<unknown>).run(timer.argument);
    }
    this.backlog.bhEnable();
    this.clock.arm(this.timers.next);
  }
}
