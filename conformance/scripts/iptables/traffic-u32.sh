# `u32` in traffic: words of echoes and of datagrams
ip netns add a1; ip netns add b1
ip link add va netns a1 address 02:00:00:00:00:01 type veth peer name vb netns b1 address 02:00:00:00:00:02
for n in a1 b1; do ip -n $n link set lo up; done
ip -n a1 addr add 10.0.1.1/24 dev va; ip -n b1 addr add 10.0.1.2/24 dev vb
ip -n a1 addr add fd00::1/64 dev va nodad; ip -n b1 addr add fd00::2/64 dev vb nodad
ip -n a1 link set va up; ip -n b1 link set vb up
sleep 1.5
t() { ip netns exec b1 iptables -A INPUT -m u32 "$@"; }
t --u32 '6&0xFF=1'
t --u32 '6&0xFF=17'
t ! --u32 '6&0xFF=1'
t --u32 '0&0xFFFF=100:200'
t --u32 '0&0xFFFF=0:99,128'
t --u32 '12=0x0a000101'
t --u32 '12=0x0a000101&&16=0x0a000102'
t --u32 '12=0x0a000101&&16=0x0a000103'
t --u32 '0>>22&0x3C@0>>24=8'
t --u32 '6&0xFF=17&&0>>22&0x3C@0&0xFFFF=5000:5001'
t --u32 '6&0xFF=17&&0>>22&0x3C@8=0x68656c6c'
t --u32 '6&0xFF=17&&0>>22&0x3C@9=0x656c6c6f'
t --u32 '6&0xFF=17&&0>>22&0x3C@10=0:0xffffffff'
t --u32 '6&0xFF=17&&0>>22&0x3C@11=0:0xffffffff'
t --u32 '0@0=0:0xffffffff'
t --u32 '80=0:0xffffffff'
t --u32 '81=0:0xffffffff'
t ! --u32 '4294967295=0:0xffffffff'
t --u32 '0<<8>>24=0'
t --u32 '0=5:3'
ip netns exec b1 ip6tables -A INPUT -p icmpv6 --icmpv6-type echo-request -m u32 --u32 '0>>28=6&&4>>8&0xff=58&&40>>24=128'
ip netns exec b1 ip6tables -A INPUT -p icmpv6 --icmpv6-type echo-request -m u32 ! --u32 '20=1&&36=2'
ip netns exec a1 ping -n -c 2 -i 0.2 10.0.1.2 | grep -c "bytes from"
ip netns exec a1 ping -n -c 1 fd00::2 | grep -c "bytes from"
echo hello | ip netns exec a1 nc -u -w 1 10.0.1.2 5001
ip netns exec b1 iptables -vnxL INPUT | awk 'NR > 2 { print $1, $2 }'
ip netns exec b1 ip6tables -vnxL INPUT | awk 'NR > 2 { print $1, $2 }'
