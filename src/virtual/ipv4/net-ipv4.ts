/** The IPv4 part of a namespace: `struct netns_ipv4`. */
export interface NetIpv4 {
  readonly family: 2;
}
