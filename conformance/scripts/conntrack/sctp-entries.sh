# SCTP entries made and changed by conntrack.
ip link set lo up
iptables -A OUTPUT -m conntrack --ctstate NEW
C="-p sctp -s 10.0.1.1 -d 10.0.2.2 --dport 2"
conntrack -I $C --sport 1 -t 100 --state CLOSED --orig-vtag 5 --reply-vtag 7
conntrack -I $C --sport 3 -t 100 --state ESTABLISHED --orig-vtag 5 
conntrack -I $C --sport 4 -t 100 --state SHUTDOWN_ACK_SENT --orig-vtag 5 --reply-vtag 6 
conntrack -I $C --sport 5 -t 100 --orig-vtag 5 --reply-vtag 6 
conntrack -I $C --sport 6 -t 100 
conntrack -I $C --sport 7 -t 100 --state NONE --orig-vtag 0 --reply-vtag 0
conntrack -L 2>&1 | sed -E "s/(132|-t|-t) [0-9]+ /\1 N /" | sort
conntrack -L -o save 2>&1 | sed -E "s/(132|-t|-t) [0-9]+ /\1 N /" | sort
conntrack -L -o xml | sed "s,<id>[0-9]*<,<id>N<,; s,<timeout>[0-9]*,<timeout>N," 2>&1 | sed -E "s/(132|-t|-t) [0-9]+ /\1 N /" | sort
conntrack -L -o extended |sort 2>&1 | sed -E "s/(132|-t|-t) [0-9]+ /\1 N /"
conntrack -U $C --sport 1 --state ESTABLISHED --orig-vtag 5 --reply-vtag 7 2>&1 | sed -E "s/(132|-t|-t) [0-9]+ /\1 N /"
conntrack -U $C --sport 1 --state ESTABLISHED  2>&1 | sed -E "s/(132|-t|-t) [0-9]+ /\1 N /"
conntrack -U $C --sport 1 -t 50 2>&1 | sed -E "s/(132|-t|-t) [0-9]+ /\1 N /"
conntrack -U $C --sport 1 -m 7 2>&1 | sed -E "s/(132|-t|-t) [0-9]+ /\1 N /"
conntrack -L -p sctp --state ESTABLISHED 2>&1 | sed -E "s/(132|-t|-t) [0-9]+ /\1 N /"
conntrack -L -p sctp --orig-vtag 5 2>&1 | sed -E "s/(132|-t|-t) [0-9]+ /\1 N /" | sort
conntrack -L -p sctp --reply-vtag 6 2>&1 | sed -E "s/(132|-t|-t) [0-9]+ /\1 N /" | sort
cat /proc/net/nf_conntrack | sort | sed -E "s/132 [0-9]+/132 N/"
conntrack -D $C --sport 1 --state CLOSED 2>&1 | sed -E "s/(132|-t|-t) [0-9]+ /\1 N /"
conntrack -D $C --sport 1 --orig-vtag 8 2>&1 | sed -E "s/(132|-t|-t) [0-9]+ /\1 N /"
conntrack -D $C --sport 1 2>&1 | sed -E "s/(132|-t|-t) [0-9]+ /\1 N /"
sysctl -a 2>/dev/null | grep sctp
sysctl -w net.netfilter.nf_conntrack_sctp_timeout_established=77
sysctl -w net.netfilter.nf_conntrack_sctp_timeout_established=-77
C="-p sctp -s 10.0.1.1 -d 10.0.2.2 --dport 2 --sport 1"
conntrack -I $C -t 100 --state CLOSED --orig-vtag 5 --reply-vtag 7 2>&1 | tail -1
for v in --orig-vtag --reply-vtag --state; do
  for c in L E U G; do
    echo "$c $v"; $([ $c = E ] && echo timeout 1) conntrack -$c $C $v $([ $v = --state ] && echo CLOSED || echo 5) 2>&1 | head -1
  done
done
l() { conntrack -L -o save $C 2>/dev/null | sed 's/-t [0-9]*/-t N/'; }
conntrack -U $C --orig-vtag 6; l; conntrack -U $C --state ESTABLISHED 2>&1 | sed "s/132 [0-9]*/132 N/"; l
conntrack -U $C --state ESTABLISHED --orig-vtag 6 2>&1 | sed "s/132 [0-9]*/132 N/"; l
conntrack -U $C --state SHUTDOWN_SENT --reply-vtag 6 2>&1 | sed "s/132 [0-9]*/132 N/"; l
conntrack -D -p sctp --state ESTABLISHED; conntrack -D -p sctp --state SHUTDOWN_SENT 2>&1 | sed "s/132 [0-9]*/132 N/"; l
