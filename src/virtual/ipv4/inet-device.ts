/** The IPv4 part of a device: `struct in_device`. */
export interface InetDevice {
  readonly family: 2;
}
