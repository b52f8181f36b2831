/** What would be modules of another kernel: the names that scripts load before they use something. */

/** By folder of Linux's source. */
const MODULES: Readonly<Record<string, string>> = {
  "drivers/net": "dummy ifb macvlan tun veth",
  "drivers/net/vxlan": "vxlan",
  "net/8021q": "8021q",
  "net/802": "garp mrp p8022 psnap stp",
  "net/bridge": "bridge br_netfilter",
  "net/bridge/netfilter": "nft_meta_bridge nft_reject_bridge",
  "net/ipv4": "inet_diag tcp_cubic tcp_diag udp_diag raw_diag udp_tunnel",
  "net/ipv4/netfilter":
    "ip_tables iptable_filter iptable_mangle iptable_nat iptable_raw ipt_REJECT ipt_ah ipt_rpfilter nf_defrag_ipv4 nf_reject_ipv4 nf_dup_ipv4 nft_dup_ipv4 nft_fib_ipv4 nft_reject_ipv4",
  "net/ipv6": "ip6_udp_tunnel ipv6",
  "net/ipv6/netfilter":
    "ip6_tables ip6table_filter ip6table_mangle ip6table_nat ip6table_raw ip6t_REJECT ip6t_rpfilter nf_defrag_ipv6 nf_reject_ipv6 nft_fib_ipv6 nft_reject_ipv6",
  "net/llc": "llc",
  "net/netfilter":
    "nf_conncount nf_conntrack nf_conntrack_netlink nf_log_syslog nf_nat nf_tables nfnetlink nft_chain_nat nft_compat nft_connlimit nft_ct nft_dup_netdev nft_fib nft_fib_inet nft_fwd_netdev nft_hash nft_limit nft_log nft_masq nft_nat nft_numgen nft_quota nft_redir nft_reject nft_reject_inet x_tables xt_CHECKSUM xt_CLASSIFY xt_CT xt_DSCP xt_HL xt_LOG xt_MASQUERADE xt_NETMAP xt_NFLOG xt_REDIRECT xt_TCPMSS xt_TRACE xt_addrtype xt_comment xt_connlimit xt_connmark xt_conntrack xt_dscp xt_ecn xt_esp xt_hashlimit xt_hl xt_iprange xt_length xt_limit xt_mac xt_mark xt_multiport xt_nat xt_owner xt_physdev xt_pkttype xt_recent xt_sctp xt_state xt_statistic xt_string xt_tcpmss xt_tcpudp xt_time xt_u32",
};

/** The text of `modules.builtin`, in which a program looks before it says that a module is missing. */
export function builtinModulesFile(): string {
  return Object.entries(MODULES)
    .flatMap(([folder, names]) => names.split(" ").map((name) => `kernel/${folder}/${name}.ko\n`))
    .join("");
}
