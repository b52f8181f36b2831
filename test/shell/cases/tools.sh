printf 'a\nb\nc\nd\n' > x; printf 'a\nB\nc\nd\ne\n' > y; diff x y; echo $?; diff -u x y | tail -n +3; diff -q x y; diff x x; echo $?
sed -n '2,3p' x; sed 's/[abc]/<&>/g;s/d/\U&/' x; sed '/b/d' x; sed -E 's/(.)/\1\1/' x; sed '$!N;s/\n/-/' x; sed -n '/b/,/c/p;$=' x; sed '2i\ins' x; sed '1a app' x; sed 'y/abc/xyz/' x; sed -n '$p' x
sed ':a;N;$!ba;s/\n/,/g' x; echo 'k=v' | sed 's|=| = |'; sed 2q x; sed -i 's/a/Z/' x; cat x
grep -n 'b' x; grep -c . x; grep -v b x; grep -E '^(b|d)$' x; grep -o '[bc]' x; grep -q nope x; echo $?; grep -l b x y; grep b x y; grep -A1 b x; grep -i Z x; grep -w d x; grep -F . x; echo $?
grep x nofile; echo $?; printf '10\n9\n2\n' | sort; printf '10\n9\n2\n' | sort -n; printf 'b 2\na 1\n' | sort -k2 -r; printf 'x\nx\ny\n' | uniq -c; printf 'x\nx\ny\n' | uniq -d
cut -d: -f1,3 <<< a:b:c; cut -c2-3 <<< abcdef; tr -d aeiou <<< education; tr -s ' ' <<< 'a   b'; tr '[:lower:]' '[:upper:]' <<< abc; wc -l x; wc < x; wc -c x y
head -n 2 x; head -c 3 x; echo; tail -n 2 x; tail -n +3 x; head -1 x y; seq 2 3 10; seq -w 8 10; seq -s, 3; seq 3 -1 1; rev <<< abc; tac x; paste x y; nl x | head -2
basename /a/b.c .c; dirname /a/b/c; mkdir -p d/e; ls d; touch d/f; ls -1 d; cp x d; mv d/x d/z; ls d; rm -r d; ls d; echo $?; mkdir x; rmdir nodir; rm nofile; rm -f nofile; echo $?; ln -s x l; readlink l; ls -d l
echo 'a b c' | xargs -n1 echo; printf '1\n2\n' | xargs -I{} echo '<{}>'; echo | xargs -r echo no; date -u -d @0 +%F; date -u -d @86400 '+%Y-%m-%d %H:%M:%S'; env -i A=1 env; printenv NOPE; echo $?
echo 'a b c' | awk '{print $2, NF}'; awk -F: '{s+=$1} END{print s}' <<< $'1:a\n2:b'; echo '{"a":[1,2]}' | jq -c '.a'; printf 'a bb\nccc d\n' | column -t; timeout 1 sleep 0.1; echo $?; timeout 0.1 sleep 3; echo $?; which sed nosuch; stat -c '%s %F' x; test -x /bin/sh && echo exe; cat -n x; cat -A <<< $'t\tx'
cat nofile; head nofile; cut x; tr; sort -k0 x; sed 'k' x; uniq -Z; sleep abc; mkdir; seq; grep; echo $?
