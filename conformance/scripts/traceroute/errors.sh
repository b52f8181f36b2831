# What it refuses.
ip netns add x
traceroute; echo $?
traceroute nosuchhost; echo $?
ip netns exec x traceroute -n 10.0.0.1; echo $?
traceroute -m 0 127.0.0.1; echo $?
traceroute -m 300 127.0.0.1; echo $?
traceroute -q 0 127.0.0.1; echo $?
traceroute -Z 127.0.0.1; echo $?
traceroute -i nosuch 10.0.0.1; echo $?
traceroute 127.0.0.1 70000; echo $?
traceroute -V; echo $?
