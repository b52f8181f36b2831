# recursive grep: links, loops, devices, names
export LC_ALL=C
cd /tmp; mkdir d d/sub; echo x > d/f; ln -s ../none d/dangling; ln -s f d/link; ln -s sub d/slink; echo "x y" > d/sub/g; ln -s d top; ln -s . d/loop; mkfifo d/fifo
grep -r x d | sort; grep -r x top | sort; grep -r x d/ | sort
(cd d; grep -r x | sort; grep -r x . | sort; grep -r x f; grep -r x f link; grep -rh x sub f)
rm d/fifo
grep -R x d 2>&1 | sort
grep -Rs x d | sort; grep -rc x d | sort; grep -rl x d | sort; grep -rL x d | sort; grep -rlZ x d | od -c | wc -l
grep -r x d /dev/null; grep -r x none; echo $?
printf 'a\nx\0b\0xx' | grep -z x | od -c
printf 'a\nx\0b\0xx' | grep -zc x
grep -rZ 'x y' d | od -c
ls /proc/$$/task/$$/task 2>&1 | sed 's/[0-9][0-9]*/N/g'; ls /proc/$$/task | wc -l
find /proc/$$/task -maxdepth 3 -name task | wc -l
