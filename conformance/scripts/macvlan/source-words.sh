# Sources of a macvlan: words that are no addresses, or not of six bytes, and what is refused as a whole.
ip link add v-a address 02:00:00:00:00:13 type veth peer name veth3 address 02:00:00:00:00:14
ip link add link v-a name mvl0 address 02:00:00:00:00:20 type macvlan mode source
t() { echo "- $*"; ip link set mvl0 type macvlan "$@"; echo $?; ip -d link show mvl0 | grep -o "remotes ([^a]*"; }
t macaddr add 02:00:00:00:0e:01
t macaddr set 02:00:00:00:0e:01 02:00:00:00:0e
t macaddr set 02:00:00:00:0e 02:00:00:00:0e:02
t macaddr set 02:00:00:00:0e:01:07 02:00:00:00:0e:02
t macaddr set 02:00:00:00:0e:02 02:00:00:00:0e:02
t macaddr set foo 02:00:00:00:0e:02
t macaddr set 02:00:00:00:0e:04 foo
t macaddr set 02:00:00:00:0e:05 mode source
t macaddr set
t macaddr set 01:00:00:00:0e:05
t macaddr set 02:00:00:00:0e:06 00:00:00:00:00:00 02:00:00:00:0e:07
t macaddr add 02:00:00:00:0e
t macaddr add 02:00:00:00:0e:01:07
t macaddr add 02:00
t macaddr del 02:00:00:00:0e
t macaddr del 02:00:00:00:0e:06:07
t macaddr add
t macaddr add ""
t macaddr set ""
t macaddr add 10.0.0.1
t macaddr set 10.0.0.1
t macaddr set 02:00:00:00:0e:06 10.0.0.1
t macaddr flush
t macaddr flush 02:00:00:00:0e:06
t macaddr set 02:00:00:00:0e:06 macaddr add 02:00:00:00:0e:08
t macaddr set 2:0:0:0:e:6 2:0:0:0:e:7
t macaddr set 02:00:00:00:0e:0x
t macaddr set 02-00-00-00-0e-01
t macaddr add 02:00:00:00:0e:101
t macaddr add 02:00:00:00:0e:11 macaddr add 02:00:00:00:0e:12
t mode bridge macaddr add 02:00:00:00:0e:13
t mode source macaddr add 02:00:00:00:0e:14
t macaddr set 02:00:00:00:0e:21 02:00:00:00:0e:22 mode bridge
t mode source
t macaddr set 02:00:00:00:0e:31
t macaddr set 02:00:00:00:0e:32 00:00:00:00:00:00 02:00:00:00:0e:33
t macaddr set 01:00:00:00:0e:32
t macaddr set 02:00:00:00:0e:32 01:00:00:00:00:00 02:00:00:00:0e:33
t macaddr add 01:00:00:00:0e:32
t macaddr set zz:02
t macaddr set 02:zz
t macaddr set mo:de
t macaddr add 02:zz
t macaddr set mode:02 source
t macaddr set 1.zz
