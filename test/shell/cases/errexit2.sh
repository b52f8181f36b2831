set -eo pipefail
trap 'echo exit $?' EXIT
trap 'echo ERR $LINENO' ERR
false && true
echo one
false | true
echo no
