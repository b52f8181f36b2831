# what programs do when another file than their standard output takes nothing
export LC_ALL=C
mkdir /tmp/output-files; cd /tmp/output-files; printf 'a\nb\nc\n' > g; printf 'q\n' > h; mkdir d; printf '1\n' > d/f
awk 'BEGIN { for (i = 0; i < 3000; i++) print "xxxxx" }' > b
try() { "$@" > out 2> err; echo "$? $*"; sed 's/^/out: /' out; sed 's/^/err: /' err; }
try cp g /dev/full; try cp -v g /dev/full; try cp g h /dev/full; try cp -r d /dev/full; try cp -r d g; try cp -rv d e; try cp -v g none/x; try cp -v g g; try cp -v none d; try cp b /dev/full
try tee /dev/full < g; try tee -a /dev/full f2 < g; try tee none/x /dev/full f3 < h; diff h f3; try tee . < g; try tee /dev/full < /dev/null
try sort -o /dev/full g; try sort -o /dev/full /dev/null; try sort -o none/x g; try sort -o . g
try uniq g /dev/full; try uniq -c g /dev/full; try uniq g none/x
try sed 'w /dev/full' g; try sed -n 'w/dev/full' g; try sed -n '2w /dev/full' g; try sed -n 's/a/b/w /dev/full' g; try sed -n 's/zz/b/w /dev/full' g; try sed 'w /none/x' g; try sed -n 's/a/b/w /none/x' g; try sed w g; try sed 's/a/b/w' g
try sed -n '/zz/w made' g; ls; try sed -n '2w one
3w one' g; cat one; try sed '1w /dev/full
2q5' g; try sed '1w /dev/full
2Q5' g; try sed -i 'w /dev/full' g; cat g; try sed -n "w /dev/full" b; try sed -u -n '1w /dev/full
2p' g; try sed w/dev/full none; try sed -n '1w two
1w /dev/full' g; cat two; printf 'x' | sed -n 'w three'; od -c three
try sed -i 's/a/z/' g none h; cat g; try sed -i s/a/b/ none; try sed s/z/a/ none g; try sed s/a/b/ .; try sed -i s/a/b/ .; try sed -i s/a/b/ g . h
try awk '{ print > "/dev/full" }' g; try awk 'BEGIN { print "x" > "/dev/full"; r = close("/dev/full"); print r }'; try awk 'BEGIN { print "x" > "/dev/full"; r = fflush("/dev/full"); print r }'; try awk 'BEGIN { print "x" > "/dev/full"; r = fflush(""); print r }'; try awk 'BEGIN { print "x" > "/dev/full"; r = fflush(); print r }'
try awk 'BEGIN { print "x" >> "/dev/full"; print "y"; exit 3 }'; try awk 'BEGIN { printf "%d", 3 > "/dev/full" }'; try awk 'BEGIN { print "x" > "/dev/full"; system("echo s"); print "z"; exit 3 }'; try awk 'BEGIN { print "x" > "/dev/full"; print "z" | "cat"; close("cat"); print "w" }'
try awk 'BEGIN { print "y" | "cat"; print "x" > "/dev/full"; print "z"; exit 3 }'; try awk '{ print > "/dev/full" } END { print "end" }' b; try awk 'BEGIN { print "x" > "/dev/full"; fflush("/dev/full"); print "x" > "/dev/full"; print "w" }'; try awk 'BEGIN { print "x" > "/dev/full"; print "v" > "/none/x" }'; try awk 'BEGIN { print "x" > "/dev/full"; "echo c" | getline z; print z }'; try awk 'BEGIN { print "x" | "cat > /dev/full"; r = close("cat > /dev/full"); print r }'; try awk 'BEGIN { print "x" | "cat > /dev/full"; print "y" }'; try awk 'BEGIN { for (i = 0; i < 50000; i++) print "xxxx" | "true"; print "z" }'
try awk 'BEGIN { print "x" | "cat"; print "y" }'; try awk 'BEGIN { print "x" | "cat"; print "y" | "sed s/y/Y/"; print "z" }'; try awk 'BEGIN { print "x" | "cat"; print "y" | "sed s/y/Y/"; print "x2" | "cat"; print "z" }'; try awk 'BEGIN { print "v" > "four"; "cat four" | getline z; print "[" z "]" }'
part() { "$@"; echo "$?"; }
part eval '{ echo a; } > /dev/full'; part eval '{ echo a; true; } > /dev/full'; part eval '( echo a; echo b ) > /dev/full'; f() { echo a; printf b; }; part eval 'f > /dev/full'; part eval 'for i in 1 2; do echo $i; done > /dev/full'; part eval 'if true; then cat g; fi > /dev/full'; part eval 'while read -r l; do echo $l; done < g > /dev/full'; part eval 'echo x >> /dev/full'
ip netns add n1; part eval 'ip netns exec n1 echo a > /dev/full'; part eval 'ip netns exec n1 ip link > /dev/full'; part eval 'ip -n n1 link > /dev/full'; ip netns del n1
rm -r /tmp/output-files
