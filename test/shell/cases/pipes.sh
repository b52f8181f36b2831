seq 5 | head -2; echo "${PIPESTATUS[@]}"
yes | head -3; echo ${PIPESTATUS[0]} ${PIPESTATUS[1]}
false | true; echo $? "${PIPESTATUS[@]}"
set -o pipefail; false | true; echo $?; set +o pipefail
echo a | { cat; echo b; } | tr a-z A-Z
seq 1 3 | while read n; do echo "n$n"; s=$n; done; echo "s=${s-unset}"
echo err >&2 |& cat
{ echo o; echo e >&2; } |& sort
echo x | cat - /dev/null | wc -l
printf 'b\na\n' | sort | uniq -c | sed 's/^ *//'
cat /etc/hostname >/dev/null 2>&1; seq 10 | tail -1; seq 3 | paste -sd+ 2>/dev/null || true
