# Who writes many lines through one file is cut off.
mark=mark-$$-$RANDOM$RANDOM
exec 3>/dev/kmsg
for i in $(seq 15); do echo "$mark line $i" >&3; done
exec 3>&-
dmesg -x -t | sed -n "/$mark/,\$p" | grep -e "$mark" -e 'bash: .* output lines' | sed "s/$mark/MARK/"
for i in $(seq 12); do echo "$mark again $i" > /dev/kmsg; done
dmesg | grep -c "$mark again"
