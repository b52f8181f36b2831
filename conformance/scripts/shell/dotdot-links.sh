# .. goes back from where links lead: paths of programs, cd -P, readlink and realpath
cd $(mktemp -d); mkdir -p a/b c; echo x > a/f; echo y > f; ln -s ../a/b c/l; ln -s a/b l
cat l/../f; cat c/l/../f; ls l/..; ls -d l/..; cd l; pwd | sed 's,.*/,,'; cat ../f; ls ..; cd ..; ls; cd -P l; cat ../f; pwd | sed 's,.*/,,'; cd ../..; readlink l/../b; echo z > l/../g; ls a; rm l/../g; test -e l/../f && echo yes; [ -e l/../c ] || echo no; mkdir l/../new; ls; ls a; mv l/../new l/../new2; ls a; cp l/../f l/../h; cat a/h; echo l/../*; realpath l/.. | sed 's,.*/,,'; (cd l/.. && ls); (cd -P l/.. && ls); cat l/./../f; cat ./l//../f; cat f/../f; cat nope/../f; readlink -f l/../f | sed 's,.*/,,'
echo; echo "# cd"; T=$PWD; p() { pwd | sed "s,$T,T,"; pwd -P | sed "s,$T,T,"; }
cd l; p; cd ..; p; cd -P l; p; cd "$T"; cd -L -P l; p; cd -P -L ..; p; cd "$T"; set -P; cd l; p; cd ..; p; set +P; cd "$T"; cd l/..; p; cd nope/..; cd f/..; cd f; cd -P nope; pushd l | sed "s,$T,T,g"; p; popd 2>&1 | sed "s,$T,T,g"; cd -P /proc/self/.. ; pwd; cd "$T"; cd -e l; p; cd -z; pwd -z; cd "$T"
for o in '' -f -e -m -n -z '-f -n' '-fn' -q -s -v '-v -q' '-q -v'; do for x in l f nope l/x nope/x f/x l/../c; do readlink $o $x | sed "s,$T,T,g" | tr '\0' '0'; echo " ${PIPESTATUS[0]}"; done; done
for o in '' -e -m -s -L -P -q -z '-s -e' '-L -m' '-s -m'; do for x in l f nope l/x nope/x f/x l/.. l/../f nope/../f ""; do realpath $o "$x" | sed "s,$T,T,g" | tr '\0' '0'; echo " ${PIPESTATUS[0]}"; done; done
readlink -n l l | sed "s,$T,T,g"; readlink --zero l | tr "\0" 0; realpath --no-symlinks l | sed "s,$T,T,g"; dirname -z a/b | tr "\0" 0
for o in '' -e -m -s -L '-s -e' '-L -m' '-s -m' '-L -e' '-L -s'; do for x in l f nope l/x nope/x f/x l/.. l/../f nope/../f f/../f nope/.. f/.. nope/y/x ""; do echo "$o|$x|$(realpath $o "$x" 2>&1 | sed "s,$T,T,g")"; done; done
for o in -f -e -m; do for x in nope/../f f/../f nope/.. f/.. l/../f; do echo "$o|$x|$(readlink -v $o "$x" 2>&1 | sed "s,$T,T,g")"; done; done
