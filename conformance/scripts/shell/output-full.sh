# what programs do when their standard output takes nothing: a full device, and a closed descriptor
export LC_ALL=C
mkdir /tmp/output-full; cd /tmp/output-full; printf 'a b\nc d\n' > f; printf 'x\n' > g; mkdir d; printf '#!/bin/sh\n' > exe; chmod +x exe; ln -s f link
ip link set lo up; ip link add v0 type veth peer name v1; ip link set v0 address 02:00:00:00:00:01; ip link set v1 address 02:00:00:00:00:02
ip link set v0 up; ip link set v1 up; ip address add 10.9.0.1/24 dev v0; ip neigh add 10.9.0.7 lladdr 02:00:00:00:00:07 dev v0; sleep 2
try() {
  "$@" > /dev/full < f; echo "full $? $*"
  "$@" >&- < f; echo "closed $? $*"
}
try cat f; try cat -n f; try cat; try cat f none; try head -1 f; try head; try head -c1 f; try tail -1 f; try tail; try tee t; try tac f; try rev f; try wc f; try wc; try cut -c1 f; try paste f g
try sort f; try uniq f; try tr a b; try sed p f; try sed -n p; try sed -n 1w/dev/stdout f; try awk '{ print }' f; try awk 'BEGIN { printf "x" }'; try awk 'BEGIN { print "x" > "/dev/stdout" }'; try awk 'BEGIN { print "x"; exit 3 }'
try awk 'BEGIN { for (;;) print "y" }'
try grep a f; try grep -c a f; try grep -l a f; try grep -q a f; try grep zz f; try grep a f none; try egrep a f; try fgrep a f
try diff f g; try diff f f; try diff -q f g; try diff -u f g
try seq 3; try seq 100000; try yes; try echo x; try printf x; try /bin/echo x; try /usr/bin/echo x; try /usr/bin/printf x; try /usr/bin/printf ''; try pwd; try type cat; try env; try printenv HOME; try printenv PATH; try date +x; try uname; try uname -s; try id -u; try whoami; try nproc
try hostname; try ls; try ls -l f; try ls none; try stat -c %s f; try readlink link; try realpath /tmp; try basename a/b; try dirname a/b; try mktemp -u zz.XXXX; try od f; try hexdump f; try hexdump -C f; try base64 f; try md5sum f; try sha1sum f; try sha256sum f
try find f; try xargs echo; try xargs /bin/echo; try which cat; try nl f; try fold f; try expand f; try unexpand f; try comm f g; try join f f; try column -t f; try expr 1 + 1; try expr 1 - 1; try strings f; try du f; try true; try false; try sleep 0; try timeout 5 seq 3; try env seq 3; try nohup true
try mkdir -v d2; rmdir d2; try cp -v f h; try mv -v h i; try rm -v i; try ln -s f l; try chmod -v 600 f; try rmdir d; mkdir d; try touch t
try ip link show lo; try ip -br link; try ip address; try ip route; try ip neigh; try ip -s link show v0; try ip -j link show lo; try ip -V; try ip link show none; try ip route get 10.9.0.1; try ip rule; try ip netns; try ip -d -o link; try ip help
try ifconfig lo; try ifconfig; try route -n; try arp -n; try route; try ethtool v0; try ethtool -i v0; try ethtool -k v0; try sysctl net.ipv4.ip_forward; try sysctl -n net.ipv4.ip_forward; try sysctl -w net.ipv4.ip_forward=1; try nstat -az; try nstat -n
try ping -c1 127.0.0.1; try ping -qc1 127.0.0.1; try ping -c1 -W1 10.9.0.9; try arping -c1 -I v0 10.9.0.9; try tracepath -n 127.0.0.1; try traceroute -n 127.0.0.1; try tcpdump --version; try tcpdump -D; try tcpdump -d icmp; try mount; try mountpoint /; try mountpoint -q /; try ps
try bash -c 'echo x'; try bash -c 'echo x; echo y'; try bash -c 'printf "%s\n" x'; try bash -c pwd; try bash -c 'set | grep -c nothing'; try bash -c 'type cd'; try bash -c 'declare -p BASH_VERSION'; try bash -c 'export'; try bash -c 'alias x=y; alias'; try bash -c 'trap ":" INT; trap'; try bash -c 'help >/dev/null; jobs'; try bash -c 'umask'; try bash -c 'hash -r; dirs'; try bash -c 'times' ; try bash -c 'echo -n'; try bash -c 'echo -n ""; printf ""'; try bash -c 'shopt extglob'; try bash -c 'set -o'; try bash -c 'command -v cat'; try bash -c 'kill -l 1'; try bash -c 'getopts a b; echo $?'; try bash -c 'read x; echo $x'; try bash -c 'ulimit -n'; try bash -c 'echo x | cat'; try bash -c '(echo x)'; try bash -c '{ echo x; } && echo z'; try bash -c 'echo x || echo no >&2'; try bash -c 'a=$(echo x); echo "$a"'; try sh -c 'echo x'; try sh -c 'printf x'; try sh -c 'pwd'
rm -r /tmp/output-full
