# wrong and odd arguments of seq, chmod, mv, stat and ls
printf 'one a:b:c\ntwo\ntwo\nThree 3\n' > f; printf 'x\ty\n\n\nz' > t; mkdir d0; ln -s f l
while IFS= read -r line; do
  printf "%s\n" "+ $line"
  eval "$line" < /dev/null
  echo "= $?"
done <<'END'
seq
seq 5 -x
seq -z 3
seq -f 3
seq -f %d 3
seq -f %f%f 3
seq -f abc 3
seq -f '%5.2f' 3
seq -f '%g' 1 0.5 3
seq -w -f %g 3
seq -s
seq -s , 3
seq --separator , 3
seq --separator=, 3
seq --sep=, 3
seq --equal-width 8 11
seq --format=%03g 3
seq --bogus 3
seq -ws, 8 11
seq -3 -1
seq -w -3 3
seq 1 2 3 4
seq x
seq ''
seq 1 x 3
seq 1 0 3
seq 1e1 12
seq 0x10 0x12
seq 1.5
seq 3 1
seq 5 -2 0
seq 1 .25 2
seq -- -2 0
seq -.5 1
seq 1 1.0 3
seq -w 1 1.5 11
seq +1 +3
seq ' 1' 2
seq '1 ' 2
seq -s '\n' 3
seq -s'' 3
chmod
chmod 644
chmod x
chmod x f
chmod 999 f
chmod 644 nosuch
chmod u+q f
chmod -x f
chmod -R
chmod -R 755 d0
chmod -v 600 f
chmod -v 600 f
chmod -c 640 f
chmod -c 640 f
chmod -f 600 nosuch
chmod --reference=f t
chmod --reference=nosuch t
chmod -Z f
chmod --bogus f
chmod +x f
chmod u=rwx,go= f; stat -c %a f
chmod -rw f; stat -c %a f
chmod u+s f; stat -c %a f
chmod g=u f; stat -c %a f
chmod o+t f; stat -c %a f
chmod 7777 f; stat -c %a f
chmod 0 f; stat -c %a f
chmod 17777 f
chmod '' f
chmod +w -- f
chmod -v u+r nosuch f
chmod -w,+x f; stat -c %a f
chmod --recursive --verbose 755 d0
umask 077; chmod +r,-x f; stat -c %a f; umask 022
chmod 644 f
mv
mv f
mv nosuch x
mv f nosuch/x
mv f f
mv -x f g
mv --bogus
mv -v f g; mv -v g f
mv f t d0; ls d0; mv d0/f d0/t .
mv f t nosuch
mv f t l2
mv -t d0 f; mv d0/f .
mv -t
mv -t nosuch f
mv -T f d0
mv d0 d0/x
mv f d0/nosuch/
mv -n f t; ls
mv -S
mv d0 f
mv . x
mkdir d1; mv d1 d0; ls d0; mv d0/d1 d0/d2; rmdir d0/d2
stat
stat -x f
stat -c
stat -c %n f
stat -c %q f
stat -c '%a %A' f d0 l
stat -c '%N' f l
stat -c '%' f
stat -c '%%' f
stat -L -c %F l
stat --bogus f
stat --printf
stat -c %F nosuch f
ls --color=bogus
ls --color=never f
ls --color=auto f
ls --color=no f
ls --bogus
ls -I
ls -1 .
ls -a
ls -A
ls -d .
ls -F
ls -p
ls -r
ls -n > /dev/null
ls -1 f nosuch d0
ls -l nosuch
END
