#!/bin/sh
# Runs a list of commands twice on this Linux kernel, each time in fresh network and mount namespaces: once with Debian's ip, once
# with this project's (npm run build), and shows where the output or an exit status differs. Needs root.
#
#     scripts/compare-ip.sh src/programs/ip/commands/link.txt
#
# A line is one command; a line that starts with "!" is run without being shown, always with Debian's ip. MAC addresses and what
# derives from them are blanked out; counters, ages and the order of hash tables differ from run to run all the same.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
list=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

script() {
  echo 'mount -t tmpfs none /run; mkdir /run/netns; debian() { /usr/sbin/ip "$@"; }'
  if [ "$1" = real ]; then
    echo 'ip() { /usr/sbin/ip "$@"; }'
  else
    echo "ip() { node $root/dist/cli.js --kernel linux -c 'exec ip \"\$@\"' - \"\$@\"; }"
  fi
  while IFS= read -r line; do
    case $line in
      '') ;;
      !*) printf '%s\n' "${line#!}" | sed -E 's/(^|; *)ip /\1debian /g' ;;
      *) printf "echo '$ %s'\n%s\necho rc=\$?\n" "$(printf '%s' "$line" | sed "s/'//g")" "$line" ;;
    esac
  done < "$list"
}

blank() {
  sed -E 's/([0-9a-f]{2}:){5}[0-9a-f]{2}/MAC/g; s/fe80::[0-9a-f:]+/LL/g; s/ff02::1:ff[0-9a-f:]+/SN/g; s/ tentative//'
}

for side in real ours; do
  script $side > "$work/$side.sh"
  unshare -nm bash "$work/$side.sh" < /dev/null 2>&1 | blank > "$work/$side"
done
echo "$(grep -c '^rc=' "$work/real") commands"
diff -U2 "$work/real" "$work/ours" && echo same
