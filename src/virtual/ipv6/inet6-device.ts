/** The IPv6 part of a device: `struct inet6_dev`. */
export interface Inet6Device {
  readonly family: 10;
}
