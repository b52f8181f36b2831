# The first wrong option ends tcpdump, whichever kind of mistake comes after it.
tcpdump -y foo -s x
tcpdump -s x -y foo
tcpdump -d -y foo
tcpdump -d -y foo -B 0
tcpdump -B 0 -y foo
tcpdump -y foo -c 0
tcpdump -y foo -z
tcpdump -y foo -Q bla
tcpdump -O -d -y foo '-esp[5:4]'
tcpdump -y EN10MB -y foo
tcpdump -y foo -h
tcpdump -y foo -C x
tcpdump -y foo -G x
tcpdump -y foo -w x -r y
tcpdump -y foo -r y
