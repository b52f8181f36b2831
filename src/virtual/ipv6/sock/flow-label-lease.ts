/**
 * Flow labels that programs lease: whose they are, who may share them, and how long nobody else gets them after the last has let go.
 *
 * Source: `net/ipv6/ip6_flowlabel.c`, RFC 6437.
 */
import { EEXIST, EINVAL, ENOBUFS, ENOENT, ENOPROTOOPT, EPERM, ERANGE, ESRCH } from "../../../errno.ts";
import { Ipv6Address } from "../../../packet/address.ts";
import type { Net } from "../../core/net.ts";
import { KERN_INFO } from "../../core/printk/log-level.ts";
import {
  addressType,
  IPV6_ADDR_MAPPED,
  IPV6_ADDR_MULTICAST,
  IPV6_ADDR_UNICAST,
} from "../addrconf/addrconf-core.ts";

const LABEL_MASK = 0xfffff;
/** Labels that nobody leased have this bit, when both kinds are told apart (`flowlabel_state_ranges`). */
const STATELESS = 0x80000;
/** `IPV6_FL_A_*` */
const ACTION_GET = 0;
const ACTION_PUT = 1;
const ACTION_RENEW = 2;
/** `IPV6_FL_F_*`: reflecting is to answer with the label that came, which only TCP can. */
const FLAG_CREATE = 1;
const FLAG_EXCL = 2;
const FLAG_REFLECT = 4;
/** `IPV6_FL_S_*` */
const SHARE_NONE = 0;
const SHARE_EXCL = 1;
const SHARE_PROCESS = 2;
const SHARES: ReadonlySet<number> = new Set([SHARE_EXCL, SHARE_PROCESS, 3, 255]);
const REQUEST_LENGTH = 32;
/** `FL_MIN_LINGER`, in seconds. */
const LEAST_LINGER = 6;
/** `FL_MAX_SIZE` */
const MOST_LABELS = 4096;
const NS_PER_S = 1e9;

/** `struct in6_flowlabel_req` */
interface Request {
  readonly bytes: Uint8Array;
  readonly label: number;
  readonly share: number;
  readonly flags: number;
  /** How long it is wanted, and kept from others afterwards, in ns. */
  readonly expires: number;
  readonly linger: number;
}

function readRequest(bytes: Uint8Array): Request {
  const time = (at: number) => Math.max(LEAST_LINGER, bytes[at] | (bytes[at + 1] << 8)) * NS_PER_S;
  return {
    bytes,
    label: ((bytes[16] << 24) | (bytes[17] << 16) | (bytes[18] << 8) | bytes[19]) >>> 0,
    share: bytes[21],
    flags: bytes[22] | (bytes[23] << 8),
    expires: time(24),
    linger: time(26),
  };
}

/** `struct ip6_flowlabel`; times in ns of the kernel's clock. */
interface FlowLabel {
  readonly label: number;
  readonly share: number;
  /** The process that made it. */
  readonly owner: object | null;
  users: number;
  linger: number;
  expires: number;
}

/** The labels of a namespace. */
export class FlowLabels {
  private readonly labels = new Map<number, FlowLabel>();

  /** Also one that nobody has any more, as long as it lingers. */
  find(label: number, now: number): FlowLabel | undefined {
    const found = this.labels.get(label);
    if (found === undefined || found.users > 0 || now < found.expires) return found;
    this.labels.delete(label);
    return undefined;
  }

  /** @returns undefined when there is no room */
  add(label: FlowLabel, now: number): FlowLabel | undefined {
    if (this.labels.size >= MOST_LABELS) for (const each of this.labels.keys()) this.find(each, now);
    if (this.labels.size >= MOST_LABELS) return undefined;
    this.labels.set(label.label, label);
    return label;
  }
}

function renew(label: FlowLabel, request: Request, now: number): void {
  label.linger = Math.max(label.linger, request.linger);
  label.expires = Math.max(label.expires, now + Math.max(request.expires, request.linger));
}

/** `fl_release` */
function release(label: FlowLabel, now: number): void {
  label.users--;
  if (label.users === 0) label.expires = Math.max(label.expires, now + label.linger);
}

/** A label that is to be the same for a whole flow can not be the other side's (`flowlabel_consistency`). */
function refuseReflection(net: Net): number {
  if (net.ipv6.sysctls.flowlabelConsistency === 0) return -ENOPROTOOPT;
  const { log } = net.machine;
  if (log.netRatelimit())
    log.print(KERN_INFO, "Can not set IPV6_FL_F_REFLECT if flowlabel_consistency sysctl is enable");
  return -EPERM;
}

/** Whether packets to the destination can have a label (`fl_create`): those of IPv4 can not. */
function mayHaveLabel(destination: Ipv6Address): boolean {
  const type = addressType(destination);
  return (type & IPV6_ADDR_MAPPED) === 0 && (type & (IPV6_ADDR_UNICAST | IPV6_ADDR_MULTICAST)) !== 0;
}

/** The labels that a socket has leased. */
export class FlowLabelLeases {
  private readonly net: Net;
  private readonly owner: object | null;
  private readonly labels: FlowLabel[] = [];

  /** @param owner the process whose socket it is */
  constructor(net: Net, owner: object | null) {
    this.net = net;
    this.owner = owner;
  }

  /** `IPV6_FLOWLABEL_MGR` with a `struct in6_flowlabel_req`; a label that is chosen is written there. @returns 0 or a negative error */
  manage(bytes: Uint8Array): number {
    if (bytes.length < REQUEST_LENGTH) return -EINVAL;
    const request = readRequest(bytes);
    switch (bytes[20]) {
      case ACTION_GET:
        return this.get(request);
      case ACTION_PUT:
        return this.put(request);
      case ACTION_RENEW:
        return this.renew(request);
      default:
        return -EINVAL;
    }
  }

  has(label: number): boolean {
    return this.labels.some((own) => own.label === label);
  }

  /** The socket is closed. */
  releaseAll(): void {
    for (const label of this.labels.splice(0)) release(label, this.net.machine.now());
  }

  /** `ipv6_flowlabel_get` */
  private get(request: Request): number {
    const { net } = this;
    const { label, flags } = request;
    if ((flags & FLAG_REFLECT) !== 0) return refuseReflection(net);
    if (label > LABEL_MASK) return -EINVAL;
    if (net.ipv6.sysctls.flowlabelStateRanges !== 0 && (label & STATELESS) !== 0) return -ERANGE;
    if (!mayHaveLabel(Ipv6Address.fromBytes(request.bytes, 0)) || !SHARES.has(request.share)) return -EINVAL;
    const now = net.machine.now();
    const known = label === 0 ? undefined : net.ipv6.flowLabels?.find(label, now);
    // one that only lingers is there for who would make it anew
    if (known !== undefined && (known.users > 0 || (flags & FLAG_CREATE) !== 0))
      return this.join(known, request, now);
    if ((flags & FLAG_CREATE) === 0) return -ENOENT;
    return this.create(request, now);
  }

  private join(known: FlowLabel, request: Request, now: number): number {
    known.users++;
    const others = known.share === SHARE_PROCESS && known.owner !== this.owner;
    const refusal =
      (request.flags & FLAG_EXCL) !== 0
        ? -EEXIST
        : known.share === SHARE_EXCL || known.share !== request.share || others
          ? -EPERM
          : 0;
    if (refusal !== 0) {
      // asking for it keeps it a while longer
      release(known, now);
      return refusal;
    }
    renew(known, request, now);
    this.labels.push(known);
    return 0;
  }

  private create(request: Request, now: number): number {
    const { ipv6 } = this.net;
    ipv6.flowLabels ??= new FlowLabels();
    const label = ipv6.flowLabels.add(
      {
        label: request.label || this.choose(ipv6.flowLabels, request.bytes, now),
        share: request.share,
        owner: this.owner,
        users: 1,
        linger: request.linger,
        expires: now + Math.max(request.expires, request.linger),
      },
      now,
    );
    if (label === undefined) return -ENOBUFS;
    this.labels.push(label);
    return 0;
  }

  /** A label for who asks for none in particular (`fl_intern`), which is told. */
  private choose(labels: FlowLabels, request: Uint8Array, now: number): number {
    let label = 0;
    while (label === 0 || labels.find(label, now) !== undefined)
      label = this.net.machine.random() & LABEL_MASK;
    request[17] = (request[17] & 0xf0) | (label >>> 16);
    request[18] = label >>> 8;
    request[19] = label;
    return label;
  }

  /** `ipv6_flowlabel_put` */
  private put({ label, flags }: Request): number {
    if ((flags & FLAG_REFLECT) !== 0) return -ENOPROTOOPT;
    const at = this.labels.findIndex((own) => own.label === label);
    if (at < 0) return -ESRCH;
    for (const put of this.labels.splice(at, 1)) release(put, this.net.machine.now());
    return 0;
  }

  /** `ipv6_flowlabel_renew`; an administrator renews those of others, too. */
  private renew(request: Request): number {
    const { net, labels } = this;
    const now = net.machine.now();
    const other = request.share === SHARE_NONE ? net.ipv6.flowLabels?.find(request.label, now) : undefined;
    const label = labels.find((own) => own.label === request.label) ?? other;
    if (label === undefined) return -ESRCH;
    renew(label, request, now);
    return 0;
  }
}
