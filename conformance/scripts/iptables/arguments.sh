# what is no rule: what is taken, refused, listed and found again
m() {
  iptables -F T
  echo "# $*"
  iptables -A T "$@"
  echo "=$?"
  iptables -S T | tail -n +2
  iptables -L T -n | tail -n +3
  iptables -L T | tail -n +3
  iptables -C T "$@" || echo "not found"
}
iptables -N T
m -m foo
m -m
m -m foooooooooooooooooooooooooooooooooooooooo
m -j FOO
m -j
m -j ""
m -j "a b"
m -j FOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOO
m -j ACCEPT -j DROP
m -g FOO
m -j T
m -g T
m -p tcp -p udp
m -p foo
m -p 256
m -p TCP
m -p all
m ! -p all
m -s 1.1.1.1 -s 2.2.2.2
m -s 1.1.1.1/33
m -s foo.bar
m -s 1.2.3
m -s 1.2.3.4/255.255.0.0
m -s 1.2.3.4/255.0.255.0
m -s ""
m -s /8
m -s 1.2.3.4/
m ! -s 1.1.1.1,2.2.2.2
m -s 1.1.1.1,2.2.2.2
m -s "1.1.1.1, 2.2.2.2"
m -s localhost
m -s 0/0
m -s 10/8
m -s 10.1/16
m -s 1.1.1.1, 
m -i abcdefghijklmnopq
m -i a/b
m -i 'a b'
m -o eth0
m ! -i eth+ ! -o eth1
m -i +
m -x
m -n
m --line-numbers
m -c 5
m -c 5 x
m -c x 5
m -c 5,6
m -c 5 6
m -c -5 6
m ! -j ACCEPT
m ! -v -j ACCEPT
m -f
m ! -f
m ! -p udp ! -s 1.1.1.1 ! -d 2.0.0.0/7
