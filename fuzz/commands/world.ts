/**
 * What a sequence has made so far, as far as the generator needs it to name things that are there. It does not follow everything
 * that commands do: a command that turns out wrong is compared like any other.
 */
import type { Draw } from "./draw.ts";

/** How much of IPv6 a sequence has: none, without detection of duplicates, or all of it with the waits that takes. */
export type Mode = "ipv4" | "quiet" | "dad";

export interface Device {
  name: string;
  /** "" is the namespace that the script starts in. */
  namespace: string;
  readonly kind: "loopback" | "veth" | "tap" | "tun" | "bridge" | "macvlan" | "vxlan" | "ifb";
  readonly mac: string;
  peer: Device | undefined;
  /** The bridge that it is a port of. */
  master: Device | undefined;
  readonly addresses: string[];
}

/** Names that commands use. None is a part of a word of a command. */
export const NAMESPACES = ["red", "blue", "green"] as const;
const NAMES = ["veth0", "veth1", "veth2", "veth3", "eth0", "eth1", "v-a", "v-b", "tap0", "tun0"] as const;

const SLOW: ReadonlySet<Device["kind"]> = new Set(["bridge", "macvlan", "vxlan", "ifb"]);

export class World {
  readonly mode: Mode;
  readonly devices: Device[] = [];
  /** Named namespaces that exist. */
  readonly namespaces: string[];
  /** Destinations that were added, with the words that the route had: `10.0.0.0/24 table 7`. */
  readonly routes: string[] = [];
  /** Selectors and actions of rules that were added. */
  readonly rules: string[] = [];
  /** `ADDRESS dev NAME` of neighbours that were added. */
  readonly neighbours: string[] = [];
  private index = 20;
  private macs = 0;

  constructor(mode: Mode, namespaces: readonly string[]) {
    this.mode = mode;
    this.namespaces = [...namespaces];
    for (const namespace of ["", ...namespaces]) this.addLoopback(namespace);
  }

  get ipv6(): boolean {
    return this.mode !== "ipv4";
  }

  /** Whether there are devices whose carrier Linux follows at its next full second. */
  get slow(): boolean {
    return this.devices.some(({ kind }) => SLOW.has(kind));
  }

  addLoopback(namespace: string): void {
    const device: Device = {
      name: "lo",
      namespace,
      kind: "loopback",
      mac: "",
      peer: undefined,
      master: undefined,
      addresses: ["127.0.0.1/8"],
    };
    this.devices.push(device);
  }

  add(name: string, namespace: string, kind: Device["kind"], mac = ""): Device {
    const device: Device = { name, namespace, kind, mac, peer: undefined, master: undefined, addresses: [] };
    this.devices.push(device);
    return device;
  }

  remove(device: Device): void {
    for (const port of this.devices) if (port.master === device) port.master = undefined;
    for (const gone of [device, device.peer]) {
      const at = gone === undefined ? -1 : this.devices.indexOf(gone);
      if (at >= 0) this.devices.splice(at, 1);
    }
  }

  /** Whether frames would circle between bridges if the device were a port of `master`: a storm says nothing about its kernel. */
  circles(device: Device, master: Device): boolean {
    const reached = new Set([master]);
    for (const bridge of reached)
      for (const { master: own, peer } of this.devices)
        if (own === bridge && peer?.master !== undefined) reached.add(peer.master);
    return device.peer?.master !== undefined && reached.has(device.peer.master);
  }

  removeNamespace(name: string): void {
    for (const device of this.devices.filter(({ namespace }) => namespace === name)) this.remove(device);
    const at = this.namespaces.indexOf(name);
    if (at >= 0) this.namespaces.splice(at, 1);
  }

  /** An index that no device has in any namespace: with equal ones on both ends Linux follows the carrier late. */
  nextIndex(): number {
    return this.index++;
  }

  /** An address that names its device: Linux's order of some lists follows it. */
  nextMac(): string {
    this.macs++;
    return `02:00:00:00:00:${(0x10 + this.macs).toString(16)}`;
  }

  namespace(draw: Draw): string {
    return draw.chance(0.5) ? "" : draw.pick(["", ...this.namespaces]);
  }

  in(namespace: string): Device[] {
    return this.devices.filter((device) => device.namespace === namespace);
  }

  /** A device of a namespace: mostly not lo. */
  device(draw: Draw, namespace: string): Device | undefined {
    const own = this.in(namespace);
    const others = own.filter(({ kind }) => kind !== "loopback");
    if (others.length > 0 && !draw.chance(0.06)) return draw.pick(others);
    return own.length > 0 ? draw.pick(own) : undefined;
  }

  /** Its name; sometimes one that is not there. */
  deviceName(draw: Draw, namespace: string): string {
    if (draw.chance(0.03)) return draw.pick(["nosuch", "veth9", "lo:1", "a-name-that-is-too-long", "."]);
    return this.device(draw, namespace)?.name ?? "lo";
  }

  unusedName(draw: Draw, namespace: string): string {
    const taken = new Set(this.in(namespace).map(({ name }) => name));
    const free = NAMES.slice(0, 8).filter((name) => !taken.has(name));
    return free.length === 0 || draw.chance(0.04) ? draw.pick(NAMES) : draw.pick(free);
  }
}
