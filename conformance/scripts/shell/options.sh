# set -e, -u, -x, -o pipefail, -f, -n.
bash -c 'set -e; false; echo not here'; echo $?
bash -c 'set -e; false || true; ! true; if false; then :; fi; echo here'; echo $?
bash -c 'set -e; f() { false; echo in f; }; f && echo ok; f; echo not here'; echo $?
bash -c 'set -u; echo ${x-default}; echo $x; echo not here'; echo $?
bash -c 'set -x; a="two words"; echo "$a" $((1 + 1)); for i in 1 2; do :; done; [[ $a == two* ]]; (( 1 ))' 2>&1
bash -c 'false | true; echo $?; set -o pipefail; false | true; echo $?; true | (exit 3) | true; echo ${PIPESTATUS[@]}'
bash -c 'set -f; echo *; set +f'
bash -n -c 'if'; echo $?
set -o | grep -E 'errexit|pipefail|nounset'
echo $-
