# What each setting makes of numbers that are odd, great, or none: what is read back, or "!" when it is refused.
values=(0 1 2 3 -1 64 255 256 1000 x 1x 0x1 4294967296 99999999999999999999 010 '1 2' '' ' 1' 1,2 0-3 2147483647 2147483648 -2147483648
  -2147483649 4294967295 65535 65536 '1 x' ::1 +1 1.5 1e3 09 1279 1280 100000000)
try() { # DIRECTORY NAME...
  local directory=/proc/sys/net/$1 name value old new line; shift
  for name; do
    line="$name:"
    for value in "${values[@]}"; do
      read -r old <$directory/$name
      if echo "$value" >$directory/$name; then read -r new <$directory/$name; line+=" ${new:-none}"; else line+=" !"; fi
      echo "$old" >$directory/$name
    done 2>/dev/null
    echo "$line"
  done
}
try ipv4/conf/lo accept_local accept_redirects accept_source_route arp_accept arp_announce arp_evict_nocarrier arp_filter arp_ignore \
  arp_notify bc_forwarding bootp_relay disable_policy disable_xfrm drop_gratuitous_arp drop_unicast_in_l2_multicast force_igmp_version \
  forwarding igmpv2_unsolicited_report_interval igmpv3_unsolicited_report_interval ignore_routes_with_linkdown log_martians medium_id \
  promote_secondaries proxy_arp proxy_arp_pvlan route_localnet rp_filter secure_redirects send_redirects shared_media src_valid_mark tag
try ipv4 fib_multipath_hash_fields fib_multipath_hash_policy fib_multipath_hash_seed fib_multipath_use_neigh fwmark_reflect \
  icmp_echo_ignore_all icmp_echo_ignore_broadcasts icmp_errors_use_inbound_ifaddr icmp_ignore_bogus_error_responses icmp_msgs_burst \
  icmp_msgs_per_sec icmp_ratelimit icmp_ratemask igmp_link_local_mcast_reports igmp_max_memberships igmp_qrv ip_default_ttl ip_forward \
  ip_forward_update_priority ip_unprivileged_port_start ip_local_reserved_ports ipfrag_max_dist ip_forward_use_pmtu ip_local_port_range ip_no_pmtu_disc ip_nonlocal_bind ipfrag_high_thresh ipfrag_low_thresh ipfrag_time \
  ping_group_range
try ipv4/neigh/lo anycast_delay app_solicit base_reachable_time base_reachable_time_ms delay_first_probe_time gc_stale_time \
  interval_probe_time_ms locktime mcast_resolicit mcast_solicit proxy_delay proxy_qlen retrans_time retrans_time_ms ucast_solicit \
  unres_qlen unres_qlen_bytes
try ipv4/route min_pmtu mtu_expires
try ipv6 flowlabel_reflect flowlabel_state_ranges anycast_src_echo_reply auto_flowlabels bindv6only fib_multipath_hash_fields fib_multipath_hash_policy fwmark_reflect idgen_delay \
  idgen_retries ip6frag_high_thresh ip6frag_low_thresh ip6frag_time ip_nonlocal_bind max_dst_opts_length max_dst_opts_number \
  max_hbh_length max_hbh_opts_number
try ipv6/conf/lo accept_source_route disable_policy accept_dad accept_ra accept_ra_defrtr accept_ra_from_local accept_ra_min_hop_limit accept_ra_min_lft accept_ra_mtu \
  accept_ra_pinfo accept_ra_rt_info_max_plen accept_ra_rt_info_min_plen accept_ra_rtr_pref accept_redirects accept_untracked_na \
  addr_gen_mode autoconf dad_transmits drop_unicast_in_l2_multicast drop_unsolicited_na enhanced_dad force_forwarding force_mld_version \
  force_tllao forwarding hop_limit ignore_routes_with_linkdown keep_addr_on_down max_addresses max_desync_factor \
  mldv1_unsolicited_report_interval mldv2_unsolicited_report_interval mtu ndisc_evict_nocarrier ndisc_notify ndisc_tclass optimistic_dad \
  proxy_ndp ra_defrtr_metric ra_honor_pio_life ra_honor_pio_pflag regen_max_retry regen_min_advance router_probe_interval \
  router_solicitation_delay router_solicitation_interval router_solicitation_max_interval router_solicitations stable_secret \
  suppress_frag_ndisc temp_prefered_lft temp_valid_lft use_oif_addrs_only use_optimistic use_tempaddr
try ipv6/icmp echo_ignore_all echo_ignore_anycast echo_ignore_multicast ratelimit ratemask
try ipv6/neigh/lo anycast_delay app_solicit base_reachable_time base_reachable_time_ms delay_first_probe_time gc_stale_time \
  interval_probe_time_ms locktime mcast_resolicit mcast_solicit proxy_delay proxy_qlen retrans_time retrans_time_ms ucast_solicit \
  unres_qlen unres_qlen_bytes
try ipv6/route gc_interval max_size mtu_expires skip_notify_on_dev_down
