# `time` and `connlimit`: what they take, refuse and list
m() {
  $P -F T
  echo "# $P $*"
  $P -A T "$@"
  echo "=$?"
  $P -S T | tail -n +2
  $P -L T -n | tail -n +3
  $P -L T | tail -n +3
  $P -C T "$@" || echo "not found"
}
iptables -N T
ip6tables -N T
P=iptables
m -m time
m -m time --timestart 10:00
m -m time --timestart 9:5:7 --timestop 23:59:59
m -m time --timestop 0:0
m -m time --timestart 24:00
m -m time --timestart 10:60
m -m time --timestart 10
m -m time --timestart 10:00:
m -m time --timestart 10:00:99
m -m time --timestart 10:00:00:00
m -m time --timestart 010:00
m -m time --timestart 100:00
m -m time --timestart x
m -m time --timestart 18:00 --timestop 6:00
m -m time --timestart 18:00 --timestop 6:00 --contiguous
m -m time --timestart 6:00 --timestop 18:00 --contiguous
m -m time --contiguous
m -m time --kerneltz
m -m time --utc
m -m time --localtz
m -m time --kerneltz --utc
m -m time --kerneltz --localtz
m -m time --utc --localtz --timestart 5:00
m -m time --datestart 2020-01-01
m -m time --datestart 2020
m -m time --datestart 2020-05
m -m time --datestart 2020-05-06T07
m -m time --datestart 2020-05-06T07:08 --datestop 2021-12-31T23:59:59
m -m time --datestop 2038-01-19T03:14:07
m -m time --datestop 2038-01-19T03:14:08
m -m time --datestart 1970-01-01
m -m time --datestart 1969-01-01
m -m time --datestart 2020-13-01
m -m time --datestart 2020-00-01
m -m time --datestart 2020-02-30
m -m time --datestart 2020-01-32
m -m time --datestart 2020-01-01T24:00
m -m time --datestart 2020-01-01T23:60
m -m time --datestart 2020-01-01X00:00
m -m time --datestart 2020-01-01T00:00:60
m -m time --datestart x
m -m time --datestart ''
m -m time --datestart 2021-01-01 --datestop 2020-01-01
m -m time --weekdays Mon
m -m time --weekdays Mon,Tue,su
m -m time --weekdays Monday,Fri
m -m time --weekdays 1,3,7
m -m time --weekdays 8
m -m time --weekdays 0
m -m time ! --weekdays Sat,Sun
m -m time ! --weekdays Mon,Tue,Wed,Thu,Fri,Sat,Sun
m -m time --weekdays Mon,Tue,Wed,Thu,Fri,Sat,Sun
m -m time --weekdays x
m -m time --weekdays S
m -m time --weekdays ''
m -m time --weekdays Mon,
m -m time --weekdays Mon,,Tue
m -m time --monthdays 1
m -m time --monthdays 1,2,3,11,12,13,21,22,23,31
m -m time --monthdays 32
m -m time --monthdays 0
m -m time --monthdays x
m -m time ! --monthdays 4,5
m -m time --monthdays 1st
m -m time --monthdays 1,
m -m time --weekdays Mon --weekdays Tue
m -m time ! --weekdays Mon ! --monthdays 1 --timestart 1:00 --timestop 2:00 --datestart 2020-01-01 --datestop 2030-01-01 --kerneltz
m -m time ! --kerneltz
m -m connlimit --connlimit-above 5
m -m connlimit --connlimit-upto 5
m -m connlimit ! --connlimit-above 5
m -m connlimit ! --connlimit-upto 5
m -m connlimit --connlimit-above 0
m -m connlimit --connlimit-above -1
m -m connlimit --connlimit-above x
m -m connlimit --connlimit-above 4294967296
m -m connlimit --connlimit-above 1 --connlimit-upto 2
m -m connlimit --connlimit-above 1 --connlimit-above 2
m -m connlimit
m -m connlimit --connlimit-mask 24
m -m connlimit --connlimit-above 3 --connlimit-mask 24
m -m connlimit --connlimit-above 3 --connlimit-mask 0
m -m connlimit --connlimit-above 3 --connlimit-mask 32
m -m connlimit --connlimit-above 3 --connlimit-mask 33
m -m connlimit --connlimit-above 3 --connlimit-mask 255.255.255.0
m -m connlimit --connlimit-above 3 --connlimit-mask 255.0.255.0
m -m connlimit --connlimit-above 3 --connlimit-mask x
m -m connlimit --connlimit-above 3 --connlimit-saddr
m -m connlimit --connlimit-above 3 --connlimit-daddr
m -m connlimit --connlimit-above 3 --connlimit-saddr --connlimit-daddr
m -m connlimit --connlimit-daddr --connlimit-upto 3 --connlimit-mask 16
m -p tcp --syn --dport 80 -m connlimit --connlimit-above 20 -j REJECT --reject-with tcp-reset
P=ip6tables
m -m connlimit --connlimit-above 3
m -m connlimit --connlimit-above 3 --connlimit-mask 64
m -m connlimit --connlimit-above 3 --connlimit-mask 129
m -m connlimit --connlimit-upto 3 --connlimit-mask ffff::
m -m time --timestart 1:00
iptables -F T
iptables -A T -m time
iptables -A T -m time --timestart 10:00 --timestop 11:00:01
iptables -A T -m time ! --weekdays Mon,Tue --monthdays 3
iptables -A T -m time --weekdays Mon,Tue,Wed
iptables -A T -m time --datestart 2020-01-01 --datestop 2030-02-03T04:05:06
iptables -A T -m time --datestart 2020-01-01 --weekdays Sun
iptables -A T -m time --timestart 18:00 --timestop 6:00 --contiguous
iptables -A T -m connlimit --connlimit-above 3
iptables -A T -m connlimit --connlimit-upto 3 --connlimit-mask 24 --connlimit-daddr
nft list chain ip filter T 2>&1
for x in time connlimit; do iptables -m $x -h | sed -n "/match options/,\$p"; done
