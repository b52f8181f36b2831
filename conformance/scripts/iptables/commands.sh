# every command, on chains and rules that are there and that are not
t() {
  echo "# $*"
  "$@"
  echo "=$?"
}
iptables -N X
iptables -A INPUT -j X
iptables -A X -c 5 6 -p tcp --dport 5 -j ACCEPT
iptables -A X -j RETURN
t iptables -Z X
t iptables -S -v
t iptables -R X 1 -c 5 6 -p tcp --dport 5 -j ACCEPT
t iptables -Z X 1
t iptables -v -A X -p udp -s 1.1.1.1 ! -i eth0 --dport 7 -j ACCEPT
t iptables -v -I X -j LOG
t iptables -v -D X -j LOG
t iptables -v -C X -j LOG
t iptables -v -F X
t iptables -v -F
t iptables -v -Z
t iptables -v -N Y
t iptables -v -E Y Z
t iptables -v -X Z
t iptables -v -X
t iptables -v -P INPUT DROP
t iptables -v -P INPUT ACCEPT
for a in "-D INPUT 5" "-D INPUT -j DROP" "-D NOPE -j DROP" "-A NOPE -j DROP" "-I NOPE -j DROP" "-I INPUT 9 -j DROP" "-R INPUT 9 -j DROP" "-R NOPE 1 -j DROP" "-X NOPE" "-X INPUT" "-X X" "-F NOPE" "-Z NOPE" "-Z NOPE 1" "-Z INPUT 9" "-L NOPE" "-S NOPE" "-E NOPE Q" "-E X X" "-N X" "-N INPUT" "-P X DROP" "-P INPUT X" "-P NOPE DROP" "-P INPUT REJECT" "-C INPUT -j DROP" "-C NOPE -j DROP" "-t foo -L" "-t foo -A INPUT -j DROP" "-t nat -A INPUT -j DROP" "-L X 1" "-L X 9" "-S X 1" "-L FOO 1" "-E INPUT Q" "-E X INPUT" "-A X -j X" "-A INPUT -j INPUT" "-A INPUT -g NOPE" "-A INPUT" "-C INPUT 1" "-w -L X" "-w 3 -L X" "-w3 -L X" "-W 5 -L" "-D INPUT"; do t iptables $a; done
for a in "-F INPUT" "-Z INPUT" "-Z" "-L INPUT" "-S INPUT" "-X INPUT" "-D INPUT 1" "-C INPUT -j ACCEPT" "-D INPUT -j ACCEPT" "-I INPUT 1 -j ACCEPT" "-R INPUT 1 -j LOG" "-v -Z" "-v -F" "-L -v" "-Z -L" "-S -v" "-S INPUT 1" "-X INPUT" "-N U" "-A INPUT -j U" "-X U" "-E U INPUT" "-E U FORWARD" "-A U -j LOG" "-X U" "-X" "-L INPUT 1" "-L INPUT -n --line-numbers" "-S INPUT 1 -v" "-L U" "-A INPUT 1" "-I U 2 -j LOG" "-I U 3 -j LOG" "-I U 4 -j LOG"; do t iptables $a; done;
