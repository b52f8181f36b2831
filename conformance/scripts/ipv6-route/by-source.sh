# Routes for a source are listed before those for any.
ip link add veth0 index 20 type veth peer name veth1 index 21
ip link set veth0 up
ip link set veth1 up
ip link set lo up
sleep 0.2
ip -6 route add default from fd00::/64 dev veth0
ip -6 route add fd00::/64 from fd00::/64 dev veth0
ip -6 route add fd00::/64 from fd00::/48 dev veth0
ip -6 route add fd00::/64 from ::/0 dev veth0
ip -6 route add fd00::/64 from fd00:8000::/64 dev veth0
ip -6 route add fd00::/64 from fd00::5 dev veth0 metric 4
ip -6 route add fd00::/64 from fd00::5 dev veth0 metric 3
ip -6 route add fd00::/64 from fd00::7 dev veth0 metric 2
ip -6 route add fd00::/65 from fd00::7 dev veth0 metric 2
ip -6 route add fd00::/63 dev veth0 metric 2
ip -6 route
ip -6 route get fd00::9 from fd00::5
ip -6 route get fd00::9 from fd00::9
ip -6 route del fd00::/64 from fd00::5
ip -6 route del fd00::/64 from fd00::5
ip -6 route del fd00::/64 from fd00::5
ip -6 route del fd00::/64
ip -6 route flush root fd00::/64
ip -6 route
