/** A tap device of a kernel as a port for whole Ethernet frames. */
import { EAGAIN, isErrno } from "../../errno.ts";
import { type File, O_RDWR, type SystemCalls } from "../../kernel.ts";
import {
  IFF_NO_PI,
  IFF_TAP,
  IFF_VNET_HDR,
  TUN_F_CSUM,
  TUN_F_TSO_ECN,
  TUN_F_TSO4,
  TUN_F_TSO6,
  TUNSETIFF,
  TUNSETOFFLOAD,
} from "../../netlink/link-kinds/tun.ts";

const IFREQ_LENGTH = 40;
const FLAGS = 16;
/** Room for the longest frame, and what is before it. */
const FRAME = 65_600;
const OFFLOADS = TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO6 | TUN_F_TSO_ECN;

/** One end of a tap device: frames go in by {@link send} and come out at {@link receive}. */
export class TapPort {
  /** What is done with frames that the kernel sends. The bytes are the next frame's when it returns. */
  receive: (frame: Uint8Array) => void = () => undefined;
  private readonly file: File;
  private readonly buffer = new Uint8Array(FRAME);
  private cancel: () => void = () => undefined;

  private constructor(file: File) {
    this.file = file;
  }

  /**
   * Makes the device, or attaches to it.
   * @param offload checksums may be unfinished and segments long: a `struct virtio_net_hdr` before each frame tells
   * @returns the port, or a negative error
   */
  static open(sys: SystemCalls, name: string, offload = false): TapPort | number {
    const file = sys.open("/dev/net/tun", O_RDWR);
    if (isErrno(file)) return file;
    const request = new Uint8Array(IFREQ_LENGTH);
    request.set(new TextEncoder().encode(name).subarray(0, 15));
    const flags = IFF_TAP | IFF_NO_PI | (offload ? IFF_VNET_HDR : 0);
    request[FLAGS] = flags;
    request[FLAGS + 1] = flags >>> 8;
    let error = file.ioctl(TUNSETIFF, request);
    if (error >= 0 && offload) error = file.ioctl(TUNSETOFFLOAD, Uint8Array.of(OFFLOADS, 0, 0, 0));
    if (error >= 0) return new TapPort(file);
    file.close();
    return error;
  }

  /** Hands frames on from now on. */
  start(): void {
    this.cancel = this.file.poll(() => this.drain());
  }

  private drain(): void {
    for (;;) {
      const length = this.file.read(this.buffer);
      if (length === -EAGAIN) break;
      if (length <= 0) return;
      this.receive(this.buffer.subarray(0, length));
    }
    // not at once: what the frames cause runs first
    this.cancel = this.file.poll(() => queueMicrotask(() => this.drain()));
  }

  /** Gives the kernel a frame. What has no room, or comes while the device is down, is lost, as on a wire. */
  send(frame: Uint8Array): void {
    this.file.write(frame);
  }

  close(): void {
    this.cancel();
    this.file.close();
  }
}
