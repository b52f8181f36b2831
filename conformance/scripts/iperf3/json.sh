# iperf3 -J: the fields of both sides' documents, and the values that do not hang on time.
ip link set lo up
hide() { sed -E -e 's/("(local_port|remote_port|port|timesecs|end|start|seconds|bits_per_second|snd_cwnd|snd_wnd|rtt|rttvar|retransmits|max_snd_cwnd|max_snd_wnd|max_rtt|min_rtt|mean_rtt|jitter_ms|(host|remote)_(total|user|system)|sndbuf_actual|rcvbuf_actual|tcp_mss_default|lost_percent|out_of_order|lost_packets)":).[0-9.e-]+/\1 N/' -e 's/("(time|cookie|system_info|sender_tcp_congestion|receiver_tcp_congestion|local_host)":).".*"/\1 T/' "$@"; }
t() { iperf3 -s -1 -J -i 0 > s 2>&1 & sleep 0.4; echo "+ iperf3 $*"; iperf3 -J -c "$@" > out 2>&1; echo "= $?"; wait; hide out; echo "--- server"; hide s | ${F:-cat}; }
sums() { grep -v '"bytes"\|"packets"'; }
F=sums t 127.0.0.1 -t 1 -b 20M -i 0 | sums
F=sums t 127.0.0.1 -t 1 -b 20M -i 0 -T title --extra-data more -M 1000 -w 50K -S 8 | sums
F=sums t 127.0.0.1 -i 0 -u -t 1 -l 100 -b 1M | sums | grep -v pmtu
F=sums t 127.0.0.1 -i 0 -u -t 1 -l 100 -b 1M -P 2 --bidir | sums
F=sums t 127.0.0.1 -i 0 -t 1 -b 5M --bidir | sums
F=sums t ::1 -i 0 -t 1 -R -b 5M | sums
iperf3 -c 127.0.0.1 -p 99 -J | hide; echo "= ${PIPESTATUS[0]}"
