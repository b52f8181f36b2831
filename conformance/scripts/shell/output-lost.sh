# writes that fail in the middle, after other messages, into other files, and to a reader that has gone
export LC_ALL=C
mkdir /tmp/output-more; cd /tmp/output-more; seq 3000 > f; printf 'x\n' > g
try() { "$@" > /dev/full < f; echo "full $? $*"; "$@" >&- < f; echo "closed $? $*"; }
try cat f; try cat -n f; try cut -c1 f; try uniq f; try awk '{ print }' f; try grep 1 f; try grep -n 1 f none; try grep 1 g none f; try diff f g; try seq 10000; try nl f; try tee t; try ls none g; try ls f none g; try wc f g; try stat -c %s none f; try wc none f; try cut -c1 none g; try cut -c1 g none; try head none g; try head -n1 g none; try sort none; try uniq none; try sed p none g; try cat g none; try cat none g; try diff g none; try readlink none g; try basename; try date -d nonsense; try env none; try printenv none; try od g none
for c in yes 'seq 1 100000000' 'yes | cat' 'yes | cat -n' 'yes | grep y' 'yes | awk 1'; do
  echo "+ $c"; timeout 20 bash -c "{ $c; } > /dev/full; "'echo "${PIPESTATUS[@]}"'
done
echo files
echo x > /dev/full; echo $?
cat g > /dev/full 2>&1; echo $?
seq 3 >> /dev/full; echo $?
{ echo a; echo b; } > /dev/full; echo $?
for i in 1 2; do echo $i; done > /dev/full; echo $?
x=$(echo hello > /dev/full); echo "$? $x"
echo lost > /dev/full && echo not here
set -e; (echo lost > /dev/full; echo not here) || echo left; set +e
exec 3> /dev/full; echo x >&3; echo $?; seq 2 >&3; echo $?; exec 3>&-
seq 2 >&3; echo $?
f() { echo in; ls; }; f > /dev/full; echo $?; f >&-; echo $?
for c in 'seq 1000000' yes 'awk "BEGIN { for (;;) print 1 }"' 'yes | sed p' 'yes | grep y'; do
  bash -c "($c) | { read x; }; "'echo "gone ${PIPESTATUS[0]}"'
done
bash -c "trap '' PIPE; seq 1000000 | { read x; }; "'echo "ignored ${PIPESTATUS[0]}"'
rm -r /tmp/output-more
