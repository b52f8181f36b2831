# iperf3: what is wrong on a command line, one mistake a line.
q() { echo "+ iperf3 $*"; timeout 2 iperf3 "$@" 2>&1 | head -n 1; }
q -c x -w 900M
q -c x -O 700
q -c x -M 99999
q -c x -S 256
q -c x -S xx
q -c x --dscp 64
q -c x --dscp foo
q -c x -k 5 -n 3
q -c x -t 1 -n 3
q -c x -t 1 -k 3
q -c x -l 2000000
q -c x -l -3
q -c x -u -l 70000
q -c x -u -l 3
q -c x -P 200
q -c x -t 90000
q -c x -i 0.05
q -c x -i 61
q -c x -f x
q -c x -p 0
q -c x -p 70000
q -c x -R --bidir
q -c x -b 5/2000
q -c x -b 5/x
q -c x -A x
q -s -A 0,1
for o in -Z "-w 5" "-M 5" -N "-S 5" "-T x" "-C cubic" "-O 3" "-k 3" "-b 3" "-l 3" --bidir --get-server-output "--connect-timeout 5" --dont-fragment --repeating-payload "--extra-data x" "--pacing-timer 5" "--dscp 3"; do q -s $o; done
for o in -D -1 "--idle-timeout 5" "--server-bitrate-limit 5"; do q -c x $o; done
q -c x --rcv-timeout 5
q -c x --rcv-timeout 86400001 -R
q -s --rcv-timeout 5
q -s --idle-timeout 0
q -s --idle-timeout 86401
q -c x --snd-timeout 86400001
q -c x --snd-timeout -1
q -s --server-bitrate-limit 5/3000
q -s --logfile /nosuch/x
q -s -I /nosuch/x
q -c x --cport 99999
q -c x -d5
q -c x --bogus
q -c x -c
q
