echo out > f1; cat f1; echo more >> f1; cat < f1; echo err 2>&1 >/dev/null
{ echo o; echo e >&2; } > both 2>&1; cat both
{ echo o2; echo e2 >&2; } &> both; cat both
exec 3> f3; echo three >&3; exec 3>&-; cat f3
exec 4< f1; read -u 4 l; echo "got $l"; exec 4<&-
cat <<X; cat <<-'Y'
v=$((1+1)) `echo bq` \$no
X
	tab $stripped
	Y
cat <<< "here $HOME string"
{ fd=; exec {fd}>f4; echo dyn >&$fd; exec {fd}>&-; cat f4; [ $fd -ge 10 ] && echo big; }
echo x > /nonexistent/dir; echo $?
cat < nofile; echo $?
(echo sub; echo suberr >&2) 2> errfile | cat; cat errfile
set -C; echo no > f1; echo $?; echo yes >| f1; cat f1; set +C
: > empty; [ -s empty ] || echo is empty
while read l; do echo "r:$l"; done < both > copied; cat copied
echo hello | tee t1 > t2; cat t1 t2
diff <(echo a) <(echo a) && echo same
read a b < <(echo 1 2 3); echo "$b/$a"
cat /dev/fd/0 <<< fd0
echo bad >&9; echo $?
echo a 1>&2 2>/dev/null
: "${x}" >/dev/null
f() { echo inf; } > ffile; f; cat ffile
echo multi > m1 > m2; cat m1 m2
