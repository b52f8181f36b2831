# settings of TCP: what they are at first, and what they make of numbers that are odd, great, or none
values=(0 1 2 3 -1 48 64 255 256 1000 x 0x1 '1 2' '' 2147483647 2147483648 -2147483648 120000 120001 100000000)
names=$(cd /proc/sys/net/ipv4; echo tcp_{abort_on_overflow,app_win,challenge_ack_limit,dsack,early_retrans,ecn,ecn_fallback,fin_timeout,frto,invalid_ratelimit,keepalive_intvl,keepalive_probes,keepalive_time,max_reordering,max_syn_backlog,min_rtt_wlen,min_snd_mss,min_tso_segs,moderate_rcvbuf,orphan_retries,pingpong_thresh,recovery,reordering,retrans_collapse,retries1,retries2,rfc1337,rmem,wmem,rto_max_ms,rto_min_us,sack,slow_start_after_idle,syn_linear_timeouts,syn_retries,synack_retries,syncookies,timestamps,tso_rtt_log,tso_win_divisor,tw_reuse,window_scaling,workaround_signed_windows})
cd /proc/sys/net/ipv4
for name in $names; do
  read -r old < $name
  line="$name ($old):"
  for value in "${values[@]}"; do
    if echo "$value" > $name; then read -r new < $name; line+=" ${new:-none}"; else line+=" !"; fi
    echo "$old" > $name
  done 2> /dev/null
  echo "$line"
done
cat /proc/sys/net/core/somaxconn
