# Files and folders.
mkdir -p /tmp/w; cd /tmp/w
mkdir -p a/b; touch a/b/f; ls a a/b; ls -d a; rm a; rm -r a; ls a; echo $?
echo 12345 > f; wc -c < f; cp f g; mv g h; cat h; ln -s h l; readlink l; cat l
mkdir x; rmdir x; rmdir x; echo $?
cat nosuch; cp nosuch y; mv nosuch y; rm nosuch; rm -f nosuch; echo $?
ls -1 | sort; [ -L l ] && echo link; stat -c %s f; chmod 600 f; stat -c %a f
find . -name 'f*' | sort; du nosuch 2>/dev/null; echo $?
head -c 3 f; echo; od -An -c f; hexdump -C f | head -1
pwd; cd /; pwd; cd -; cd ~ 2>/dev/null; echo $?
