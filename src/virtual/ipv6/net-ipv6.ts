/** The IPv6 part of a namespace: `struct netns_ipv6`. */
export interface NetIpv6 {
  readonly family: 10;
}
