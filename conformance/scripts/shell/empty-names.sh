# A file without a name is none: not the working directory.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
cd /tmp
[ -e '' ]; echo $?
[ -d "" ]; echo $?
[ '' -ef . ]; echo $?
t mkdir ''
t rmdir ''
t rm ''
t touch ''
t mv '' x
t mv x ''
t cp /etc/hosts ''
t cp '' x
t ln -s x ''
t readlink ''
t readlink -f ''
t realpath ''
t chmod 600 ''
t diff '' /etc/hosts
t grep -r x ''
t awk '{print}' ''
t sed -n p ''
t sort ''
t sort -o '' /etc/hosts
echo "$ tee '' </dev/null"; tee '' </dev/null; echo "[$?]"
t tail ''
t cut -c1 ''
t ls ''
t stat -c %n ''
t mktemp ''
t env -C '' readlink -f .
t basename ''
t dirname ''
t uniq ''
t ip netns exec '' true
t ip netns identify ''
t cd ''; pwd
t source ''
t env -C /nosuch true
t env -C /etc/hosts true
t env -C /tmp
t env -C /tmp readlink -f .
t env -C '' readlink -f .
t env -C /tmp -C /etc readlink -f .
t env -C /nosuch -C /etc readlink -f .
t env -C /etc cat hostname
t sort -o /nosuch/x /etc/hosts
t sort -o '' /etc/hosts
t sort -o /tmp /etc/hosts
t basename ''
t basename '' x
t basename /
t realpath ''
t readlink -f ''
t hostname -F ''
t sysctl -p ''
t tcpdump -r ''
t tcpdump -F '' -O -d
t arp -f ''
t ip -batch ''
ls -d /tmp
